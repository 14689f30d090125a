"""A participant's agenda: the event, and the sessions they have a seat in."""

from dataclasses import dataclass
from datetime import datetime

from eventapp.domain.publication import Output, is_withdrawn
from eventapp.domain.registration import link
from eventapp.domain.schedule.opening import latest_opening_line
from eventapp.domain.schedule.snapshot import session_as_shown
from eventapp.models import ChoiceState, Registration, SessionChoice


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One entry of the agenda; times are aware, in UTC."""

    uid: str
    title: str
    room: str
    starts_at: datetime
    ends_at: datetime
    sequence: int
    cancelled: bool
    description: str = ""


def agenda_items(registration: Registration) -> list[AgendaItem]:
    """List the event, then its sessions by time. After cancelling, all entries are cancelled."""
    event = registration.event
    whole_event = AgendaItem(
        uid=link.calendar_uid(registration, "agenda event"),
        title=event.title,
        room="",
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        sequence=event.version + registration.version,
        cancelled=not registration.holds_seat or is_withdrawn(event, Output.PARTICIPANT_FEED),
        description=latest_opening_line(event),
    )
    sessions = [
        _item(registration, choice)
        for choice in registration.choices
        if choice.state is ChoiceState.CONFIRMED
    ]
    return [whole_event, *sorted(sessions, key=lambda item: item.starts_at)]


def _item(registration: Registration, choice: SessionChoice) -> AgendaItem:
    session = session_as_shown(choice.session)
    return AgendaItem(
        uid=link.calendar_uid(registration, f"agenda {session.code}"),
        title=session.title,
        room=session.room.name if session.room else "",
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        sequence=choice.session.version,
        cancelled=session.cancelled or is_withdrawn(registration.event, Output.PARTICIPANT_FEED),
    )
