"""Names that people wrote: gathered by their letters, and given an organisation."""

import pytest

from eventapp.extensions import db
from eventapp.models import Organisation, Registration
from tests.builders import a_registration, an_event, an_organisation
from tests.builders.forms import send
from tests.visitor import Visitor

HOME = "/organizer/organisations"
TEXTS = f"{HOME}/texts"


@pytest.fixture
def people(app: object) -> list[Registration]:
    """Three who wrote the same name in two ways, and one who wrote another."""
    del app
    event = an_event()
    registrations = [a_registration(event) for _ in range(4)]
    texts = ("Föreningen Fri", "Föreningen Fri", "föreningen fri", "Zzz")
    for person, text in zip(registrations, texts, strict=True):
        person.organisation_name = text
    db.session.commit()
    return registrations


def test_they_are_gathered_with_counts_and_near_names(
    desk: Visitor, people: list[Registration]
) -> None:
    near = an_organisation("Föreningen Fri i Sverige")
    an_organisation("Helt annat")
    db.session.commit()

    page = desk.get(TEXTS).text

    assert f"{len(people)} registrations" in desk.get(HOME).text
    assert "2 spellings" in page
    assert near.name in page
    assert "Helt annat" not in page
    assert "No match" in desk.get(f"{TEXTS}?q=finns-inte").text


def test_they_are_given_an_organisation_of_the_list_and_back(
    desk: Visitor, people: list[Registration]
) -> None:
    target = an_organisation("Föreningen Fri i Sverige")
    db.session.commit()
    preview = desk.get(f"{TEXTS}/show?text=föreningen+fri&keep={target.code}").text
    assert "3 registrations get that organisation" in preview

    fields = {"text": "föreningen fri", "keep": target.code}
    answer = send(desk, f"{TEXTS}/merge", **fields)

    assert answer.headers["Location"].endswith(target.code)
    db.session.expire_all()
    assert [person.organisation_id for person in people] == [target.id] * 3 + [None]
    assert send(desk, f"{TEXTS}/merge", **fields).status_code == 409
    page = desk.get(f"{HOME}/{target.code}").text
    undo = page.split("/merges/")[1].split('"')[0]
    assert send(desk, f"{HOME}/merges/{undo}").status_code == 303
    db.session.expire_all()
    assert people[2].organisation_name == "föreningen fri"


def test_they_become_an_organisation_which_goes_again(
    desk: Visitor, people: list[Registration]
) -> None:
    form = desk.get(f"{TEXTS}/show?text=Föreningen Fri").text
    assert 'value="Föreningen Fri"' in form
    words = {"text": "Föreningen Fri", "kind": "other"}

    assert send(desk, f"{TEXTS}/organisation", name="", **words).status_code == 422
    answer = send(desk, f"{TEXTS}/organisation", name="Föreningen Fri", **words)

    organisation = db.session.query(Organisation).one()
    assert answer.headers["Location"].endswith(organisation.code)
    undo = desk.get(f"{HOME}/{organisation.code}").text.split("/merges/")[1].split('"')[0]
    assert send(desk, f"{HOME}/merges/{undo}").headers["Location"].endswith("/texts")
    assert db.session.query(Organisation).count() == 0
    assert people


def test_what_nobody_wrote_is_no_page(desk: Visitor, people: list[Registration]) -> None:
    assert people
    for address in ("show", "show?text=", "show?text=Ingen", "show?text=%00"):
        assert desk.get(f"{TEXTS}/{address}").status_code == 404


def test_where_all_are_listed_it_says_so(desk: Visitor) -> None:
    assert "Everyone has an organisation" in desk.get(TEXTS).text
