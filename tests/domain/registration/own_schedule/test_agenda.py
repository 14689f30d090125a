"""A participant's agenda: the event and the sessions with a seat, as they were last released."""

import pytest

from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.own_schedule.agenda import agenda_items
from eventapp.extensions import db
from eventapp.models import EventState
from tests.builders import HOUR, NOON, a_registration, a_session, an_event, let_act

pytestmark = pytest.mark.usefixtures("app")


def test_the_event_comes_first_then_sessions_with_a_seat_by_time() -> None:
    event = an_event(title="Dialogdagar")
    later = a_session(event, title="Sedan", starts_at=event.starts_at + HOUR, choice_group="b")
    sooner = a_session(event, title="Först")
    full = a_session(event, seats=0, starts_at=event.starts_at + 2 * HOUR, choice_group="c")
    registration = a_registration(event, sessions=(later, sooner, full))

    titles = [item.title for item in agenda_items(registration)]

    assert titles == ["Dialogdagar", "Först", "Sedan"]


def test_a_draft_changes_nothing_before_its_release() -> None:
    event = an_event()
    session = a_session(event, title="Vägar in")
    registration = a_registration(event, sessions=(session,))
    session.title, session.starts_at = "Utkast", session.starts_at - HOUR
    db.session.flush()

    item = agenda_items(registration)[1]
    assert (item.title, item.starts_at) == ("Vägar in", event.starts_at)

    let_act(session)
    released = agenda_items(registration)[1]
    assert (released.title, released.starts_at) == ("Utkast", event.starts_at - HOUR)
    assert released.uid == item.uid


def test_after_cancelling_the_event_is_in_the_agenda_as_cancelled() -> None:
    registration = a_registration(an_event())
    (before,) = agenda_items(registration)
    cancel(registration, now=NOON)
    (after,) = agenda_items(registration)

    assert (before.cancelled, after.cancelled) == (False, True)
    assert after.uid == before.uid
    assert after.sequence > before.sequence


def test_everything_is_cancelled_with_the_event() -> None:
    event = an_event()
    registration = a_registration(event, sessions=(a_session(event),))
    event.state = EventState.CANCELLED

    assert [item.cancelled for item in agenda_items(registration)] == [True, True]
