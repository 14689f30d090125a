"""What a registration form asks: sessions as released, in order, and the event's own questions."""

import pytest

from eventapp.domain.registration.form_content import FormContent, load_form_content
from eventapp.extensions import db
from eventapp.models import Event, QuestionKind, RegistrationQuestion, SessionKind
from tests.builders import HOUR, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")


def content_of(event: Event) -> FormContent:
    content = load_form_content(event.slug)
    assert content
    return content


def test_sessions_are_grouped_by_choice_in_order_of_time() -> None:
    event = an_event()
    later = a_session(event, starts_at=event.starts_at + 2 * HOUR, choice_group="a")
    first, longer = (a_session(event, choice_group="b", title=title) for title in ("A", "B"))

    groups = content_of(event).groups

    assert [group.code for group in groups] == ["b", "a"]
    assert {session.code for session in groups[0].sessions} == {first.code, longer.code}
    assert [session.code for session in groups[1].sessions] == [later.code]
    assert (groups[0].starts_at, groups[0].ends_at) == (event.starts_at, event.starts_at + HOUR)


def test_only_released_sessions_that_are_held_can_be_chosen() -> None:
    event = an_event()
    a_session(event, released=False)
    a_session(event, kind=SessionKind.PLENARY)
    a_session(event, cancelled=True)

    assert content_of(event).groups == ()


def test_what_is_over_is_not_offered() -> None:
    event = an_event()
    over = a_session(event, choice_group="a")
    beside = a_session(event, choice_group="a", ends_at=over.ends_at + HOUR)
    a_session(event, choice_group="b")
    content = content_of(event)

    assert content.open_at(event.starts_at) is content
    [group] = content.open_at(over.ends_at).groups
    assert [session.code for session in group.sessions] == [beside.code]
    assert content.count_ended(over.ends_at) == 2
    assert content.open_at(beside.ends_at).groups == ()


def test_questions_keep_their_order_and_options() -> None:
    event = an_event()
    options = [{"value": "o1", "label": {"sv": "Tisdag"}}]
    for position, code in ((1, "q2"), (0, "q1")):
        question = RegistrationQuestion(
            event_id=event.id,
            code=code,
            kind=QuestionKind.CHOICE,
            label={"sv": code},
            options=options,
            position=position,
        )
        db.session.add(question)
    db.session.flush()

    questions = content_of(event).questions

    assert [question.code for question in questions] == ["q1", "q2"]
    assert questions[0].options == (("o1", {"sv": "Tisdag"}),)


def test_an_event_that_is_not_there_asks_nothing() -> None:
    assert load_form_content("no-such-event") is None
