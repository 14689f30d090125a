"""The XML schedule can be parsed whatever is written in it, and says the same as the JSON."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.documents.schedule_json import schedule_json
from eventapp.documents.schedule_xml import schedule_xml
from eventapp.documents.xml_text import printable
from eventapp.domain.schedule.published import PublishedSchedule
from tests.documents.schedules import BASE_URL, EVENT, LINDEN, LIV, a_schedule, a_session

WILD = st.text(st.characters(exclude_categories=[]))


def written(schedule: PublishedSchedule) -> ET.Element:
    """Return the document as read back."""
    return ET.fromstring(schedule_xml(schedule, event=EVENT, base_url=f"{BASE_URL}/"))


def test_the_conference_is_described() -> None:
    root = written(a_schedule(a_session()))

    assert [child.tag for child in root] == ["generator", "version", "conference", "day"]
    assert {child.tag: child.text for child in root[2] if child.text} == {
        "title": "Konferens för kommuner & regioner 2023",
        "acronym": "konferens_kommuner_2023",
        "start": "2023-06-13",
        "end": "2023-06-13",
        "days": "1",
        "timeslot_duration": "00:05",
        "base_url": "https://events.example/",
        "time_zone_name": "Europe/Stockholm",
    }
    assert root[3].attrib == {
        "index": "1",
        "date": "2023-06-13",
        "start": "2023-06-13T00:00:00+02:00",
        "end": "2023-06-13T23:59:59+02:00",
    }
    assert [room.get("name") for room in root[3]] == ["Eken", "Linden"]


def test_both_formats_say_the_same_of_a_session() -> None:
    schedule = a_schedule(a_session(references=("https://forskning.example/r1",)))
    document = json.loads(schedule_json(schedule, event=EVENT, base_url=BASE_URL))
    entry = document["schedule"]["conference"]["days"][0]["rooms"]["Eken"][0]

    [event] = written(schedule).iter("event")

    assert event.attrib == {"id": str(entry["id"]), "guid": entry["guid"]}
    shared = [
        "room",
        "title",
        "subtitle",
        "type",
        "date",
        "start",
        "duration",
        "abstract",
        "slug",
        "track",
        "language",
        "url",
    ]
    assert {tag: event.findtext(tag) for tag in shared} == {tag: entry[tag] for tag in shared}
    assert [(p.get("guid"), p.text) for p in event.iter("person")] == [
        (entry["persons"][0]["guid"], LIV.name)
    ]
    assert [link.get("href") for link in event.iter("link")] == ["https://forskning.example/r1"]


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (timedelta(minutes=50), "00:50"),
        (timedelta(hours=23, minutes=59), "23:59"),
        (timedelta(hours=24), "1:00:00"),
        (timedelta(hours=45), "1:21:00"),
        (timedelta(hours=101), "4:05:00"),
    ],
)
def test_days_are_told_apart_from_hours_in_both_formats(length: timedelta, expected: str) -> None:
    first = a_session()
    schedule = a_schedule(replace(first, ends_at=first.starts_at + length))
    [[session]] = [
        sessions
        for day in json.loads(schedule_json(schedule, event=EVENT, base_url=BASE_URL))["schedule"][
            "conference"
        ]["days"]
        for sessions in day["rooms"].values()
        if sessions
    ]

    assert session["duration"] == expected
    assert [element.text for element in written(schedule).iter("duration")] == [expected]
    # The pattern of voc/schedule's XSD.
    assert re.fullmatch(r"([0-9]{1,2}:[0-9]{2})|([0-9]{1,2}:[0-9]{2}:[0-9]{1,2})", expected)


def test_a_cancelled_session_is_gone() -> None:
    schedule = a_schedule(a_session(cancelled=True), a_session(code="b", room=LINDEN))

    assert [event.findtext("room") for event in written(schedule).iter("event")] == ["Linden"]


@given(WILD, st.text())
def test_any_text_is_read_back_without_what_xml_cannot_hold(words: str, code: str) -> None:
    [event] = written(a_schedule(a_session(title=words, abstract=words, code=code))).iter("event")

    title = event.findtext("title") or ""
    assert title == printable(words).replace("\r\n", "\n").replace("\r", "\n")
