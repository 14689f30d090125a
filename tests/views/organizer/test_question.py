"""Questions of the registration form: added, previewed, changed, moved and taken away."""

from typing import Any

import pytest

from eventapp.clock import standing_at
from eventapp.domain.event import question
from eventapp.domain.event.question import QUESTIONS_MAX
from eventapp.extensions import db
from eventapp.models import AttendanceMode, Event, EventState, QuestionKind, RegistrationQuestion
from tests.builders import HOUR, NOON, a_registration, an_event
from tests.builders.forms import send
from tests.views.filled import ask_for_place
from tests.visitor import Visitor


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
        {"kind": "choices", "choices_max": "3"},
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
    changed = send(desk, page, **reworded(label="Hur reser du?"))
    stale = send(desk, page, **reworded(label="Med vad?"))

    assert (changed.status_code, stale.status_code) == (303, 409)
    assert "Hur reser du?" in stale.text
    assert "Med vad?" in stale.text
    assert send(desk, f"{page}/removal").status_code == 303
    assert questions() == []
    assert desk.get(page).status_code == 404


def reworded(**other: Any) -> dict[str, Any]:
    """The form of the question above, with its options as they are."""
    return {**asked(options="", options_en="", version="1"), **other}


def test_options_are_reworded_limited_added_and_taken_away_one_by_one(desk: Visitor) -> None:
    event = an_unopened_event()
    send(desk, home(event), **asked())
    own = {"option-o1": "Tåg", "option_en-o1": "By train", "places-o1": "12", "option-o2": "Cykel"}

    answer = send(
        desk, f"{home(event)}/q1", **reworded(**own, **{"remove-o2": "y"}, options="Buss")
    )

    assert answer.status_code == 303
    (question,) = questions()
    assert question.labels == {"o1": {"sv": "Tåg", "en": "By train"}, "o3": {"sv": "Buss"}}
    assert event.option_limits == {"q1 o1": 12}
    assert (
        "0 of 12 are taken" in desk.get(f"{home(event)}/q1", headers={"Accept-Language": "en"}).text
    )


@pytest.mark.parametrize(
    ("places", "limits"),
    [
        ("", {}),
        ("3", {"q1 o1": 3, "q1 o2": 3, "q1 o3": 3}),
        ("12\r\n-\r\n5", {"q1 o1": 12, "q1 o3": 5}),
        ("\r\n7\r\n", {"q1 o2": 7}),
        ("4\r\n\r\n9", {"q1 o1": 4, "q1 o3": 9}),
    ],
)
def test_each_option_has_places_of_its_own(
    desk: Visitor, places: str, limits: dict[str, int]
) -> None:
    event = an_unopened_event()
    three = {"options": "Tåg\nCykel\nBuss", "options_en": ""}

    answer = send(desk, home(event), **asked(**three, places=places))

    assert answer.status_code == 303
    assert event.option_limits == limits


@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        ("12\nmånga", "Line 2: write a number from 1"),
        ("0", "Line 1: write a number from 1"),
        ("٣\n2", "Line 1: write a number from 1"),
        ("1\n2\n3", "at most as many lines"),
    ],
)
def test_what_is_no_number_of_places_is_told_by_its_line(
    desk: Visitor, places: str, sentence: str
) -> None:
    answer = send(desk, home(an_unopened_event()), **asked(places=places))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert places in answer.text.replace("\r\n", "\n")
    assert questions() == []


def test_options_that_are_added_later_have_places_of_their_own(desk: Visitor) -> None:
    event = an_unopened_event()
    send(desk, home(event), **asked(places="2\n-"))
    own = {"option-o1": "Tåg", "places-o1": "2", "option-o2": "Cykel"}

    answer = send(desk, f"{home(event)}/q1", **reworded(**own, options="Buss\nBil", places="-\n8"))

    assert answer.status_code == 303
    assert event.option_limits == {"q1 o1": 2, "q1 o4": 8}


def test_an_option_that_somebody_else_added_meanwhile_is_not_lost(desk: Visitor) -> None:
    event = an_unopened_event()
    send(desk, home(event), **asked())
    own = {"option-o1": "Tåg", "option-o2": "Cykel"}
    page = f"{home(event)}/q1"
    send(desk, page, **reworded(**own, options="Buss"))

    stale = send(desk, page, **reworded(**own, label="Annat?"))

    assert stale.status_code == 409
    assert 'value="Buss"' in stale.text


def test_once_registration_has_opened_words_change_and_answers_stay(desk: Visitor) -> None:
    event = an_unopened_event()
    send(desk, home(event), **asked())
    page = f"{home(event)}/q1"

    gone = {"option-o1": "Tåg", "option-o2": "Cykel", "remove-o2": "y"}
    with standing_at(NOON + HOUR):
        a_registration(event, answers={"q1": "o2"}, now=NOON + HOUR)
        assert 'name="kind"' not in desk.get(page).text
        reply = send(desk, page, **reworded(label="Annat", kind="text"))
        refused = [
            send(desk, page, **reworded(version="2", options="Buss", **gone)),
            send(desk, f"{page}/removal"),
        ]

    assert reply.status_code == 303
    assert [response.status_code for response in refused] == [409] * 2
    assert "Cykel" in refused[0].text
    (question_,) = questions()
    assert (question_.label["sv"], question_.kind) == ("Annat", QuestionKind.CHOICE)


def test_a_question_depends_on_an_earlier_one_and_moves(desk: Visitor) -> None:
    event = an_unopened_event()
    send(desk, home(event), **asked(kind="yes_no", label="Middag?"))
    send(desk, home(event), **asked(kind="text", label="Vegetarisk?", condition="q1 yes"))
    send(desk, home(event), **asked(kind="number", label="Hur många?"))

    assert [row.condition for row in questions()] == [{}, {"question": "q1", "value": "yes"}, {}]
    assert send(desk, f"{home(event)}/q2/move").status_code == 409
    assert send(desk, f"{home(event)}/q3/move").status_code == 303
    assert [row.code for row in questions()] == ["q1", "q3", "q2"]
    wrong = send(desk, home(event), **asked(label="Omöjlig?", condition="q9 yes"))
    assert wrong.status_code == 422


def test_purpose_and_a_day_of_deletion_stand_below_the_question(desk: Visitor) -> None:
    event = an_unopened_event()
    purpose = {"purpose": "För att boka bussar.", "purpose_en": "To book buses."}
    early = send(desk, home(event), **asked(**purpose, delete_on="2026-01-01"))
    no_day = send(desk, home(event), **asked(**purpose, delete_on="snart"))
    assert (early.status_code, no_day.status_code) == (422, 422)

    assert send(desk, home(event), **asked(**purpose, delete_on="2028-01-31")).status_code == 303

    preview = desk.get(f"{home(event)}/preview", headers={"Accept-Language": "en"}).text
    assert "Why we ask: To book buses." in preview
    assert "Deleted on 31 January 2028." in preview


def test_the_preview_shows_a_draft_and_sends_nothing(desk: Visitor) -> None:
    draft = an_event(state=EventState.DRAFT)
    send(desk, home(draft), **asked(places="3"))

    page = desk.get(f"{home(draft)}/preview")

    assert page.status_code == 200
    assert "Bicycle" in page.text
    assert "<form" not in page.text.split('id="main-form"')[1].split("</main")[0]


def test_who_meets_online_is_asked_for_no_diet_and_no_badge(desk: Visitor) -> None:
    online = an_event(form=AttendanceMode.ONLINE)

    page = desk.get(f"/events/{online.slug}/registration/new").text

    assert 'name="access"' in page
    assert 'name="diet"' not in page
    assert 'name="badge"' not in page
    assert ask_for_place(desk, online).status_code == 303


def test_there_is_an_end_to_how_many(desk: Visitor) -> None:
    event = an_unopened_event()
    for _ in range(QUESTIONS_MAX):
        question.add_question(event, TEXT, actor="organizer", now=NOON)

    assert send(desk, home(event), **asked()).status_code == 409
    assert len({question.code for question in questions()}) == QUESTIONS_MAX


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

    assert [answer.status_code for answer in answers] == [422, 303]
