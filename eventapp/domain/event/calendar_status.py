"""Who has the newest calendar entries of an event, as far as letters tell; and sending them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from eventapp.domain import locking, outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.publication import Output, is_withdrawn
from eventapp.domain.record import audit
from eventapp.domain.registration.own_schedule.agenda import WITHDRAWN
from eventapp.domain.schedule.event_calendar import (
    event_calendar,
    facts_by_day,
    facts_without_town,
)
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    Event,
    Invitation,
    Job,
    JobKind,
    JobState,
    Registration,
    RegistrationState,
)
from eventapp.models.event.event import Stage

BRINGING = (
    JobKind.EVENT_NEWS_MAIL,
    JobKind.REGISTRATION_MAIL,
    JobKind.PROMOTION_MAIL,
    JobKind.PERSONAL_LINK_MAIL,
    JobKind.LOST_LINK_MAIL,
)
OPEN = (JobState.WAITING, JobState.LEASED)
NEWEST, ON_THE_WAY, OLDER, NOTHING, UNDELIVERED = "newest", "on its way", "older", "nothing", "lost"


class CalendarsOfPastEvent(Refusal):
    """The event is over: its entries would only be a letter about what has been."""

    code = "calendars-of-past-event"
    sentence = _l("No email was sent: the event is over.")


class NobodyIsBehind(Refusal):
    """Everybody has the newest entries, or they are on their way."""

    code = "nobody-behind"
    sentence = _l("Everyone has the newest entries by now, or they are on their way.")


@dataclass(frozen=True, slots=True)
class CalendarStatus:
    """How many of those who have a place were sent which entries of the event.

    `newest`: the mail server took the letter that brought them. `undelivered`: it was given up.
    """

    newest: int
    on_the_way: int
    older: int
    nothing: int
    undelivered: int

    @property
    def people(self) -> int:
        """All who have a place."""
        return self.newest + self.on_the_way + self.behind + self.undelivered

    @property
    def behind(self) -> int:
        """Those to whom nothing is on its way that would bring the newest."""
        return self.older + self.nothing


def calendar_status(event: Event) -> CalendarStatus:
    """Count who has what. One statement."""
    standing = _standing(event)
    rows = db.session.execute(_people(event, standing, func.count()).group_by(standing))
    counts = {row[0]: row[1] for row in rows}
    return CalendarStatus(
        *(counts.get(name, 0) for name in (NEWEST, ON_THE_WAY, OLDER, NOTHING, UNDELIVERED))
    )


def send_newest(event: Event, *, actor: str, now: datetime) -> int:
    """Promise a letter with the newest entries to those who are behind; return how many.

    Raises CalendarsOfPastEvent, NobodyIsBehind. Flushes.
    """
    locking.lock_event(event)
    if event.stage(now) is Stage.OVER:
        raise CalendarsOfPastEvent
    standing = _standing(event)
    behind = _people(event, standing, Registration.id).where(standing.in_((OLDER, NOTHING)))
    ids = [row[1] for row in db.session.execute(behind)]
    if not ids or is_withdrawn(event, Output.MAIL):
        raise NobodyIsBehind
    sequence = event_calendar(event).sequence
    outbox.enqueue_many(
        JobKind.EVENT_NEWS_MAIL,
        [
            (
                f"event-newest:{id_}:{sequence}:{int(now.timestamp())}",
                {"registration_id": id_, "newest": 1},
            )
            for id_ in ids
        ],
        due_at=now,
        now=now,
    )
    audit.record(AuditAction.CALENDARS_SENT, event, actor=actor, now=now, people=len(ids))
    return len(ids)


def _people(event: Event, standing: ColumnElement[str], counted: Any) -> Select[Any]:
    return (
        select(standing, counted)
        .select_from(Registration)
        .outerjoin(
            Invitation,
            and_(Invitation.registration_id == Registration.id, Invitation.session_id.is_(None)),
        )
        .outerjoin(Job, Job.id == Invitation.job_id)
        .where(
            Registration.event_id == event.id,
            Registration.state == RegistrationState.CONFIRMED,
        )
    )


def _standing(event: Event) -> ColumnElement[str]:
    calendar = event_calendar(event)
    current = [facts_by_day(event, calendar)]
    if is_withdrawn(event, Output.MAIL):
        current = [WITHDRAWN]
    elif len(calendar.current_days) == 1:
        current.append(facts_without_town(event))
    letters = Job.__table__.alias("letters")
    coming = exists().where(
        letters.c.registration_id == Registration.id,
        letters.c.kind.in_([kind.value for kind in BRINGING]),
        letters.c.state.in_([state.value for state in OPEN]),
    )
    is_current = Invitation.sent_digest.in_(current)
    delivered = or_(Invitation.job_id.is_(None), Job.id.is_(None), Job.state == JobState.DONE)
    return case(
        (and_(is_current, delivered), NEWEST),
        (and_(is_current, Job.state.in_(OPEN)), ON_THE_WAY),
        (coming, ON_THE_WAY),
        (is_current, UNDELIVERED),
        (Invitation.id.is_(None), NOTHING),
        else_=OLDER,
    )
