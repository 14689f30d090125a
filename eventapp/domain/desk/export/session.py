"""Who sits in which session, as a table."""

from collections.abc import Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain.desk.export.table import (
    ExportTable,
    Row,
    local_clock,
    local_day,
)
from eventapp.domain.desk.registration_filter import RegistrationFilter, conditions
from eventapp.domain.schedule.published import PublishedSession
from eventapp.domain.schedule.snapshot import session_as_shown
from eventapp.extensions import db
from eventapp.i18n import _
from eventapp.models import (
    ChoiceState,
    Event,
    Registration,
    RegistrationState,
    Session,
    SessionChoice,
)

BATCH_ROWS = 1_000


def session_table(event: Event, wanted: RegistrationFilter, *, title: str) -> ExportTable:
    """One row for each choice of those who meet the filter: by time, session and name.

    Whoever has cancelled is not in it.
    """
    header = [
        _("Day"),
        _("Time"),
        _("Session"),
        _("Room"),
        _("Name"),
        _("Organisation"),
        _("Works with"),
        _("Seat"),
    ]
    return ExportTable(title, header, _rows(event, wanted))


def load_sessions(event: Event) -> dict[int, PublishedSession]:
    """The event's sessions as visitors see them, by their ids."""
    sessions = db.session.scalars(
        select(Session)
        .where(Session.event_id == event.id)
        .options(
            joinedload(Session.room), joinedload(Session.track), selectinload(Session.appearances)
        )
    )
    return {session.id: session_as_shown(session) for session in sessions}


def seat_aside(state: ChoiceState) -> str:
    """What is added to a chosen session in which the person has no seat."""
    if state is ChoiceState.WAITLISTED:
        return f"({_('in the queue')})"
    return f"({_('requested')})" if state is ChoiceState.WISHED else ""


def _rows(event: Event, wanted: RegistrationFilter) -> Iterator[Row]:
    sessions = load_sessions(event)
    for id_, session in sorted(sessions.items(), key=lambda item: _by_time(item[1])):
        yield from _rows_of(event, id_, session, wanted)


def _rows_of(
    event: Event, session_id: int, session: PublishedSession, wanted: RegistrationFilter
) -> Iterator[Row]:
    people = db.session.execute(
        select(
            Registration.name,
            Registration.organisation_name,
            Registration.role,
            SessionChoice.state,
        )
        .join(SessionChoice, SessionChoice.registration_id == Registration.id)
        .where(
            SessionChoice.session_id == session_id,
            Registration.state != RegistrationState.CANCELLED,
            *conditions(event, wanted),
        )
        .order_by(Registration.sort_name, Registration.id),
        execution_options={"yield_per": BATCH_ROWS},
    )
    zone = event.time_zone
    start = local_day(session.starts_at, zone), local_clock(session.starts_at, zone)
    room = session.room.name if session.room else ""
    labels = _seat_labels()
    for row in people:
        seat = labels[row.state]
        yield (*start, session.title, room, row.name, row.organisation_name, row.role, seat)


def _seat_labels() -> Mapping[ChoiceState, str]:
    return {
        ChoiceState.CONFIRMED: _("Has a seat"),
        ChoiceState.WAITLISTED: _("in the queue"),
        ChoiceState.WISHED: _("requested"),
    }


def _by_time(session: PublishedSession) -> tuple[object, ...]:
    return session.starts_at, session.ends_at, session.title
