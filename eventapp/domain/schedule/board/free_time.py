"""Free times: where on the board a session would collide with nothing."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from operator import attrgetter
from zoneinfo import ZoneInfo

from eventapp.models import Event, Room, Session

# Beside when others begin and end, sessions begin at quarters.
STEP = timedelta(minutes=15)
Need = tuple[str, int]
Spans = list[tuple[datetime, datetime, int]]


@dataclass(frozen=True, slots=True)
class FreePlace:
    """When and where a session would collide with nothing."""

    starts_at: datetime
    room: Room | None


class FreeTimes:
    """The times of rooms and speakers that sessions of the draft take up."""

    def __init__(self, event: Event, rooms: Sequence[Room], sessions: Sequence[Session]) -> None:
        self.event, self.rooms = event, rooms
        self.zone = ZoneInfo(event.time_zone)
        self.taken: dict[Need, Spans] = defaultdict(list)
        self.edges: dict[date, set[datetime]] = defaultdict(set)
        self.whole: Spans = []  # what is for everybody: nothing is put beside it
        for session in sessions:
            if session.placed and not session.cancelled:
                self._add(session)
        for spans in (*self.taken.values(), self.whole):
            spans.sort()

    def _add(self, session: Session) -> None:
        span = (session.starts_at, session.ends_at, session.id)
        for need in _needs(session, session.room):
            self.taken[need].append(span)
        if session.kind != "choice":
            self.whole.append(span)
        self.edges[self._day(session.ends_at)] |= {session.starts_at, session.ends_at}

    def is_free(self, session: Session, starts_at: datetime, room: Room | None) -> bool:
        """Whether it would collide with nothing there, and lie within the event."""
        ends_at = starts_at + (session.ends_at - session.starts_at)
        if not self.event.starts_at <= starts_at < ends_at <= self.event.ends_at:
            return False
        return not any(
            _meets(self.taken[need], starts_at, ends_at, session.id)
            for need in _needs(session, room)
        )

    def find_room(self, session: Session, *, people: int | None = None) -> Room | None:
        """Another room that is free then: the smallest that is as large as its own."""
        fitting = self._others(session, people if people is not None else session.seats or 0)
        spans = (session.starts_at, session.ends_at, session.id)
        return next(
            (room for room in fitting if not _meets(self.taken[("room", room.id)], *spans)),
            None,
        )

    def find_time(self, session: Session) -> tuple[datetime, Room | None] | None:
        """The nearest free time on its day in its own room, or else in another that fits.

        On a day outside the event, the nearest day of it.
        """
        times = [
            starts_at
            for starts_at in self._candidates(session)
            if starts_at != session.starts_at and not self._is_beside(session, starts_at)
        ]
        for room in self._rooms_for(session):
            for starts_at in times:
                if self.is_free(session, starts_at, room):
                    return starts_at, room
        return None

    def list_places(self, session: Session, on: date) -> list[FreePlace]:
        """Where one that has no place fits on a day: by time, the rooms that fit best first.

        They lie one after another through each gap of a room, so none hinders the next.
        """
        rooms = self._rooms_for(session)
        if session.room is None and self.rooms:
            rooms = [*self._others(session, session.seats or 0)]
        places = [
            FreePlace(starts_at, room)
            for room in rooms
            for starts_at in self._starts_in(session, room, on)
        ]
        return sorted(places, key=attrgetter("starts_at"))

    def _starts_in(self, session: Session, room: Room | None, on: date) -> Iterator[datetime]:
        """When it might begin in a room, from one end of it to the next."""
        length = session.ends_at - session.starts_at
        begins, ends = self._limits(on)
        at, ends = max(begins, self.event.starts_at), min(ends, self.event.ends_at)
        spans = chain(self.whole, *(self.taken[need] for need in _needs(session, room)))
        of_day = sorted(span[:2] for span in spans if span[1] > at and span[0] < ends)
        for start, end in [*of_day, (ends, ends)]:
            while at + length <= start:
                yield at
                at += length
            at = max(at, end)

    def _is_beside(self, session: Session, starts_at: datetime) -> bool:
        ends_at = starts_at + (session.ends_at - session.starts_at)
        return _meets(self.whole, starts_at, ends_at, session.id)

    def _rooms_for(self, session: Session) -> list[Room | None]:
        if session.room is None:
            return [None]
        return [session.room, *self._others(session, session.seats or 0)]

    def _others(self, session: Session, people: int) -> list[Room]:
        """The other rooms for so many, those first that are no smaller than its own is."""
        own = (session.room.seats if session.room else None) or 0
        return sorted(
            (
                room
                for room in self.rooms
                if room.id != session.room_id and (room.seats is None or room.seats >= people)
            ),
            key=lambda room: (
                room.seats is not None and room.seats < own,
                room.seats is None,
                (room.seats or 0) if (room.seats or 0) >= own else -(room.seats or 0),
            ),
        )

    def _candidates(self, session: Session) -> list[datetime]:
        """When it might begin instead, the nearest to its own time first."""
        first, last = (self._day(at) for at in (self.event.starts_at, self.event.ends_at))
        on = min(max(self._day(session.starts_at), first), last)
        local = session.starts_at.astimezone(self.zone)
        # On another day the same time of day is the nearest.
        wanted = local.replace(year=on.year, month=on.month, day=on.day)
        begins, ends = self._limits(on)
        count = max(0, int((ends - begins) / STEP))
        quarters = (begins + STEP * number for number in range(count))
        times = {wanted, *self.edges[on], *quarters}
        return sorted(times, key=lambda at: (abs(at - wanted), at))

    def _limits(self, on: date) -> tuple[datetime, datetime]:
        """When the event begins and ends on this day; on days between, from eight to six."""
        morning = datetime(on.year, on.month, on.day, 8, tzinfo=self.zone)
        begins, ends = self.event.starts_at, self.event.ends_at
        return (
            begins if self._day(begins) == on else morning,
            ends if self._day(ends) == on else morning + timedelta(hours=10),
        )

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


def _needs(session: Session, room: Room | None) -> list[Need]:
    needs = [("speaker", part.speaker_id) for part in session.appearances]
    return needs if room is None else [*needs, ("room", room.id)]


def _meets(spans: Spans, starts_at: datetime, ends_at: datetime, but: int) -> bool:
    """Whether any of the spans but this session's own lies in that time; `spans` are by start."""
    until = bisect_left(spans, (ends_at,))  # a shorter tuple sorts first
    return any(end > starts_at and number != but for _start, end, number in spans[:until])
