"""Schedules that the exchange formats' tests share."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from eventapp.domain.schedule.published import (
    EventFacts,
    PublishedDay,
    PublishedRoom,
    PublishedSchedule,
    PublishedSession,
    PublishedSpeaker,
    PublishedTrack,
)

BASE_URL = "https://events.example"
EVENT = EventFacts(
    public_id="ev-7Q2M9K4TXC",
    slug="konferens-kommuner-2023",
    title="Konferens för kommuner & regioner 2023",
    starts_at=datetime(2023, 6, 13, 8, tzinfo=UTC),
    ends_at=datetime(2023, 6, 14, 12, tzinfo=UTC),
    time_zone="Europe/Stockholm",
)
EKEN = PublishedRoom("eken", "Eken", "Plan 1", 140, hearing_loop=True, wheelchair=True)
LINDEN = PublishedRoom("linden", "Linden", "", None, hearing_loop=False, wheelchair=True)
YOUNG = PublishedTrack("unga", "Unga & skola", "Unga", 1)
LIV = PublishedSpeaker("s01a2b3c4d", "Liv Tranhylla", "docent", "Högskolan i Mälarvik", "Forskar.")


def a_session(**facts: Any) -> PublishedSession:
    """Return a session of 50 minutes in Eken on the first day."""
    starts_at = facts.get("starts_at", datetime(2023, 6, 13, 8, 20, tzinfo=UTC))
    defaults = {
        "code": "k3v9t2m1xq",
        "kind": "plenary",
        "form": "lecture",
        "title": "Vad vet vi om unga?",
        "abstract": "Om forskning <och> mening.",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=50),
        "room": EKEN,
        "track": YOUNG,
        "choice_group": "",
        "seats": None,
        "speakers": (LIV,),
        "known": (),
        "unknown": (),
        "meaning": (),
        "learning_goals": (),
        "references": (),
        "cancelled": False,
    }
    return PublishedSession(**(defaults | facts))


def a_schedule(*sessions: PublishedSession) -> PublishedSchedule:
    """Return a release of the sessions, put on their days."""
    days: dict[date, list[PublishedSession]] = {}
    for session in sessions:
        days.setdefault(session.starts_at.date(), []).append(session)
    return PublishedSchedule(
        number=3,
        released_at=datetime(2023, 6, 1, tzinfo=UTC),
        days=tuple(
            PublishedDay(n, day, tuple(held)) for n, (day, held) in enumerate(days.items(), 1)
        ),
        rooms=(EKEN, LINDEN),
        tracks=(YOUNG,),
    )
