"""Questions of the registration form: added, changed and taken away until registration opens."""

from typing import Any

import pytest

from eventapp.clock import standing_at
from eventapp.domain.event import question
from eventapp.domain.event.question import QUESTIONS_MAX
from eventapp.extensions import db
from eventapp.models import Event, EventState, RegistrationQuestion
from tests.builders import HOUR, NOON, a_registration, an_event
from tests.builders.forms import send
from tests.visitor import Visitor

pytestmark = pytest.mark.on_sqlite_alone


def an_unopened_event(**facts: Any) -> Event:
    return an_event(registration_opens_at=NOON + HOUR, **facts)


def asked(**other: Any) -> dict[str, Any]:
    return {
        "kind": "choice",
        "label": "Hur kommer du?",
        "label_en": "How do you come?",
        "options": "Tåg\nCykel",
        "options_en": "Train\nBicycle",
        **other,
    }


def home(event: Event) -> str:
    return f"/organizer/events/{event.slug}/questions"


def questions() -> list[RegistrationQuestion]:
    return db.session.query(RegistrationQuestion).order_by(RegistrationQuestion.position).all()


def test_what_is_added_stands_in_the_form_in_both_languages(desk: Visitor) -> None:
    event = an_unopened_event()
    assert send(desk, home(event), **asked(required="y")).status_code == 303
    assert send(desk, home(event), **asked(kind="text", label="Något mer?")).status_code == 303

    with standing_at(NOON + HOUR):
        page = desk.get(f"/events/{event.slug}/registration/new").text
    assert "How do you come?" in page
    assert "Bicycle" in page
    assert "Något mer?" not in page.split("How do you come?")[0]
    assert 'name="q-q1"' in page
    assert 'name="q-q2"' in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"label": ""},
        {"kind": "guess"},
        {"options": "Tåg", "options_en": ""},
        {"options": "Tåg\nTåg"},
        {"options_en": "Train"},
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(
    desk: Visitor, wrong: dict[str, str]
) -> None:
    answer = send(desk, home(an_unopened_event()), **asked(**wrong))

    assert answer.status_code == 422
    assert "How do you come?" in answer.text
    assert questions() == []


def test_it_is_changed_against_a_version_and_taken_away(desk: Visitor) -> None:
    event = an_unopened_event()
    send(desk, home(event), **asked())
    page = f"{home(event)}/q1"

    assert "Cykel" in desk.get(page).text
    changed = send(desk, page, **asked(label="Hur reser du?", version="1"))
    stale = send(desk, page, **asked(label="Med vad?", version="1"))

    assert (changed.status_code, stale.status_code) == (303, 409)
    assert "Hur reser du?" in stale.text
    assert "Med vad?" in stale.text
    assert send(desk, f"{page}/removal").status_code == 303
    assert questions() == []
    assert desk.get(page).status_code == 404


def test_once_registration_has_opened_nothing_is_changed(desk: Visitor) -> None:
    event = an_unopened_event()
    send(desk, home(event), **asked())
    page = f"{home(event)}/q1"

    with standing_at(NOON + HOUR):
        answers = [
            send(desk, home(event), **asked()),
            send(desk, page, **asked(version="1", label="Annat")),
            send(desk, f"{page}/removal"),
        ]
        assert 'name="label"' not in desk.get(home(event)).text
        assert 'name="label"' not in desk.get(page).text

    assert [each.status_code for each in answers] == [409] * 3
    assert [each.label["sv"] for each in questions()] == ["Hur kommer du?"]


def test_a_draft_may_be_changed_whatever_its_moments_unless_somebody_is_in(desk: Visitor) -> None:
    draft = an_event(state=EventState.DRAFT)
    assert send(desk, home(draft), **asked()).status_code == 303

    taken = an_event()
    a_registration(taken)
    taken.state = EventState.DRAFT
    assert send(desk, home(taken), **asked()).status_code == 409


def test_ten_are_the_most(desk: Visitor) -> None:
    event = an_unopened_event()
    for _ in range(QUESTIONS_MAX):
        question.add_question(event, TEXT, actor="organizer", now=NOON)

    assert send(desk, home(event), **asked()).status_code == 409
    assert len({each.code for each in questions()}) == QUESTIONS_MAX


TEXT = question.RegistrationQuestionText(question.QuestionKind.TEXT, {"sv": "Något mer?"})


def test_registration_closes_before_the_event_ends(desk: Visitor) -> None:
    event = an_event()
    page = f"/organizer/events/{event.slug}/edit"
    held = {
        "title": event.title,
        "kind": "seminar",
        "form": "on-site",
        "visibility": "open",
        "promotion": "automatic",
        "seats": "10",
        "offer_hours": "48",
        "version": "1",
        "starts_at": "2027-05-04T10:00",
        "ends_at": "2027-05-04T15:00",
        "registration_opens_at": "2027-03-01T08:00",
        "cancellation_closes_at": "2027-05-02T08:00",
    }
    answers = [
        send(desk, page.removesuffix("/edit"), **held, registration_closes_at=f"2027-05-04T15:0{m}")
        for m in (1, 0)
    ]

    assert [each.status_code for each in answers] == [422, 303]
