"""Events with their reserved seats and their sessions."""

from collections.abc import Mapping
from datetime import datetime
from itertools import count
from typing import Any

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
    told = {
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
    made = Event(state=EventState.DRAFT, **told)
    db.session.add(made)
    db.session.flush()
    if state is not EventState.DRAFT:
        publish_event(made, actor="organizer", now=NOON - DAY)
        made.state = state
        made.availability = facts.get("availability", made.availability)
    for organisation, promised in (reserved or {}).items():
        made.delegations.append(Delegation(organisation=organisation, reserved_seats=promised))
    db.session.flush()
    return made


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
    told = {
        "code": f"s{number}",
        "title": f"Seminarium {number}",
        "ends_at": starts + HOUR,
        "choice_group": "a",
        **facts,
    }
    made = Session(event_id=event.id, kind=kind, starts_at=starts, seats=seats, **told)
    db.session.add(made)
    db.session.flush()
    if released:
        let_act(made)
    return made


def let_act(session: Session) -> None:
    """Let the session act as its draft says, as a release does to all sessions."""
    session.released = snapshot(session)
    db.session.flush()
    db.session.expire(session, ["appearances", "room", "track"])  # tests write these by id
