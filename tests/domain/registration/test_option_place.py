"""Options that not everybody can have."""

from collections.abc import Sequence

import pytest

from eventapp.domain.desk.registration_edit import edit_answer
from eventapp.domain.event.question import (
    OPTIONS_MAX,
    QUESTIONS_MAX,
    OptionText,
    RegistrationQuestionText,
    add_question,
)
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.change import RegistrationChange, change
from eventapp.domain.registration.form_content import load_form_content
from eventapp.domain.registration.option_place import OptionFull, count_taken
from eventapp.extensions import db
from eventapp.models import Badge, Event, QuestionKind, Registration, Visibility
from tests.builders import NOON, a_registration, a_session, an_event
from tests.builders.registration import an_applicant, an_application
from tests.views.organizer.counting import counted_statements

pytestmark = pytest.mark.usefixtures("app")


def an_event_with_hotels(places: Sequence[int | None] = (1, None), **facts: object) -> Event:
    event = an_event(**facts)
    add_hotels(event, QuestionKind.CHOICE, places)
    return event


def add_hotels(event: Event, kind: QuestionKind, places: Sequence[int | None]) -> None:
    options = tuple(OptionText({"sv": f"Hotell {n}"}, left) for n, left in enumerate(places, 1))
    text = RegistrationQuestionText(kind, {"sv": "Var vill du bo?"}, options=options)
    add_question(event, text, actor="organizer", now=NOON)


def answered(registration: Registration, **answers: str) -> None:
    wishes = RegistrationChange(
        name=registration.name,
        role="",
        visibility=Visibility.NORMAL,
        badge=Badge.NONE,
        answers=answers,
    )
    change(registration, wishes, version=registration.version, now=NOON)
    db.session.flush()


def full_options(event: Event) -> set[str]:
    content = load_form_content(event.slug)
    assert content
    return {value for question in content.questions for value in question.full}


def test_the_last_place_is_taken_once_and_other_options_go_on() -> None:
    event = an_event_with_hotels()
    a_registration(event, answers={"q1": "o1"})

    with pytest.raises(OptionFull, match="Hotell 1"):
        a_registration(event, answers={"q1": "o1"})


def test_an_option_without_a_limit_is_never_full() -> None:
    event = an_event_with_hotels()
    for _ in range(3):
        a_registration(event, answers={"q1": "o2"})

    assert count_taken(event) == {"q1 o1": 0}


def test_each_of_several_options_takes_its_place() -> None:
    event = an_event()
    add_hotels(event, QuestionKind.CHOICES, (2, 1, 1))
    a_registration(event, answers={"q1": "o1 o3"})

    a_registration(event, answers={"q1": "o1 o2"})
    with pytest.raises(OptionFull):
        a_registration(event, answers={"q1": "o3"})

    assert count_taken(event) == {"q1 o1": 2, "q1 o2": 1, "q1 o3": 1}


def test_forms_are_told_when_an_option_fills_and_when_it_is_free() -> None:
    event = an_event_with_hotels()
    first = event.revision
    holder = a_registration(event, answers={"q1": "o1"})
    filled = event.revision
    assert (filled > first, full_options(event)) == (True, {"o1"})

    cancel(holder, now=NOON)
    db.session.flush()

    assert (event.revision > filled, full_options(event)) == (True, set())
    a_registration(event, answers={"q1": "o1"})


def test_a_change_keeps_ones_own_place_and_frees_what_one_leaves() -> None:
    event = an_event_with_hotels((1, 1))
    holder, other = (a_registration(event, answers={"q1": answer}) for answer in ("o1", "o2"))

    answered(holder, q1="o1", q9="more")
    with pytest.raises(OptionFull):
        answered(holder, q1="o2")
    answered(other)
    answered(holder, q1="o2")

    assert count_taken(event) == {"q1 o1": 0, "q1 o2": 1}


def test_an_organizer_who_edits_an_answer_keeps_to_the_places() -> None:
    event = an_event_with_hotels((1, 1))
    a_registration(event, answers={"q1": "o1"})
    person = a_registration(event)

    with pytest.raises(OptionFull):
        edit_answer(person, "q1", "o1", version=person.version, actor="organizer", now=NOON)
    edit_answer(person, "q1", "o2", version=person.version, actor="organizer", now=NOON)

    assert full_options(event) == {"o1", "o2"}


def test_who_waits_for_the_event_has_the_option_too() -> None:
    event = an_event_with_hotels(seats=1)
    a_registration(event)
    a_registration(event, answers={"q1": "o1"})

    assert count_taken(event) == {"q1 o1": 1}


@pytest.mark.parametrize("questions", [0, 5, QUESTIONS_MAX])
def test_one_registration_is_few_statements_however_much_is_asked(questions: int) -> None:
    """With sessions too; on PostgreSQL three after the lock, since all others wait for each."""
    event = an_event()
    for _ in range(questions):
        add_hotels(event, QuestionKind.CHOICES, (9, 9, 9))
    applicant = an_applicant(
        answers={f"q{number}": "o1 o2" for number in range(1, questions + 1)},
        sessions=(a_session(event),),
    )
    db.session.commit()

    with counted_statements() as sent:
        an_application(event, applicant)
        db.session.commit()

    # The event's address was read after the commit above, then a number drawn, then it was locked.
    after_lock = sent[3:]
    assert len(after_lock) == (3 if db.engine.dialect.name == "postgresql" else 7), after_lock


def test_as_many_options_as_there_can_be_are_counted_at_once() -> None:
    event = an_event()
    event.option_limits = {
        f"q{question} o{option}": 9
        for question in range(QUESTIONS_MAX)
        for option in range(OPTIONS_MAX)
    }
    a_registration(event, answers={"q0": "o1 o29", "q19": "o1"})

    with counted_statements() as sent:
        taken = count_taken(event)

    assert {key for key, people in taken.items() if people} == {"q0 o1", "q0 o29", "q19 o1"}
    assert len(taken) == QUESTIONS_MAX * OPTIONS_MAX
    assert len(sent) == 1
