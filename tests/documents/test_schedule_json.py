"""schedule.json tells the schedule as the formats' readers expect, whatever is written in it."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.documents.schedule_json import schedule_json
from eventapp.domain.schedule.published import PublishedSchedule
from tests.documents.schedules import BASE_URL, EVENT, LINDEN, a_schedule, a_session

WILD = st.text(st.characters(exclude_categories=[]))


def written(schedule: PublishedSchedule) -> dict[str, Any]:
    """Return the conference as read back."""
    document = json.loads(schedule_json(schedule, event=EVENT, base_url=BASE_URL))
    conference: dict[str, Any] = document["schedule"]["conference"]
    return conference


def sessions(conference: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the sessions of all days and rooms."""
    return [s for day in conference["days"] for room in day["rooms"].values() for s in room]


def test_the_conference_is_described() -> None:
    document = json.loads(schedule_json(a_schedule(a_session()), event=EVENT, base_url=BASE_URL))
    conference = document["schedule"].pop("conference")
    days = conference.pop("days")
    [details] = conference.pop("meta")["details"]["events"].values()
    room_guids = [UUID(room.pop("guid")) for room in conference["rooms"]]

    assert details == {
        "track_short": "Unga",
        "speakers": [{"organisation": "Högskolan i Mälarvik", "title": "docent"}],
    }
    assert document["generator"]["name"] == "eventapp"
    assert document["schedule"] == {"version": "3", "base_url": "https://events.example/"}
    assert conference == {
        "acronym": "konferens_kommuner_2023",
        "title": "Konferens för kommuner & regioner 2023",
        "start": "2023-06-13",
        "end": "2023-06-13",
        "daysCount": 1,
        "timeslot_duration": "00:05",
        "time_zone_name": "Europe/Stockholm",
        "url": "https://events.example/events/konferens-kommuner-2023",
        "tracks": [{"name": "Unga & skola", "slug": "track-unga"}],
        "rooms": [
            {
                "name": "Eken",
                "description": "Plan 1",
                "capacity": 140,
                "features": {"hearing_loop": True, "wheelchair": True},
            },
            {
                "name": "Linden",
                "description": None,
                "capacity": None,
                "features": {"hearing_loop": False, "wheelchair": True},
            },
        ],
    }
    assert len(set(room_guids)) == 2
    assert [(day["index"], day["date"], day["day_start"], day["day_end"]) for day in days] == [
        (1, "2023-06-13", "2023-06-13T00:00:00+02:00", "2023-06-13T23:59:59+02:00")
    ]


def test_a_session_is_described_in_the_events_own_time() -> None:
    reference = "Larsson (2021). Rapport. https://forskning.example/r1."
    [session] = sessions(written(a_schedule(a_session(references=(reference, "Bok, 1999")))))
    [person] = session.pop("persons")
    number = session.pop("id")

    assert UUID(session.pop("guid"))
    assert 0 < number < 2**31
    assert session == {
        "code": "K3V9T2M1XQ",
        "date": "2023-06-13T10:20:00+02:00",
        "start": "10:20",
        "duration": "00:50",
        "room": "Eken",
        "slug": f"konferens_kommuner_2023-{number % 10**6}-vad-vet-vi-om-unga-session-k3v9t2m1xq",
        "url": "https://events.example/events/konferens-kommuner-2023/sessions/k3v9t2m1xq",
        "title": "Vad vet vi om unga?",
        "subtitle": "",
        "track": "Unga & skola",
        "type": "lecture",
        "language": "sv",
        "abstract": "Om forskning <och> mening.",
        "description": "",
        "links": [{"url": "https://forskning.example/r1", "title": reference}],
        "attachments": [],
    }
    assert UUID(person.pop("guid"))
    assert person == {
        "code": "S01A2B3C4D",
        "name": "Liv Tranhylla",
        "public_name": "Liv Tranhylla",
        "biography": "Forskar.",
    }


def test_sessions_stand_under_their_days_and_rooms() -> None:
    schedule = a_schedule(
        a_session(code="a"),
        a_session(code="b", room=LINDEN),
        a_session(code="c", room=None, track=None),
        a_session(code="d", starts_at=datetime(2023, 6, 14, 7, tzinfo=UTC)),
    )

    days = written(schedule)["days"]

    assert [
        {room: [s["code"] for s in held] for room, held in day["rooms"].items()} for day in days
    ] == [{"Eken": ["A"], "Linden": ["B"], "–": ["C"]}, {"Eken": ["D"], "Linden": []}]


def test_guid_and_number_of_a_session_last_through_releases() -> None:
    before = sessions(written(a_schedule(a_session(code="a"), a_session(code="b"))))
    after = sessions(
        written(a_schedule(a_session(code="b", title="Nytt"), a_session(code="c", room=LINDEN)))
    )

    assert (before[1]["guid"], before[1]["id"]) == (after[0]["guid"], after[0]["id"])
    assert len({s["guid"] for s in before + after}) == len({s["id"] for s in before + after}) == 3


def test_a_cancelled_session_is_gone() -> None:
    assert sessions(written(a_schedule(a_session(cancelled=True)))) == []


def test_a_schedule_without_days_still_has_one() -> None:
    assert [day["date"] for day in written(a_schedule())["days"]] == ["2023-06-13"]


@given(WILD, st.text())
def test_any_text_keeps_to_the_shape(words: str, code: str) -> None:
    [session] = sessions(written(a_schedule(a_session(title=words, abstract=words, code=code))))

    assert re.fullmatch("[a-z0-9_-]+[a-z0-9]", session["slug"])
    assert re.fullmatch("[A-Z0-9]+", session.get("code", "NONE"))


@pytest.mark.parametrize("slug", ["x", "2023", "Årets möte", "a--b", "-"])
def test_an_acronym_has_at_least_four_plain_characters(slug: str) -> None:
    event = replace(EVENT, slug=slug)
    document = json.loads(schedule_json(a_schedule(), event=event, base_url=BASE_URL))

    assert re.fullmatch("[a-z0-9_]{4,}", document["schedule"]["conference"]["acronym"])
