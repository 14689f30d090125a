"""What people type, and what the house understands."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from eventapp.domain.people.organisation import Directory, load_directory
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.registration.form_content import load_form_content
from eventapp.domain.registration.registration import Affiliation
from eventapp.extensions import db
from eventapp.forms.registration.change import ChangeForm, as_it_is, change_form
from eventapp.forms.registration.registration import RegistrationForm, registration_form
from eventapp.forms.versioned import Difference
from eventapp.i18n import speaking
from eventapp.models import Badge, Event, QuestionKind, RegistrationQuestion, Visibility
from tests.builders import a_registration, a_session, an_event, an_organisation
from tests.views.filled import WELL


@pytest.fixture
def event(app: Flask) -> Event:
    event = an_event()
    a_session(event, code="p01", title="Orossamtal")
    question = RegistrationQuestion(
        event_id=event.id,
        code="day",
        kind=QuestionKind.CHOICE,
        label={"sv": "Vilken dag?", "en": "Which day?"},
        options=[{"value": "1", "label": {"sv": "Tisdag", "en": "Tuesday"}}],
    )
    db.session.add(question)
    an_organisation("Göteborgs Stad", short_name="Göteborg", also_known_as="Goteborg")
    db.session.flush()
    return event


@pytest.fixture
def directory(event: Event) -> Directory:
    return load_directory()


def filled(app: Flask, event: Event, directory: Directory, **fields: Any) -> RegistrationForm:
    """The form as sent, its token taken for granted."""
    plan = load_form_content(event.slug)
    assert plan
    with app.test_request_context("/", method="POST", headers={"Accept-Language": "en"}):
        form = registration_form(plan, directory, "en")(
            MultiDict({**WELL, **fields}), meta={"csrf": False}
        )
        form.validate()
    return form


@pytest.mark.parametrize(
    "typed",
    ["Göteborgs Stad", "göteborgs stad", "GOTEBORGS  STAD", "Göteborg", "Goteborg"],
)
def test_organisation_is_found_by_any_of_its_names(
    app: Flask, event: Event, directory: Directory, typed: str
) -> None:
    form = filled(app, event, directory, organisation=typed)

    assert form.errors == {}
    assert form.applicant("sv").affiliation.name == "Göteborgs Stad"


def test_another_organisation_is_a_name_alone(
    app: Flask, event: Event, directory: Directory
) -> None:
    applicant = filled(app, event, directory).applicant("sv")

    assert applicant.affiliation == Affiliation("Föreningen Exempel")


def test_applicant_says_all_that_was_filled_in(
    app: Flask, event: Event, directory: Directory
) -> None:
    fields = {"session-p": "x", "session-a": "p01", "q-day": "1", "diet": " nötter\r\n "}
    form = filled(app, event, directory, **fields, limited_visibility="y", badge="first_name")
    applicant = form.applicant("en")

    assert form.errors == {}
    assert applicant.sessions == ("p01",)
    assert applicant.answers == {"day": "1"}
    assert applicant.needs == CareNeeds("nötter", "")
    assert (applicant.visibility, applicant.badge) == (Visibility.LIMITED, Badge.FIRST_NAME)
    assert (applicant.language, applicant.notice_version) == ("en", "2026-11-22")


def test_nobody_becomes_protected_by_a_form(app: Flask, event: Event, directory: Directory) -> None:
    for value in ("protected", "y", "1"):
        form = filled(app, event, directory, limited_visibility=value, visibility="protected")
        assert form.applicant("sv").visibility is Visibility.LIMITED


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Linnea@Town.EXAMPLE", "linnea@town.example"),
        ("linnea@åre.example", "linnea@xn--re-xia.example"),
        ("o'brien+konferens@town.example", "o'brien+konferens@town.example"),
    ],
)
def test_address_is_kept_as_mail_servers_know_it(
    app: Flask, event: Event, directory: Directory, typed: str, stored: str
) -> None:
    form = filled(app, event, directory, email=typed)

    assert form.errors == {}
    assert form.applicant("sv").email == stored


def test_chosen_organisation_is_marked_also_when_it_has_other_names(
    app: Flask, event: Event, directory: Directory
) -> None:
    form = filled(app, event, directory, organisation="göteborg")
    with app.test_request_context():
        select = str(form["organisation"](class_="input"))

    assert select.count(" selected") == 1
    assert 'selected data-also="Goteborg Göteborg">Göteborgs Stad</option>' in select


def test_organisations_own_name_is_escaped_in_the_list(app: Flask, event: Event) -> None:
    an_organisation('<b onclick="x">&')
    with app.test_request_context():
        select = str(filled(app, event, load_directory())["organisation"]())

    assert "&lt;b onclick=&quot;x&quot;&gt;&amp;" in select
    assert "<b " not in select


def test_list_speaks_the_visitors_language(app: Flask, event: Event, directory: Directory) -> None:
    form = filled(app, event, directory)
    with speaking("en"):
        english = str(form["organisation"]())
    with speaking("sv"):
        swedish = str(form["organisation"]())

    assert ">Another organisation</option>" in english
    assert 'label="Municipalities"' in english
    assert 'label="Kommuner"' in swedish


def change_of(app: Flask, event: Event, held: dict[str, Any], **fields: Any) -> ChangeForm:
    plan = load_form_content(event.slug)
    assert plan
    data = {name: value for name, value in held.items() if value not in {None, False}}
    with app.test_request_context("/", method="POST", headers={"Accept-Language": "en"}):
        return change_form(plan, "en")(MultiDict({**data, **fields}), meta={"csrf": False})


def test_form_sent_as_it_was_opened_differs_in_nothing(app: Flask, event: Event) -> None:
    plan = load_form_content(event.slug)
    assert plan
    mine = a_registration(event, answers={"day": "1"}, visibility=Visibility.LIMITED)
    held = as_it_is(mine, CareNeeds("nötter", ""), plan)

    assert change_of(app, event, held).merge(held) == []


def test_differences_are_told_in_words(app: Flask, event: Event) -> None:
    plan = load_form_content(event.slug)
    assert plan
    held = as_it_is(a_registration(event), CareNeeds(), plan)
    form = change_of(app, event, held, badge="none", diet="nötter", **{"session-a": "p01"})

    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert form.merge(held) == [
            Difference("Session a", "I will choose later", "Orossamtal"),
            Difference("Special diet", "", "nötter"),
            Difference("On the name badge", "My organisation only", "Nothing at all"),
        ]
