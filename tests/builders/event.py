"""Events with their reserved seats and their sessions."""

from collections.abc import Mapping
from datetime import datetime
from itertools import count
from typing import Any

from eventapp.domain.event.copy.event_copy import CopyText, copy_event
from eventapp.domain.event.event import publish_event
from eventapp.domain.schedule.snapshot import snapshot
from eventapp.extensions import db
from eventapp.models import (
    AttendanceMode,
    Delegation,
    Event,
    EventKind,
    EventState,
    Organisation,
    Session,
    SessionKind,
)
from tests.builders.moments import DAY, HOUR, NEXT_MONTH, NEXT_WEEK, NOON

_numbers = count(1)


def an_event(
    *,
    seats: int = 10,
    reserved: Mapping[Organisation, int] | None = None,
    state: EventState = EventState.PUBLISHED,
    **facts: Any,
) -> Event:
    """An event next month, open for registration since yesterday; `facts` are its columns."""
    number = next(_numbers)
    defaults = {
        "slug": f"exempel-{number}",
        "title": f"Exempelkonferensen {number}",
        "kind": EventKind.CONFERENCE,
        "form": AttendanceMode.ON_SITE,
        "starts_at": NEXT_MONTH,
        "ends_at": NEXT_MONTH + 8 * HOUR,
        "registration_opens_at": NOON - DAY,
        "registration_closes_at": NEXT_WEEK,
        "cancellation_closes_at": NEXT_WEEK,
        "venue_name": "Exempelhallen",
        "venue_city": "Exempelstad",
        "venue_address": "Prästgatan 1",
        "contact_email": "konferens@bra.example",
        "seats": seats,
        **facts,
    }
    event = Event(state=EventState.DRAFT, **defaults)
    db.session.add(event)
    db.session.flush()
    if state is not EventState.DRAFT:
        publish_event(event, actor="organizer", now=NOON - DAY)
        event.state = state
        event.availability = facts.get("availability", event.availability)
    for organisation, promised in (reserved or {}).items():
        event.delegations.append(Delegation(organisation=organisation, reserved_seats=promised))
    db.session.flush()
    return event


def a_session(
    event: Event,
    *,
    seats: int | None = None,
    starts_at: datetime | None = None,
    kind: SessionKind = SessionKind.CHOICE,
    released: bool = True,
    **facts: Any,
) -> Session:
    """A released session of one hour to choose, at the event's start unless said otherwise."""
    number = next(_numbers)
    starts = starts_at or event.starts_at
    defaults = {
        "code": f"s{number}",
        "title": f"Seminarium {number}",
        "ends_at": starts + HOUR,
        "choice_group": "a",
        **facts,
    }
    session = Session(event_id=event.id, kind=kind, starts_at=starts, seats=seats, **defaults)
    db.session.add(session)
    db.session.flush()
    if released:
        let_act(session)
    return session


def let_act(session: Session) -> None:
    """Let the session act as its draft says, as a release does to all sessions."""
    db.session.flush()  # a new one has its defaults only now
    session.released = snapshot(session)
    db.session.flush()
    db.session.expire(session, ["appearances", "room", "track"])  # tests write these by id


def a_copy(
    event: Event, starts_at: datetime, *, actor: str = "organizer", now: datetime = NOON, **new: Any
) -> Event:
    """A draft like the event at another time, with all that is usually taken along."""
    text = CopyText(**{"title": event.title, "record_number": "", "starts_at": starts_at, **new})
    return copy_event(event, text, actor=actor, now=now)
