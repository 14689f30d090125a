"""A coordinator pastes a list, sees how it is understood, puts it right and sends it."""

import re

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
    AuditEntry,
    Delegation,
    Event,
    Job,
    JobKind,
    Organisation,
    Registration,
    RegistrationState,
    Visibility,
)
from tests.builders import NOON, a_registration, an_event, an_organisation
from tests.builders.account import signed_in
from tests.builders.delegation import a_coordinator, the_delegation
from tests.views.filled import hidden_in, send
from tests.views.public.pages import words
from tests.visitor import Visitor

HEADED = "Namn\tE-post\tRoll\tTelefon\nAnna Ek\tanna@town.example\tkurator\t070\nBo Al\tbo@\t\t"


@pytest.fixture
def town(app: Flask) -> Organisation:
    del app
    return an_organisation("Älvstad")


@pytest.fixture
def event(town: Organisation) -> Event:
    return an_event(seats=4, reserved={town: 3})


@pytest.fixture
def root(event: Event, town: Organisation) -> str:
    return f"/delegations/{the_delegation(event, town).code}/people/list"


@pytest.fixture
def saga(client: Visitor, town: Organisation) -> Visitor:
    client.set_cookie("language", "en")
    return signed_in(client, a_coordinator(town))


def pasted(saga: Visitor, root: str, text: str) -> TestResponse:
    return send(saga, f"{root}/new", f"{root}/preview", lines=text)


def typed(page: str) -> dict[str, str]:
    """What stands in the rows of the page, by field."""
    tags = re.findall(r'<input[^>]*name="(people-[^"]*)"[^>]*>', page)
    return {
        name: value[1]
        for name in tags
        if (value := re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page))
    }


def sent(saga: Visitor, root: str, preview: TestResponse, **changed: str) -> TestResponse:
    fields = {**hidden_in(preview.text), **typed(preview.text), **changed}
    return saga.post(root, data=fields)


def registered() -> list[Registration]:
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def test_rows_are_understood_shown_mended_and_sent(saga: Visitor, root: str) -> None:
    preview = pasted(saga, root, HEADED)

    assert preview.status_code == 200
    assert registered() == []
    assert "Columns that are not taken: Telefon." in preview.text
    assert "The email address is not right." in preview.text
    wrong = sent(saga, root, preview)
    assert wrong.status_code == 422
    assert 'value="bo@"' in wrong.text
    assert "Row 3: " in words(wrong.text)
    assert 'name="people-2-email"' in wrong.text
    assert registered() == []

    answer = sent(saga, root, preview, **{"people-2-email": "bo@town.example"})

    anna, bo = registered()
    assert answer.status_code == 303
    assert (anna.name, anna.role, bo.email) == ("Anna Ek", "kurator", "bo@town.example")
    assert anna.delegation_id == bo.delegation_id is not None
    jobs = db.session.scalars(select(Job).where(Job.kind == JobKind.REGISTRATION_MAIL)).all()
    assert all(job.payload["asked_by"] for job in jobs)
    page = saga.get(answer.headers["Location"]).text
    assert "2 people are registered and will each get an email" in page
    action = AuditEntry.action == AuditAction.REGISTERED_BY_THE_COORDINATOR
    assert db.session.scalar(select(func.count()).select_from(AuditEntry).where(action)) == 2


def test_addresses_of_a_mail_are_rows(saga: Visitor, root: str) -> None:
    text = "Anna Ek <anna@town.example>; Al, Bo <bo@town.example>\n'Cia' <cia@town.example>, chef"

    values = typed(pasted(saga, root, text).text)

    assert values["people-0-name"] == "Anna Ek"
    assert (values["people-1-name"], values["people-1-email"]) == ("Bo Al", "bo@town.example")
    assert (values["people-2-name"], values["people-2-role"]) == ("Cia", "chef")


def test_who_is_there_already_is_left_out_and_others_are_not_betrayed(
    saga: Visitor, root: str, event: Event, town: Organisation
) -> None:
    a_registration(event, name="Anna Ek", email="anna@town.example", organisation=town)
    a_registration(event, name="Bo Al", email="bo@town.example")
    hidden = a_registration(event, name="Cia Fe", email="cia@town.example", organisation=town)
    hidden.visibility = Visibility.LIMITED
    text = "\n".join(
        f"{name}\t{email}@town.example"
        for name, email in (("Anna Ek", "anna"), ("Bo Al", "bo"), ("Cia Fe", "cia"))
    )

    page = pasted(saga, root, text)

    assert "1 row is left out" in page.text
    assert "Is registered already." in page.text
    assert sorted(typed(page.text)) == [
        f"people-{row}-{name}" for row in (1, 2) for name in ("email", "name", "role")
    ]
    answer = sent(saga, root, page)
    assert answer.status_code == 303
    assert len(registered()) == 3
    page_after = saga.get(answer.headers["Location"]).text
    assert "1 person is registered and will get an email" in page_after
    assert "1 person is on the waiting list" in page_after


def test_somebody_registered_meanwhile_is_said_at_the_row_and_nobody_is_sent(
    saga: Visitor, root: str, event: Event, town: Organisation
) -> None:
    preview = pasted(saga, root, "Anna Ek\tanna@town.example\nBo Al\tbo@town.example")
    a_registration(event, name="Bo Al", email="bo@town.example", organisation=town)

    answer = sent(saga, root, preview)

    assert answer.status_code == 422
    assert "Row 2:" in words(answer.text)
    assert "is already registered" in answer.text
    assert len(registered()) == 1


def test_a_line_that_mentions_protection_is_neither_shown_nor_taken(
    saga: Visitor, root: str
) -> None:
    text = "Anna Ek\tanna@town.example\tkurator\nBo Al\tbo@town.example\tskyddade uppgifter"

    page = pasted(saga, root, text)

    assert "Not taken: row 2" in page.text
    assert "bo@town.example" not in page.text
    assert "skyddade" not in page.text
    back = sent(saga, root, page, **{"people-0-role": "sekretessmarkerad"})
    assert back.status_code == 422
    assert "sekretess" not in back.text.split("<main")[1].split("Call")[0]
    assert registered() == []


def test_beyond_the_delegations_seats_the_others_wait(saga: Visitor, root: str) -> None:
    text = "\n".join(f"Person {n}\tp{n}@town.example" for n in range(6))

    answer = sent(saga, root, pasted(saga, root, text))

    states = [registration.state for registration in registered()]
    assert states.count(RegistrationState.CONFIRMED) == 4
    assert states.count(RegistrationState.WAITLISTED) == 2
    page = saga.get(answer.headers["Location"]).text
    assert "4 people are registered" in page
    assert "2 people are on the waiting list" in page


def test_wishes_not_to_be_seen_are_kept(saga: Visitor, root: str) -> None:
    page = pasted(saga, root, "Anna Ek\tanna@town.example\tkurator, vill ej synas på bild")

    assert "gets limited visibility" in page.text
    sent(saga, root, page, **{"people-0-limited": "y"})
    assert registered()[0].visibility is Visibility.LIMITED


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Paste the list."),
        ("\n".join(f"Person {n}\tp{n}@t.example" for n in range(51)), "At most 50 people"),
        ("Anna\x00Ek", "hidden control characters"),
        ("x" * 20_001, "Write at most 20000 characters"),
    ],
    ids=["empty", "too many", "control", "too long"],
)
def test_what_cannot_be_read_is_said_and_kept(
    saga: Visitor, root: str, text: str, sentence: str
) -> None:
    page = pasted(saga, root, text)

    assert page.status_code == 422
    assert sentence in page.text


@pytest.mark.parametrize("text", ['"', ";;;\n,,,", '"Anna;\nBo', "<@>", "@", "Namn;E-post"])
def test_no_text_is_too_odd(saga: Visitor, root: str, text: str) -> None:
    assert pasted(saga, root, text).status_code == 200


def test_a_closed_event_takes_no_list(
    saga: Visitor, root: str, event: Event, delegation_of_closed: Delegation
) -> None:
    del event
    closed = f"/delegations/{delegation_of_closed.code}/people/list"
    assert "Registration is closed" in saga.get(f"{closed}/new").text
    preview = pasted(saga, root, "Anna Ek\tanna@town.example")

    answer = sent(saga, closed, preview)

    assert answer.status_code == 409
    assert 'value="Anna Ek"' in answer.text


@pytest.fixture
def delegation_of_closed(town: Organisation) -> Delegation:
    return the_delegation(an_event(reserved={town: 1}, registration_closes_at=NOON), town)


@pytest.mark.parametrize("approval_days", [None, 3], ids=["open", "approved first"])
@pytest.mark.parametrize("form", ["list", "one"])
def test_who_is_registered_elsewhere_is_spoken_of_as_a_newcomer_would_be(
    saga: Visitor, town: Organisation, form: str, approval_days: int | None
) -> None:
    """Also where a mailbox has all its places, and where an organizer has approved the person."""
    event = an_event(seats=20, reserved={town: 9}, approval_days=approval_days)
    people = f"/delegations/{the_delegation(event, town).code}/people"
    for number in range(5):
        a_registration(event, name=f"Person {number}", email="office@other.example")
    a_registration(event, name="Anna Ek", email="anna@other.example")

    def told(name: str, email: str) -> str:
        if form == "one":
            send(saga, f"{people}/new", people, name=name, email=email)
        else:
            sent(saga, f"{people}/list", pasted(saga, f"{people}/list", f"{name}\t{email}"))
        page = words(saga.get(people.removesuffix("/people")).text)
        sentences = ("is registered and will get", "will look at", "on the waiting list and")
        return next(sentence for sentence in sentences if sentence in page)

    assert told("Person 0", "office@other.example") == told("Nya Ek", "office@other.example")
    assert told("Anna Ek", "anna@other.example") == told("Nya Al", "new@other.example")
