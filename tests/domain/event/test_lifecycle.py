"""Which events can be postponed, resumed and cancelled, and what it does to them."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from eventapp.domain.event.lifecycle import (
    EventStateChanged,
    cancel_event,
    postpone_event,
    resume_event,
)
from eventapp.domain.registration.offer import list_events_with_lapsed_seats
from eventapp.domain.registration.override import ReasonMissing
from eventapp.extensions import db
from eventapp.models import AuditEntry, Event, EventState, RegistrationState
from tests.builders import (
    DAY,
    NOON,
    a_queue,
    a_registration,
    an_applicant,
    an_application,
    an_event,
)

pytestmark = pytest.mark.usefixtures("app")

Verb = Callable[[Event], None]


def postpone(event: Event) -> None:
    postpone_event(event, actor="organizer", reason="storm", now=NOON)


def resume(event: Event) -> None:
    resume_event(event, actor="organizer", now=NOON)


def cancel(event: Event) -> None:
    cancel_event(event, actor="organizer", reason="storm", now=NOON)


@pytest.mark.parametrize(
    ("verb", "from_states", "after"),
    [
        (postpone, {EventState.PUBLISHED}, EventState.POSTPONED),
        (resume, {EventState.POSTPONED}, EventState.PUBLISHED),
        (cancel, {EventState.PUBLISHED, EventState.POSTPONED}, EventState.CANCELLED),
    ],
)
@pytest.mark.parametrize("before", EventState)
def test_each_verb_has_the_states_that_it_may_start_from(
    verb: Verb, from_states: set[EventState], after: EventState, before: EventState
) -> None:
    event = an_event(state=before)
    version, revision = event.version, event.revision
    if before in from_states:
        verb(event)
        assert event.state is after
        assert (event.version, event.revision) > (version, revision)
    else:
        with pytest.raises(EventStateChanged):
            verb(event)
        assert event.state is before


@pytest.mark.parametrize("verb", [postpone_event, cancel_event])
def test_a_reason_is_asked_for(verb: Callable[..., None]) -> None:
    event = an_event()

    with pytest.raises(ReasonMissing):
        verb(event, actor="organizer", reason=" ", now=NOON)
    assert event.state is EventState.PUBLISHED


def test_the_reason_is_in_the_log() -> None:
    postpone(an_event())

    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "postponed")).one()
    assert entry.reason == "storm"


def test_seats_added_while_the_event_was_postponed_pass_to_those_who_wait() -> None:
    event = an_event(seats=1)
    a_registration(event)
    (waiting,) = a_queue(event, 1)
    postpone(event)
    event.seats = 2
    assert waiting.state is RegistrationState.WAITLISTED

    resume(event)

    assert waiting.state is RegistrationState.CONFIRMED


def test_those_who_wait_for_an_organizer_wait_as_long_again_after_a_postponement() -> None:
    event = an_event(approval_days=3)
    pending = an_application(event, an_applicant(), now=NOON).registration
    postpone_event(event, actor="organizer", reason="Sal", now=NOON)
    event.starts_at += 30 * DAY
    event.ends_at += 30 * DAY
    later = NOON + 10 * DAY

    resume_event(event, actor="organizer", now=later)

    db.session.refresh(pending)
    assert pending.decide_by == later + 3 * DAY
    assert list_events_with_lapsed_seats(now=later) == []
