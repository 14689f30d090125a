"""A released schedule as values: its sessions, speakers and parallel sessions."""

from dataclasses import replace

import pytest

from eventapp.domain.schedule import release
from eventapp.domain.schedule.published import (
    AnnouncedFacts,
    PublishedSchedule,
    PublishedSpeaker,
    changes_in,
)
from eventapp.models import Release
from tests.builders import DAY, HOUR, NOON, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def schedule() -> PublishedSchedule:
    event = an_event()
    for code, group in (("a1", "a"), ("a2", "a"), ("b1", "b"), ("all", "")):
        a_session(event, code=code, choice_group=group)
    a_session(event, code="next", choice_group="", starts_at=event.starts_at + DAY)
    return release.published(release.preview(event, now=NOON), event.time_zone)


def test_parallel_sessions_are_the_others_of_the_same_choice(schedule: PublishedSchedule) -> None:
    parallel = {
        session.code: [other.code for other in schedule.parallel_to(session)]
        for session in schedule.sessions
    }

    assert parallel == {"a1": ["a2"], "a2": ["a1"], "b1": [], "all": [], "next": []}


def test_everybody_who_speaks_is_listed_once(schedule: PublishedSchedule) -> None:
    speaker = PublishedSpeaker("s1", "Åsa", "", "", "")
    day = schedule.days[0]
    sessions = tuple(replace(session, speakers=(speaker,)) for session in day.sessions)

    assert replace(schedule, days=(replace(day, sessions=sessions),)).speakers == (speaker,)


def test_without_sessions_the_days_remain(schedule: PublishedSchedule) -> None:
    empty = schedule.without_sessions()

    assert empty.sessions == ()
    assert [day.date for day in empty.days] == [day.date for day in schedule.days]


def test_a_session_lasts_whole_minutes(schedule: PublishedSchedule) -> None:
    assert {session.minutes for session in schedule.sessions} == {60}


def stored(kind: str, title: str, **other: object) -> dict[str, object]:
    facts = {"title": title, "room": "Eken", "cancelled": False}
    times = {"starts_at": NOON.isoformat(), "ends_at": (NOON + HOUR).isoformat()}
    return {"kind": kind, "code": "s1", **facts, **times, **other}


def facts(title: str) -> AnnouncedFacts:
    return AnnouncedFacts(title, NOON, NOON + HOUR, "Eken", cancelled=False)


def test_a_new_session_has_no_before_and_one_that_is_gone_no_after() -> None:
    new, gone = changes_in(Release(changes=[stored("new", "Ny"), stored("gone", "Borta")]))

    assert (new.before, new.after) == (None, facts("Ny"))
    assert (gone.before, gone.after) == (facts("Borta"), None)


def test_a_changed_session_has_both() -> None:
    was = stored("changed", "Förr")
    (change,) = changes_in(Release(changes=[stored("changed", "Nu", was=was)]))

    assert (change.before, change.after) == (facts("Förr"), facts("Nu"))
