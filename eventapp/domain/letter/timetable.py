"""The letters that go by themselves: when, to whom, in which words; and letting them go.

Each goes once for an event. What was switched off, or whose time passed long before the event was
published, does not go.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from eventapp.domain import locking
from eventapp.domain.desk.invitee.status import AWAITED
from eventapp.domain.errors import check_version
from eventapp.domain.letter.audience import (
    ANSWERED,
    AudienceGroup,
    LetterAudience,
    measure_audience,
)
from eventapp.domain.letter.automatic_text import built_in
from eventapp.domain.letter.letter import LetterGone, LetterText, LetterUnfinished
from eventapp.domain.letter.timing import DAYS_MAX, NINE, Timing, moment_of_day
from eventapp.domain.record import audit
from eventapp.domain.record.audit import SYSTEM
from eventapp.domain.schedule.materials.access import MaterialReader, list_open
from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
    AutomaticLetter,
    Event,
    EventLetter,
    EventState,
    Invitee,
    LetterKind,
    LetterState,
    Session,
    SessionKind,
)

# A worker that was down goes on where it was; what is older than this is news to nobody.
GRACE = timedelta(days=2)
# Some letters wait for something: materials that are published, a schedule with choices.
WAIT_MAX = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Rule:
    """When a kind of letter goes, and to whom, unless an event's timetable says otherwise.

    `days` before the first day of the event; after its last, where `after` is set.
    """

    days: int
    audience: LetterAudience
    after: bool = False
    active: bool = True


EVERYBODY = LetterAudience()
CAME = LetterAudience(AudienceGroup.REGISTERED, {"came": ["yes"]})
CAME_READER = MaterialReader(seated=True, came=True)
UNDECIDED = LetterAudience(AudienceGroup.REGISTERED, {"no-session": ["yes"]})
AWAITED_PEOPLE = LetterAudience(
    AudienceGroup.INVITED, {ANSWERED: [status.value for status in AWAITED]}
)
# In the order of a calendar.
RULES = {
    LetterKind.INVITATION_REMINDER: Rule(21, AWAITED_PEOPLE, active=False),
    LetterKind.CHOOSE_SESSIONS: Rule(14, UNDECIDED),
    LetterKind.REMINDER: Rule(7, EVERYBODY),
    LetterKind.PRACTICAL: Rule(4, EVERYBODY, active=False),
    LetterKind.MATERIALS: Rule(2, CAME, after=True),
    LetterKind.THANKS: Rule(5, CAME, after=True),
}


@dataclass(frozen=True, slots=True)
class TimetableEntry:
    """One kind of letter of one event. `letter` is there once it has gone.

    `missed` is set where its time passed without it; `waits` where its time has come, or will,
    and what it is about is not there.
    """

    kind: LetterKind
    rule: Rule
    active: bool
    days: int
    minute: int
    sends_at: datetime
    written: LetterText
    own_text: bool
    version: int
    letter: EventLetter | None
    people: int
    waits: bool
    missed: bool

    @property
    def changeable(self) -> bool:
        """Whether it can still be moved, switched or written."""
        return self.letter is None


def list_timetable(event: Event, *, now: datetime) -> list[TimetableEntry]:
    """The event's automatic letters, in the order that they go."""
    return sorted(_entries(event, RULES, now=now), key=lambda entry: entry.sends_at)


def find_entry(event: Event, kind: LetterKind, *, now: datetime) -> TimetableEntry:
    """The event's automatic letter of this kind."""
    (entry,) = _entries(event, [kind], now=now)
    return entry


def activate_letter(event: Event, kind: LetterKind, *, actor: str, now: datetime) -> None:
    """Let this kind of letter go when its time comes. Raises LetterGone."""
    _change(event, kind, actor=actor, now=now).active = True


def deactivate_letter(event: Event, kind: LetterKind, *, actor: str, now: datetime) -> None:
    """Do not send this kind of letter. Raises LetterGone."""
    _change(event, kind, actor=actor, now=now).active = False


def move_letter(
    event: Event, kind: LetterKind, timing: Timing, *, actor: str, now: datetime
) -> None:
    """Let this kind of letter go at another time; it moves with the event. Raises LetterGone."""
    changed = _change(event, kind, actor=actor, now=now)
    changed.days, changed.minute = timing.days, timing.minute


def rewrite_letter(
    event: Event,
    kind: LetterKind,
    written: LetterText,
    *,
    version: int,
    actor: str,
    now: datetime,
) -> None:
    """Give this kind of letter words of the event's own.

    Raises LetterGone, StaleVersion, LetterUnfinished.
    """
    changed = _change(event, kind, actor=actor, now=now, version=version)
    if not written.complete:
        raise LetterUnfinished
    changed.subject, changed.body = written.subject, written.body
    changed.subject_en, changed.body_en = written.subject_en, written.body_en


def limit_letter(
    event: Event, kind: LetterKind, organisations: Sequence[str], *, actor: str, now: datetime
) -> None:
    """Let it go only to people of these organisations; to all where there is none.

    Raises LetterGone.
    """
    _change(event, kind, actor=actor, now=now).organisations = list(organisations)


def restore_words(event: Event, kind: LetterKind, *, actor: str, now: datetime) -> None:
    """Give this kind of letter the built-in words again. Raises LetterGone."""
    changed = _change(event, kind, actor=actor, now=now)
    changed.subject = changed.body = changed.subject_en = changed.body_en = ""


def list_due_letters(*, now: datetime) -> list[tuple[int, LetterKind]]:
    """The automatic letters whose time has come: the event's id, and the kind."""
    reach = timedelta(days=DAYS_MAX) + WAIT_MAX
    events = db.session.scalars(
        select(Event).where(
            Event.state == EventState.PUBLISHED,
            Event.starts_at <= now + reach,
            Event.ends_at >= now - reach,
        )
    ).all()
    changes, gone = _load([event.id for event in events])
    return [
        (event.id, kind)
        for event in events
        for kind in RULES
        if (event.id, kind) not in gone
        and _is_due(event, kind, changes.get((event.id, kind)), now=now)
    ]


def start_letter(event_id: int, kind: LetterKind, *, now: datetime) -> None:
    """Let an automatic letter go now, unless it has gone or was switched off meanwhile."""
    response = db.session.get(Event, event_id)
    if response is None:
        return
    event = locking.lock_event(response).event
    changes, gone = _load([event.id])
    changed = changes.get((event.id, kind))
    if (event.id, kind) in gone or not _is_due(event, kind, changed, now=now):
        return
    written = _words(event, kind, changed)
    db.session.add(
        EventLetter(
            event_id=event.id,
            kind=kind,
            audience=written.audience.stored(),
            about_place=kind is not LetterKind.INVITATION_REMINDER,
            subject=written.subject,
            body=written.body,
            subject_en=written.subject_en,
            body_en=written.body_en,
            state=LetterState.SCHEDULED,
            sends_at=now,
            actor=SYSTEM,
            created_at=now,
            saved_at=now,
        )
    )


def start_all_due(*, now: datetime) -> int:
    """Start the letters whose time has come, to be held after a restore; how many there are.

    They went between backup and restore, or not: left to the clock, they would go again.
    """
    due = list_due_letters(now=now)
    for event_id, kind in due:
        start_letter(event_id, kind, now=now)
    db.session.flush()
    return len(due)


def _change(
    event: Event, kind: LetterKind, *, actor: str, now: datetime, version: int | None = None
) -> AutomaticLetter:
    """The row to change, under the event's lock; one is added where there is none."""
    event = locking.lock_event(event).event
    changes, gone = _load([event.id])
    if (event.id, kind) in gone:
        raise LetterGone
    changed = changes.get((event.id, kind))
    if changed is None:
        rule = RULES[kind]
        changed = AutomaticLetter(
            event_id=event.id,
            kind=kind,
            active=rule.active,
            days=rule.days,
            minute=NINE,
            version=0,
        )
        db.session.add(changed)
    if version is not None:
        check_version(changed, version)
    changed.version += 1
    audit.record(AuditAction.AUTOMATIC_LETTER_CHANGED, event, actor=actor, now=now, kind=kind.value)
    return changed


Changes = dict[tuple[int, LetterKind], AutomaticLetter]
Gone = dict[tuple[int, LetterKind], EventLetter]


def _load(event_ids: Collection[int]) -> tuple[Changes, Gone]:
    changes = db.session.scalars(
        select(AutomaticLetter).where(AutomaticLetter.event_id.in_(event_ids))
    )
    gone = db.session.scalars(
        select(EventLetter).where(
            EventLetter.event_id.in_(event_ids), EventLetter.kind != LetterKind.WRITTEN
        )
    )
    return (
        {(row.event_id, row.kind): row for row in changes},
        {(row.event_id, row.kind): row for row in gone},
    )


def _entries(event: Event, kinds: Iterable[LetterKind], *, now: datetime) -> list[TimetableEntry]:
    changes, gone = _load([event.id])
    people: dict[str, int] = {}  # several kinds go to the same people: they are counted once
    entries = []
    for kind in kinds:
        changed, letter = changes.get((event.id, kind)), gone.get((event.id, kind))
        audience = _audience(kind, changed)
        key = repr(audience)
        if letter is None and _is_active(kind, changed) and key not in people:
            people[key] = measure_audience(event, audience).affected.people
        count = people.get(key, 0)
        entries.append(_entry(event, kind, changed, letter, people=count, now=now))
    return entries


def _entry(
    event: Event,
    kind: LetterKind,
    changed: AutomaticLetter | None,
    letter: EventLetter | None,
    *,
    people: int,
    now: datetime,
) -> TimetableEntry:
    rule = RULES[kind]
    sends_at = _moment(event, kind, changed)
    active = _is_active(kind, changed)
    waits = letter is None and not _is_ready(event, kind, now=now)
    late = now >= sends_at + (WAIT_MAX if waits else GRACE)
    return TimetableEntry(
        kind=kind,
        rule=rule,
        active=active,
        days=changed.days if changed else rule.days,
        minute=changed.minute if changed else NINE,
        sends_at=(letter.sends_at if letter else None) or sends_at,
        written=_words(event, kind, changed),
        own_text=bool(changed and changed.subject),
        version=changed.version if changed else 0,
        letter=letter,
        people=people,
        waits=waits,
        missed=letter is None and late,
    )


def _is_due(
    event: Event, kind: LetterKind, changed: AutomaticLetter | None, *, now: datetime
) -> bool:
    rule = RULES[kind]
    if not _is_active(kind, changed) or event.state is not EventState.PUBLISHED:
        return False
    if not rule.after and now >= event.starts_at:
        return False
    if kind is LetterKind.INVITATION_REMINDER and not event.takes_registrations(now):
        return False
    sends_at = _moment(event, kind, changed)
    patience = WAIT_MAX if kind is LetterKind.MATERIALS else GRACE
    return sends_at <= now < sends_at + patience and _is_ready(event, kind, now=now)


def _is_ready(event: Event, kind: LetterKind, *, now: datetime) -> bool:
    """Whether what the letter is about is there."""
    if kind is LetterKind.MATERIALS:
        return bool(list_open(event, CAME_READER, now=now))
    if kind is LetterKind.INVITATION_REMINDER:
        invited = select(Invitee.id).where(Invitee.event_id == event.id)
        return db.session.scalar(invited.limit(1)) is not None
    if kind is LetterKind.CHOOSE_SESSIONS:
        choice = select(Session.id).where(
            Session.event_id == event.id,
            Session.kind == SessionKind.CHOICE,
            Session.released.is_not(None),
        )
        return db.session.scalar(choice.limit(1)) is not None
    return True


def _moment(event: Event, kind: LetterKind, changed: AutomaticLetter | None) -> datetime:
    rule = RULES[kind]
    days = changed.days if changed else rule.days
    minute = changed.minute if changed else NINE
    zone = ZoneInfo(event.time_zone)
    start = event.ends_at if rule.after else event.starts_at
    on = start.astimezone(zone).date() + timedelta(days=days if rule.after else -days)
    return moment_of_day(on, minute, event.time_zone)


def _is_active(kind: LetterKind, changed: AutomaticLetter | None) -> bool:
    return changed.active if changed else RULES[kind].active


def _audience(kind: LetterKind, changed: AutomaticLetter | None) -> LetterAudience:
    return RULES[kind].audience.limited_to(changed.organisations if changed else ())


def _words(event: Event, kind: LetterKind, changed: AutomaticLetter | None) -> LetterText:
    audience = _audience(kind, changed)
    if changed and changed.subject:
        return LetterText(
            audience=audience,
            subject=changed.subject,
            body=changed.body,
            subject_en=changed.subject_en,
            body_en=changed.body_en,
        )
    subject, body = built_in(kind, "sv", online=event.online)
    subject_en, body_en = built_in(kind, "en", online=event.online)
    return LetterText(audience, subject, body, subject_en, body_en)
