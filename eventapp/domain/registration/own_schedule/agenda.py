"""A participant's agenda: each day of the event, and the sessions they have a seat in.

Invitations by letter, the feed and the file are all written from it: what is the same thing has one
UID and one SEQUENCE in them.
"""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from eventapp.domain.publication import Output, is_withdrawn
from eventapp.domain.registration import link
from eventapp.domain.schedule.event_calendar import (
    CalendarDay,
    EventCalendar,
    event_calendar,
    facts_by_day,
    facts_without_town,
    place_digest,
    title_when_off,
)
from eventapp.domain.schedule.snapshot import session_as_shown
from eventapp.extensions import db
from eventapp.i18n import _
from eventapp.models import ChoiceState, Invitation, Registration, Session

WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One entry of the agenda; times are aware, in UTC.

    `sequence` rises, and `changed_at` is when, with its time, place and status. `facts` is a digest
    of these, WITHDRAWN when the entry is cancelled. `left` says that it takes place without the
    person; `hidden` that the person wants no sessions in the calendar. Days of the event have a
    `day`, from 1, and say with which of them it `opens`; sessions have their id and code.
    """

    uid: str
    title: str
    room: str
    starts_at: datetime
    ends_at: datetime
    sequence: int
    changed_at: datetime
    facts: str
    cancelled: bool
    left: bool = False
    hidden: bool = False
    day: int = 0
    session_id: int | None = None
    code: str = ""
    description: str = ""
    opens: bool = False
    off_title: str = ""

    @property
    def summary(self) -> str:
        """The title, and before it that the entry is no longer on: not all calendars show that."""
        if self.left:
            return _("Not attending: %(event)s", event=self.title)
        return self.off_title if self.cancelled and not self.hidden else self.title


def agenda_items(
    registration: Registration, sent: Collection[Invitation] | None = None
) -> list[AgendaItem]:
    """List the days of the event, then the sessions by time, with those that were left.

    After cancelling, all entries are cancelled. `sent` is what was sent to the calendar, if it is
    known already.
    """
    if sent is None:
        sent = db.session.scalars(
            select(Invitation).where(Invitation.registration_id == registration.id)
        ).all()
    by_session = {invitation.session_id: invitation for invitation in sent}
    calendar = event_calendar(registration.event)
    days = _days(registration, calendar, by_session.get(None))
    sessions = _sessions(registration, calendar, by_session)
    return [*days, *sorted(sessions, key=lambda item: item.starts_at)]


def next_sequence(current: int, invitation: Invitation | None, facts: str) -> int:
    """Return the SEQUENCE of an entry that is `current` for all, after what this person was sent.

    It is never lower than that, and higher where these facts differ (RFC 5546, 2.1.4).
    """
    if invitation is None:
        return current
    return max(current, invitation.sequence + (invitation.sent_digest != facts))


def _days(
    registration: Registration, calendar: EventCalendar, invitation: Invitation | None
) -> Iterator[AgendaItem]:
    event, left = registration.event, not registration.holds_seat
    title = event.title_in(registration.language)
    off = is_withdrawn(event, Output.PARTICIPANT_FEED)
    facts = WITHDRAWN if left or off else _event_facts(registration, calendar, invitation)
    several, title = len(calendar.current_days) > 1, event.title_in(registration.language)
    for day in calendar.days:
        withdrawn = facts == WITHDRAWN or day.removed
        yield AgendaItem(
            uid=link.calendar_uid(registration, day_name(day)),
            title=title,
            off_title=title_when_off(event, title),
            room="",
            starts_at=day.starts_at,
            ends_at=day.ends_at,
            sequence=next_sequence(calendar.sequence + left, invitation, facts),
            changed_at=max(calendar.changed_at, registration.cancelled_at or calendar.changed_at),
            facts=facts,
            cancelled=withdrawn,
            left=left,
            day=day.number,
            opens=day.number == 1 or not several,
        )


def day_name(day: CalendarDay) -> str:
    """Return what the day is called in UIDs; the first bears the name of the whole event."""
    return "event" if day.number == 1 else f"event day {day.number}"


def _event_facts(
    registration: Registration, calendar: EventCalendar, invitation: Invitation | None
) -> str:
    """The digest of what is so now: as it was sent, where only the town was not said then."""
    event, single = registration.event, len(calendar.current_days) == 1
    if single and invitation and invitation.sent_digest == facts_without_town(event):
        return invitation.sent_digest
    return facts_by_day(event, calendar)


def _sessions(
    registration: Registration,
    calendar: EventCalendar,
    by_session: dict[int | None, Invitation],
) -> Iterator[AgendaItem]:
    seats = {
        choice.session_id: choice.session
        for choice in registration.choices
        if choice.state is ChoiceState.CONFIRMED
    }
    sent = {id_ for id_ in by_session if id_ is not None}
    for id_, session in (seats | _read_sessions(sent - seats.keys())).items():
        left = not registration.holds_seat or id_ not in seats
        if id_ in sent or registration.session_entries:
            yield _item(registration, session, calendar, by_session.get(id_), left=left)


def _read_sessions(ids: Collection[int]) -> dict[int, Session]:
    if not ids:
        return {}
    return {s.id: s for s in db.session.scalars(select(Session).where(Session.id.in_(ids)))}


def _item(
    registration: Registration,
    session: Session,
    calendar: EventCalendar,
    invitation: Invitation | None,
    *,
    left: bool,
) -> AgendaItem:
    event, language = registration.event, registration.language
    released = session_as_shown(session)
    shown = released.in_language(language)
    hidden = not left and not registration.session_entries
    off = hidden or shown.cancelled or is_withdrawn(event, Output.PARTICIPANT_FEED)
    times = (shown.starts_at.isoformat(), shown.ends_at.isoformat())
    where = (released.room.name if released.room else "", place_digest(event))
    facts = WITHDRAWN if left or off else session_facts(*times, *where)
    changed_at = session.calendar_changed_at or calendar.changed_at
    if left and invitation:
        changed_at = max(changed_at, invitation.changed_at or changed_at)
    return AgendaItem(
        uid=link.calendar_uid(registration, f"session {session.code}"),
        title=shown.title,
        off_title=title_when_off(event, shown.title),
        room=shown.room.name if shown.room else "",
        starts_at=shown.starts_at,
        ends_at=shown.ends_at,
        sequence=next_sequence(session.calendar_sequence + (left or hidden), invitation, facts),
        changed_at=changed_at,
        facts=facts,
        cancelled=facts == WITHDRAWN,
        left=left,
        hidden=hidden,
        session_id=session.id,
        code=session.code,
        description=event.title_in(language),
    )


def session_facts(*values: str) -> str:
    """Return a digest of a session's time, room and place."""
    return hashlib.sha256("\0".join(values).encode()).hexdigest()
