"""What does not add up on a day of the board, and what would solve it, each in one step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from eventapp.domain.schedule.board.free_time import FreeTimes
from eventapp.domain.schedule.conflict import (
    ConflictKind,
    SessionConflict,
    find_conflicts,
    list_seat_warnings,
    list_sessions_outside,
)
from eventapp.models import Event, Room, Session, SessionKind

# Whoever speaks in one room and then in another needs so long to get there.
PAUSE = timedelta(minutes=5)
# Solutions are looked for to so many conflicts; the first solved, the next come into view.
SOLVED_MAX = 20


class ProblemKind(StrEnum):
    """What does not add up. The first two are conflicts, the others are warnings."""

    ROOM = "room"
    SPEAKER = "speaker"
    OUTSIDE = "outside"
    SIGNED_UP = "signed-up"
    ROOM_SEATS = "room-seats"
    NO_PAUSE = "no-pause"


class SolutionKind(StrEnum):
    """What would be done."""

    MOVE = "move"
    ROOM = "room"
    WITHOUT = "without"
    SEATS = "seats"


@dataclass(frozen=True, slots=True)
class Solution:
    """Where a session would stand, how many seats it would have, and without whom it would be."""

    kind: SolutionKind
    session: Session
    starts_at: datetime
    ends_at: datetime
    room: Room | None
    seats: int | None = None
    without: str = ""  # a speaker's code
    name: str = ""  # and name


@dataclass(frozen=True, slots=True)
class ScheduleProblem:
    """One thing that does not add up; `name` is that of the room or the speaker.

    `key` lets a conflict be accepted. `seats` are those there are, `taken` those who want one.
    """

    number: int
    kind: ProblemKind
    sessions: tuple[Session, ...]
    name: str = ""
    key: str = ""
    reason: str = ""
    seats: int = 0
    taken: int = 0
    solutions: tuple[Solution, ...] = ()

    @property
    def is_conflict(self) -> bool:
        """Whether something is in two places at once, and nobody has said that it may be."""
        return self.kind in {ProblemKind.ROOM, ProblemKind.SPEAKER} and not self.reason


def find_problems(
    event: Event,
    rooms: Sequence[Room],
    sessions: Sequence[Session],
    *,
    shown: Iterable[Session],
    taken: Mapping[int, int],
    overridden: Mapping[str, str],
) -> list[ScheduleProblem]:
    """What does not add up among all `sessions` and concerns one of those `shown`.

    `taken` has how many have a seat in each session, by its id. Conflicts first, then by time.
    """
    shown = list(shown)
    on_day = {session.id for session in shown}
    free = FreeTimes(event, rooms, sessions)
    conflicts = [
        conflict
        for conflict in find_conflicts(sessions, dict(overridden))
        if {conflict.first.id, conflict.second.id} & on_day
    ]
    mine = [
        *_conflicts(conflicts, free),
        *(
            ScheduleProblem(0, ProblemKind.OUTSIDE, (session,), solutions=_inside(session, free))
            for session in list_sessions_outside(event, shown)
        ),
        *_seat_problems(shown, taken, free),
        *_missing_pauses(shown, free),
    ]
    mine.sort(key=lambda p: (not p.is_conflict, p.sessions[0].starts_at))
    return [replace(problem, number=number) for number, problem in enumerate(mine, 1)]


def _conflicts(conflicts: Iterable[SessionConflict], free: FreeTimes) -> Iterable[ScheduleProblem]:
    for number, conflict in enumerate(conflicts):
        pair = (conflict.first, conflict.second)
        is_room = conflict.kind is ConflictKind.ROOM
        solutions: list[Solution] = []
        if not conflict.reason and number < SOLVED_MAX:
            solutions = _elsewhere(pair, free) if is_room else _without(conflict)
            solutions += _at_another_time(pair, free)
        yield ScheduleProblem(
            0,
            ProblemKind.ROOM if is_room else ProblemKind.SPEAKER,
            pair,
            name=conflict.name,
            key=conflict.key,
            reason=conflict.reason,
            solutions=tuple(solutions),
        )


def _movable(pair: tuple[Session, Session]) -> list[Session]:
    """Which of two is moved rather: not a break, and the later."""
    first, later = pair
    return sorted((later, first), key=lambda session: session.kind is SessionKind.SERVICE)


def _elsewhere(pair: tuple[Session, Session], free: FreeTimes) -> list[Solution]:
    """The later of two into another room, or else the earlier."""
    for session in _movable(pair):
        room = free.find_room(session)
        if room is not None:
            return [_moved(SolutionKind.ROOM, session, session.starts_at, room)]
    return []


def _at_another_time(pair: tuple[Session, Session], free: FreeTimes) -> list[Solution]:
    """The later of two to the nearest free time, or else the earlier."""
    for session in _movable(pair):
        at = free.find_time(session)
        if at is not None:
            return [_moved(SolutionKind.MOVE, session, *at)]
    return []


def _without(conflict: SessionConflict) -> list[Solution]:
    """Each session that others could hold without the one who is in both."""
    return [
        Solution(
            SolutionKind.WITHOUT,
            session,
            session.starts_at,
            session.ends_at,
            session.room,
            without=part.speaker.code,
            name=part.speaker.name,
        )
        for session in (conflict.first, conflict.second)
        if len(session.appearances) > 1
        for part in session.appearances
        if part.speaker.name == conflict.name
    ]


def _inside(session: Session, free: FreeTimes) -> tuple[Solution, ...]:
    at = free.find_time(session)
    return (_moved(SolutionKind.MOVE, session, *at),) if at else ()


def _seat_problems(
    sessions: Iterable[Session], taken: Mapping[int, int], free: FreeTimes
) -> Iterable[ScheduleProblem]:
    for warning in list_seat_warnings(sessions, taken):
        session, room = warning.session, warning.session.room
        if warning.beyond_room and room is not None:
            limit = room.seats or 0
            solutions = _seats(session, limit) if warning.taken <= limit else ()
            yield ScheduleProblem(
                0,
                ProblemKind.ROOM_SEATS,
                (session,),
                name=room.name,
                seats=limit,
                taken=warning.seats,
                solutions=(*solutions, *_larger(session, warning.seats, None, free)),
            )
        if warning.beyond_seats:
            fits = room is None or room.seats is None or room.seats >= warning.taken
            yield ScheduleProblem(
                0,
                ProblemKind.SIGNED_UP,
                (session,),
                seats=warning.seats,
                taken=warning.taken,
                solutions=(
                    _seats(session, warning.taken)
                    if fits
                    else _larger(session, warning.taken, warning.taken, free)
                ),
            )


def _seats(session: Session, seats: int) -> tuple[Solution, ...]:
    return (_moved(SolutionKind.SEATS, session, session.starts_at, session.room, seats),)


def _larger(
    session: Session, people: int, seats: int | None, free: FreeTimes
) -> tuple[Solution, ...]:
    room = free.find_room(session, people=people)
    if room is None:
        return ()
    return (_moved(SolutionKind.ROOM, session, session.starts_at, room, seats),)


def _missing_pauses(sessions: Iterable[Session], free: FreeTimes) -> Iterable[ScheduleProblem]:
    """Whoever speaks in one room and at once in another."""
    latest: dict[int, Session] = {}
    held = [session for session in sessions if session.placed and not session.cancelled]
    for session in sorted(held, key=lambda session: (session.starts_at, session.id)):
        for part in session.appearances:
            before = latest.get(part.speaker_id)
            latest[part.speaker_id] = session
            if before is None or before.room_id == session.room_id:
                continue
            if timedelta() <= session.starts_at - before.ends_at < PAUSE:
                later = before.ends_at + PAUSE
                fits = free.is_free(session, later, session.room)
                solutions = (
                    (_moved(SolutionKind.MOVE, session, later, session.room),) if fits else ()
                )
                yield ScheduleProblem(
                    0,
                    ProblemKind.NO_PAUSE,
                    (before, session),
                    name=part.speaker.name,
                    solutions=solutions,
                )


def _moved(
    kind: SolutionKind,
    session: Session,
    starts_at: datetime,
    room: Room | None,
    seats: int | None = None,
) -> Solution:
    lasts = session.ends_at - session.starts_at
    return Solution(kind, session, starts_at, starts_at + lasts, room, seats)
