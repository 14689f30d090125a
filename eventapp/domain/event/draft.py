"""Creating an event as a draft, and editing it against a version."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field, fields
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from eventapp.domain import locking
from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.event.question_set import QuestionSet, append_set
from eventapp.domain.event.speaker.speaker_calendar import notify_speakers
from eventapp.domain.locking import LockedEvent
from eventapp.domain.people.folding import fold
from eventapp.domain.record import audit
from eventapp.domain.record.values import logged_values
from eventapp.domain.registration import queue
from eventapp.domain.registration.notification import notify_of_event
from eventapp.domain.registration.registration import reassign_free_seats
from eventapp.domain.schedule.event_calendar import calendar_fingerprint, update_calendar
from eventapp.domain.site.site import current_site
from eventapp.extensions import db
from eventapp.i18n import _l, _n
from eventapp.models import (
    AttendanceMode,
    AuditAction,
    AuditEntry,
    Event,
    EventKind,
    EventState,
    EventVisibility,
    Promotion,
    RegistrationQuestion,
    Series,
)


class SlugTaken(Refusal):
    """Another event has this slug."""

    code = "slug-taken"
    sentence = _l("Another event already has that address. Choose a different one.")


class SeatsPromised(Refusal):
    """Fewer seats than are reserved for delegations."""

    code = "seats-promised"
    sentence = _l("More places than that are reserved for delegations. Change those first.")


class SeatsBelowConfirmed(Refusal):
    """Fewer seats than are taken, and no reason."""

    code = "seats-below-confirmed"

    def __init__(self, taken: int) -> None:
        super().__init__()
        self.taken = taken

    @property
    def message(self) -> str:
        """The sentence, with the number of seats taken."""
        return _n(
            "%(num)d person already has a place. Nobody loses their place, but please say why.",
            "%(num)d people already have a place. Nobody loses their place, but please say why.",
            self.taken,
        )


@dataclass(frozen=True, slots=True)
class EventText:
    """What an organizer writes of an event. Moments are aware; only a draft takes its `slug`."""

    slug: str
    title: str
    kind: EventKind
    form: AttendanceMode
    starts_at: datetime
    ends_at: datetime
    registration_opens_at: datetime
    registration_closes_at: datetime
    cancellation_closes_at: datetime
    seats: int
    subtitle: str = ""
    summary: str = ""
    audience: str = ""
    organiser: str = ""
    host: str = ""
    record_number: str = ""
    visibility: EventVisibility = EventVisibility.OPEN
    focus_areas: list[str] = field(default_factory=list)
    agenda: list[str] = field(default_factory=list)
    time_zone: str = "Europe/Stockholm"
    venue_name: str = ""
    venue_city: str = ""
    venue_address: str = ""
    online_url: str = ""
    access_notes: list[str] = field(default_factory=list)
    directions: str = ""
    map_url: str = ""
    photo_notice: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    reserved_until: datetime | None = None
    promotion: Promotion = Promotion.AUTOMATIC
    offer_hours: int = 48
    approval_days: int | None = None


SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LOGGED_FIELDS = tuple(column.name for column in fields(EventText))
EDITABLE_FIELDS = tuple(name for name in LOGGED_FIELDS if name != "slug")


def create_event(
    text: EventText,
    *,
    actor: str,
    now: datetime,
    series: Series | None = None,
    question_sets: Collection[QuestionSet] = (),
) -> Event:
    """Create a draft; without a slug it gets one from its title.

    It asks the site's questions, and the ready-made ones that were chosen.
    Raises SlugTaken, TooManyRegistrationQuestions. Flushes.
    """
    slug = text.slug or free_slug(text.title, text.starts_at)
    _check_slug(slug)
    event = Event(slug=slug, **{name: getattr(text, name) for name in EDITABLE_FIELDS})
    event.series_id = series.id if series else None
    add_with_slug(event)
    db.session.add_all(
        RegistrationQuestion(event_id=event.id, **question) for question in current_site().questions
    )
    locked = locking.lock_event(event)
    for question_set in question_sets:
        append_set(locked, question_set)
    audit.record(AuditAction.CREATED, event, actor=actor, now=now)
    return event


def edit_event(
    event: Event,
    text: EventText,
    *,
    version: int,
    actor: str,
    seats_reason: str = "",
    now: datetime,
) -> None:
    """Save an event, pass on seats when there are more, and notify everybody of a new time.

    Fewer seats than are taken need a reason; nobody loses a place. The slug of a draft may change.
    Raises StaleVersion, SeatsPromised, SeatsBelowConfirmed, SlugTaken. Flushes.
    """
    locked = locking.lock_event(event)
    check_version(event, version)
    _check_seats(locked, text.seats, actor=actor, reason=seats_reason, now=now)
    before, values = calendar_fingerprint(event), logged_values(event, LOGGED_FIELDS)
    last_decision = queue.last_decision(event, now=now)
    _set_slug(event, text.slug)
    for name in EDITABLE_FIELDS:
        setattr(event, name, getattr(text, name))
    event.version += 1
    event.revision += 1
    queue.move_decisions(event, before=last_decision, now=now)
    moved = calendar_fingerprint(event) != before
    if event.state is not EventState.DRAFT:
        update_calendar(event, now=now)
    if event.state is EventState.PUBLISHED:
        reassign_free_seats(locked, now=now)
        if moved:
            _notify(event, before=before, now=now)
    audit.record_change(
        AuditAction.MOVED if moved else AuditAction.EDITED,
        event,
        before=values,
        after=logged_values(event, LOGGED_FIELDS),
        actor=actor,
        now=now,
    )


def _notify(event: Event, *, before: int, now: datetime) -> None:
    """Those who take part and, of another place, its speakers."""
    notify_of_event(event, before=before, now=now)
    notify_speakers(event, now=now)


def _check_seats(
    locked: LockedEvent, seats: int, *, actor: str, reason: str, now: datetime
) -> None:
    event = locked.event
    if seats >= event.seats:
        return
    if seats < sum(delegation.reserved_seats for delegation in event.delegations):
        raise SeatsPromised
    taken = sum(queue.count_seats(locked, now=now).pool.taken.values())
    if seats >= taken:
        return
    if not reason.strip():
        raise SeatsBelowConfirmed(taken)
    audit.record(AuditAction.SEATS_CUT, event, actor=actor, now=now, reason=reason, seats=seats)


def _set_slug(event: Event, slug: str) -> None:
    if event.state is EventState.DRAFT and slug and slug != event.slug:
        _check_slug(slug)
        event.slug = slug
        add_with_slug(event)


def add_with_slug(event: Event) -> None:
    """Insert an event with a free slug. Raises SlugTaken when another event took it meanwhile."""
    if db.engine.dialect.name == "sqlite":
        event.id = _unused_number()
    try:
        with db.session.begin_nested():
            db.session.add(event)
            db.session.flush()
    except IntegrityError:
        raise SlugTaken from None


def _unused_number() -> int:
    """A number that no event ever had.

    SQLite would give that of a deleted draft again, and the new event would get its log.
    """
    last = select(func.max(Event.id)), select(func.max(AuditEntry.event_id))
    return 1 + max(db.session.scalar(query) or 0 for query in last)


def free_slug(title: str, starts_at: datetime) -> str:
    """A free slug: the title in plain letters, and the year unless the title has it."""
    stem, year = _stem(title), f"{starts_at:%Y}"
    return _free(stem if year in stem.split("-") else f"{stem}-{year}")


def free_dated_slug(title: str, starts_at: datetime) -> str:
    """As `free_slug`, with the whole date, for one of many meetings of the same title."""
    words = [word for word in _stem(title).split("-") if word != f"{starts_at:%Y}"]
    return _free("-".join([*words, f"{starts_at:%Y-%m-%d}"]))


def _stem(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:50].strip("-") or "event"


def _free(base: str) -> str:
    taken = set(db.session.scalars(select(Event.slug).where(Event.slug.startswith(base))))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)


def _check_slug(slug: str) -> None:
    if db.session.scalar(select(Event.id).where(Event.slug == slug)) is not None:
        raise SlugTaken
