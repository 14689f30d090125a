"""What does not add up on a day, and that what would solve it does."""

import pytest

from eventapp.domain.schedule.board.problem import ProblemKind, ScheduleProblem, find_problems
from eventapp.domain.schedule.schedule_part import create_part, list_parts
from eventapp.domain.schedule.session import list_sessions
from eventapp.extensions import db
from eventapp.models import Event, Room, Session, SessionSpeaker, Speaker
from tests.builders import HOUR, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def event() -> Event:
    return an_event()


def problems(event: Event, taken: dict[int, int] | None = None) -> list[ScheduleProblem]:
    db.session.flush()
    sessions = list_sessions(event)
    rooms = list_parts(Room, event)
    return find_problems(event, rooms, sessions, shown=sessions, taken=taken or {}, overridden={})


def solve(problem: ScheduleProblem) -> None:
    """Do what the first solution says."""
    solution = problem.solutions[0]
    session = solution.session
    session.starts_at, session.ends_at = solution.starts_at, solution.ends_at
    session.room = solution.room
    if solution.seats is not None:
        session.seats = solution.seats
    session.appearances = [p for p in session.appearances if p.speaker.code != solution.without]


def with_speakers(session: Session, *speakers: Speaker) -> Session:
    session.appearances = [SessionSpeaker(speaker=s, position=n) for n, s in enumerate(speakers)]
    return session


def test_solving_each_problem_in_turn_leaves_none(event: Event) -> None:
    eken, linden = (
        create_part(Room, event, {"name": name, "seats": seats})
        for name, seats in (("Eken", 140), ("Linden", 30))
    )
    asa, bo = (create_part(Speaker, event, {"name": name}) for name in ("Åsa", "Bo"))
    first, second, third = (a_session(event, seats=20) for _ in range(3))
    first.room = second.room = linden
    third.room = eken
    with_speakers(first, asa)
    with_speakers(third, asa, bo)
    a_session(event, starts_at=event.ends_at + HOUR)
    a_session(event, starts_at=event.starts_at + 5 * HOUR, seats=99).room = linden
    later = with_speakers(a_session(event, starts_at=event.starts_at + HOUR), asa)
    later.room = linden
    kinds = {problem.kind for problem in problems(event, {second.id: 25})}
    assert kinds == set(ProblemKind)
    for _ in range(12):
        left = problems(event, {second.id: 25})
        if not left:
            break
        assert left[0].solutions, left[0].kind
        solve(left[0])
    assert problems(event, {second.id: 25}) == []


def test_conflicts_come_first_and_are_numbered_alike_on_both_sessions(event: Event) -> None:
    room = create_part(Room, event, {"name": "Eken"})
    a_session(event, starts_at=event.starts_at - HOUR)
    for _ in range(2):
        a_session(event).room = room
    listed = problems(event)
    assert [(p.number, p.is_conflict) for p in listed] == [(1, True), (2, False)]


def test_nothing_is_proposed_where_nothing_is_free(event: Event) -> None:
    room = create_part(Room, event, {"name": "Eken"})
    for _ in range(2):
        a_session(event, ends_at=event.ends_at).room = room
    (problem,) = problems(event)
    assert problem.solutions == ()


def test_a_speaker_of_the_same_name_is_another_person(event: Event) -> None:
    alike = [create_part(Speaker, event, {"name": "Åsa"}) for _ in range(2)]
    for speaker in alike:
        with_speakers(a_session(event), speaker)
    assert problems(event) == []
