"""A participant's day: where to be now and next, what changed, and what could be chosen instead."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import select

from eventapp.domain.schedule.availability import availability_by_session
from eventapp.domain.schedule.day.day_moment import DayItem, DayMoment, local_date, moment_of
from eventapp.domain.schedule.day.recent_change import changes_since_yesterday
from eventapp.domain.schedule.published import PublishedChange, PublishedSchedule, PublishedSession
from eventapp.domain.schedule.release import latest_schedule
from eventapp.extensions import db
from eventapp.i18n import EnglishText
from eventapp.models import Availability, ChoiceState, Event, Registration, Room


@dataclass(frozen=True, slots=True)
class OwnDay:
    """What one participant needs to know at one moment.

    `taken` has the codes of sessions with a seat, `awaited` of those whose queue one stands in.
    `directions` says the way to a room by its code, `changes` what is new by a session's code.
    """

    now: datetime
    moment: DayMoment
    items: tuple[DayItem, ...]
    schedule: PublishedSchedule | None
    taken: frozenset[str] = frozenset()
    awaited: frozenset[str] = frozenset()
    changes: Mapping[str, PublishedChange] = field(default_factory=dict)
    availability: Mapping[str, Availability] = field(default_factory=dict)
    directions: Mapping[str, str] = field(default_factory=dict)

    @property
    def alternatives(self) -> tuple[PublishedSession, ...]:
        """The other sessions of the choice that the head belongs to, or all where none is made.

        What is over can no longer be chosen.
        """
        head = self.moment.head
        if head is None:
            return ()
        parallel = head.options
        if head.session is not None:
            parallel = self.schedule.parallel_to(head.session) if self.schedule else ()
        return tuple(s for s in parallel if not s.cancelled and self.now < s.ends_at)

    @property
    def missing(self) -> DayItem | None:
        """The first choice that is still to be made, and that one stands in no queue for."""
        return next(
            (i for i in self.items if i.options and not i.awaited and i.ends_at > self.now), None
        )


def own_day(registration: Registration, language: str, *, now: datetime) -> OwnDay:
    """Read what this participant needs now. Without a schedule the event itself is the day."""
    event, schedule = registration.event, latest_schedule(registration.event)
    if schedule is None:
        items: tuple[DayItem, ...] = (DayItem(event.starts_at, event.ends_at, None),)
        return OwnDay(now, moment_of(items, now, event.time_zone), items, None)
    schedule = schedule.in_language(language)
    taken = _codes(registration, ChoiceState.CONFIRMED)
    awaited = _codes(registration, ChoiceState.WAITLISTED)
    items = own_items(schedule.sessions, taken, awaited)
    return OwnDay(
        now=now,
        moment=moment_of(items, now, event.time_zone),
        items=items,
        schedule=schedule,
        taken=taken,
        awaited=awaited,
        changes=_own_changes(event, schedule, taken | awaited, now),
        availability=availability_by_session(event.id, now=now),
        directions=_directions(event, language),
    )


def own_moments(day: OwnDay, zone: str) -> Iterator[OwnDay]:
    """This day, then what it will say at each later moment at which that changes, to the end."""
    yield day
    while until := day.moment.until:
        day = replace(day, now=until, moment=moment_of(day.items, until, zone))
        yield day


def chosen_sessions(
    registration: Registration, schedule: PublishedSchedule
) -> Sequence[PublishedSession]:
    """The sessions that this person has chosen and has a seat in, and that are held, by time."""
    taken = _codes(registration, ChoiceState.CONFIRMED)
    own = [s for s in schedule.sessions if s.code in taken and not s.cancelled]
    return sorted(own, key=lambda session: session.starts_at)


def own_items(
    sessions: Sequence[PublishedSession], taken: Collection[str], awaited: Collection[str]
) -> tuple[DayItem, ...]:
    """What is for all, the own choices, and each choice where one has no seat, by time."""
    held = [session for session in sessions if not session.cancelled]
    items = [
        DayItem(session.starts_at, session.ends_at, session)
        for session in held
        if session.kind != "choice" or session.code in taken
    ]
    return tuple(sorted([*items, *_open_choices(held, taken, awaited)], key=_by_time))


def items_by_day(items: Sequence[DayItem], zone: str) -> list[tuple[date, list[DayItem]]]:
    """Each day, and what one goes to on it."""
    days = groupby(items, key=lambda item: local_date(item.starts_at, zone))
    return [(on, list(of_day)) for on, of_day in days]


def _open_choices(
    sessions: Iterable[PublishedSession], taken: Collection[str], awaited: Collection[str]
) -> Iterable[DayItem]:
    grouped = sorted((s for s in sessions if s.kind == "choice"), key=lambda s: s.choice_group)
    for group, parallel in groupby(grouped, key=lambda s: s.choice_group):
        options = tuple(sorted(parallel, key=lambda s: s.starts_at))
        if group and not any(option.code in taken for option in options):
            starts_at = min(option.starts_at for option in options)
            ends_at = max(option.ends_at for option in options)
            queue = next((option for option in options if option.code in awaited), None)
            yield DayItem(starts_at, ends_at, None, group, options, queue)


def _by_time(item: DayItem) -> tuple[datetime, datetime]:
    return item.starts_at, item.ends_at


def _codes(registration: Registration, state: ChoiceState) -> frozenset[str]:
    return frozenset(c.session.code for c in registration.choices if c.state is state)


def _own_changes(
    event: Event, schedule: PublishedSchedule, chosen: Collection[str], now: datetime
) -> dict[str, PublishedChange]:
    """What is new in sessions that are for all, or chosen, and that are not over.

    What was called off is new too, and so is what is not in the schedule any more.
    """
    others = {s.code for s in schedule.sessions if s.kind == "choice"} - set(chosen)
    return {
        code: change
        for code, change in changes_since_yesterday(event, now).items()
        if code not in others and (facts := change.after or change.before) and facts.ends_at > now
    }


def _directions(event: Event, language: str) -> dict[str, str]:
    """The way to each room; it is no part of a release, since it changes with doors and signs."""
    rooms = db.session.execute(
        select(Room.code, Room.directions, Room.english).where(
            Room.event_id == event.id, Room.directions != ""
        )
    )
    ways = {}
    for code, directions, english in rooms:
        written = english.get("directions") if language == "en" else None
        ways[code] = EnglishText(written) if written else directions
    return ways
