"""Schedules of other systems: what is repaired is said, and what cannot be read is refused."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp.documents.schedule_file.raw import UnreadableSchedule
from eventapp.documents.schedule_file.reading import FILE_MAX_BYTES, read_schedule
from eventapp.domain.schedule.schedule_import.content import FileSchedule, FileSession, pack, unpack
from tests.builders.schedule_file import GUID, a_talk, as_calendar, as_json, as_xml

EVENT = (
    '<event id="7" guid="7a0fc001-e587-47e1-b378-b6ec7e660007">'
    "<date>2026-12-15T10:00:00+01:00</date>"
    "<start>10:00</start><duration>00:45</duration><room>Eken</room><title>Föredrag</title>"
    "<type>lecture</type><track>Unga</track><language>sv</language><abstract>Kort.</abstract>"
    '<persons><person id="3">Liv Tranhylla</person></persons>'
    '<links><link href="https://a.example/b">Rapport</link></links></event>'
)
ENTRY = (
    "UID:7@other.example",
    "SUMMARY:Föredrag",
    "DTSTART;TZID=Europe/Stockholm:20261215T100000",
    "DTEND;TZID=Europe/Stockholm:20261215T104500",
    "LOCATION:Eken",
)


def codes(schedule: FileSchedule) -> list[str]:
    return [repair.code.value for repair in schedule.repairs]


def the_session(content: bytes) -> FileSession:
    [session] = read_schedule(content).sessions
    return session


def repairs_of(content: bytes) -> set[str]:
    return set(codes(read_schedule(content)))


@pytest.mark.parametrize(
    "content", [as_json(a_talk(7, duration="00:45")), as_xml(EVENT), as_calendar(ENTRY)]
)
def test_a_file_in_order_is_read_without_repairs(content: bytes) -> None:
    schedule = read_schedule(content)

    assert codes(schedule) == []
    assert schedule.zone == "Europe/Stockholm"
    assert schedule.days == 1
    assert [room.name for room in schedule.rooms] == ["Eken"]
    assert unpack(pack(schedule)) == schedule


def test_a_session_is_read_with_everything_that_is_said_of_it() -> None:
    session = the_session(as_xml(EVENT))

    assert (session.key, session.number) == (f"guid:{GUID.format(7)}", 7)
    assert session.starts_at == datetime(2026, 12, 15, 9, tzinfo=UTC)
    assert session.ends_at == datetime(2026, 12, 15, 9, 45, tzinfo=UTC)
    assert (session.room, session.track, session.language) == ("Eken", "Unga", "sv")
    assert session.speakers == ("id:3",)
    assert session.references == ("Rapport: https://a.example/b",)


@pytest.mark.parametrize(
    ("written", "minutes"), [("00:45", 45), ("45:00", 2700), ("1:21:00", 2700), ("90", 90)]
)
def test_each_way_to_write_a_duration_is_read(written: str, minutes: int) -> None:
    session = the_session(as_json(a_talk(duration=written)))

    assert (session.ends_at - session.starts_at).total_seconds() == minutes * 60


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"duration": ""}, "duration-missing"),
        ({"duration": "-5"}, "duration-missing"),
        ({"date": "sen"}, "date-wrong"),
        ({"start": "11:11"}, "start-differs"),
        ({"guid": "", "id": None}, "id-missing"),
        ({"title": ""}, "title-missing"),
        ({"title": "x" * 300}, "too-long"),
        ({"abstract": "<p>Ett</p>"}, "html"),
        ({"abstract": "a\x07b"}, "characters"),
        ({"persons": [{"id": 1}]}, "name-missing"),
        ({"persons": 5}, "wrong-shape"),
        ({"links": [{"url": "javascript:alert(1)", "title": "x"}]}, "link-left-out"),
        ({"attachments": [{"url": "https://a.example/x.pdf"}]}, "attachment-linked"),
        ({"answers": [{"question": 1}]}, "field-not-kept"),
        ({"date": "", "start": ""}, "no-time"),
        ({"date": "0001-01-01T00:00:00+01:00"}, "date-wrong"),
    ],
)
def test_each_repair_is_said(facts: dict[str, object], code: str) -> None:
    assert code in repairs_of(as_json(a_talk(1, **facts), a_talk(2)))


def test_a_clock_that_only_some_sessions_differ_from_is_said_of_these() -> None:
    talks = [a_talk(1), a_talk(2), a_talk(3, start="23:00")]

    [repair] = read_schedule(as_json(*talks)).repairs

    assert (repair.at, repair.code) == ("session 3", "start-differs")


def test_two_sessions_of_one_id_are_both_taken() -> None:
    schedule = read_schedule(as_json(a_talk(1), a_talk(1, title="Samma id")))

    assert codes(schedule) == ["id-double"]
    assert len({session.key for session in schedule.sessions}) == 2


def test_pentabarf_has_days_and_clocks_alone_and_a_night_that_belongs_to_its_day() -> None:
    event = "<event><start>{}</start><duration>00:30</duration><title>{}</title></event>"
    content = as_xml(
        event.format("10:00", "Dag"),
        event.format("01:30", "Natt"),
        conference="<day_change>04:00:00</day_change>",
    )
    schedule = read_schedule(content, zone="Europe/Helsinki")

    assert [session.starts_at for session in schedule.sessions] == [
        datetime(2026, 12, 15, 8, tzinfo=UTC),
        datetime(2026, 12, 15, 23, 30, tzinfo=UTC),
    ]
    assert set(codes(schedule)) == {"zone-missing", "no-date", "id-missing"}


def test_a_zone_that_the_times_contradict_is_not_believed() -> None:
    schedule = read_schedule(as_json(a_talk(1), a_talk(2), time_zone_name="UTC"))

    assert (schedule.zone, codes(schedule)) == ("Europe/Stockholm", ["zone-differs"])


def test_html_becomes_a_little_markdown() -> None:
    html = '<p>Ett <b>fetare </b>ord.</p><ul><li>Först</li><li><a href="https://a.example">Sen</a></li></ul>'

    assert the_session(as_json(a_talk(abstract=html))).text == (
        "Ett **fetare** ord.\n\n- Först\n- [Sen](https://a.example)"
    )


def test_each_text_is_shown_once() -> None:
    talk = a_talk(subtitle="Under", abstract="Kort.", description="Kort. Och långt.")
    twice = a_talk(abstract="Samma.", description="Samma.")

    assert the_session(as_json(talk)).text == "Under\n\nKort.\n\nKort. Och långt."
    assert the_session(as_json(twice)).text == "Samma."


def test_breaks_are_breaks() -> None:
    schedule = read_schedule(
        as_json(a_talk(1, title="Lunch", persons=[]), a_talk(2, title="Lunch"))
    )

    assert [session.kind for session in schedule.sessions] == ["service", "plenary"]


def test_a_calendar_names_speakers_where_it_can_and_repeats_nothing() -> None:
    named = (*ENTRY, 'ATTENDEE;CN="Liv Tranhylla":mailto:liv@a.example', "RRULE:FREQ=SECONDLY")
    schedule = read_schedule(as_calendar(named))

    assert [speaker.name for speaker in schedule.speakers] == ["Liv Tranhylla"]
    assert codes(schedule) == ["repeats"]
    assert "liv@a.example" not in pack(schedule).decode("latin-1")


def test_a_calendar_says_who_speaks_in_its_first_line() -> None:
    schedule = read_schedule(as_calendar((*ENTRY, r"DESCRIPTION:Speakers: Liv\, Bo and Åsa\nOm.")))

    assert [speaker.name for speaker in schedule.speakers] == ["Liv", "Bo", "Åsa"]
    assert codes(schedule) == ["speaker-from-text"] * 3


@pytest.mark.parametrize(
    ("start", "moment"),
    [
        ("DTSTART:20261215T090000Z", datetime(2026, 12, 15, 9, tzinfo=UTC)),
        ("DTSTART:20261215T100000", datetime(2026, 12, 15, 9, tzinfo=UTC)),
        (
            "DTSTART;TZID=W. Europe Standard Time:20261215T100000",
            datetime(2026, 12, 15, 9, tzinfo=UTC),
        ),
        (
            "DTSTART;TZID=/maker/x/Europe/Helsinki:20261215T100000",
            datetime(2026, 12, 15, 8, tzinfo=UTC),
        ),
        ("DTSTART;VALUE=DATE:20261215", datetime(2026, 12, 14, 23, tzinfo=UTC)),
    ],
)
def test_each_way_to_write_a_moment_is_read(start: str, moment: datetime) -> None:
    session = the_session(as_calendar(("UID:1", "SUMMARY:x", start, "DURATION:PT45M")))

    assert session.starts_at == moment


def test_lines_are_put_together_before_they_are_read_even_in_a_letter() -> None:
    long = "SUMMARY:Å".encode()
    content = as_calendar(ENTRY).replace(
        "SUMMARY:Föredrag".encode(), long[:-1] + b"\r\n " + long[-1:]
    )

    assert the_session(content).title == "Å"


def test_what_is_called_off_and_what_is_no_event_is_said() -> None:
    content = as_calendar((*ENTRY, "STATUS:CANCELLED")).replace(
        b"END:VCALENDAR", b"BEGIN:VTODO\r\nSUMMARY:Handla\r\nEND:VTODO\r\nEND:VCALENDAR"
    )
    schedule = read_schedule(content)

    assert schedule.sessions[0].cancelled
    assert codes(schedule) == ["not-a-session"]


def test_other_encodings_are_read_and_said() -> None:
    content = as_xml(EVENT).decode().replace('encoding="UTF-8"', "").encode("cp1252")

    assert the_session(content).title == "Föredrag"
    assert codes(read_schedule(content)) == ["encoding"]
    assert (
        the_session(as_xml(EVENT).decode().replace("UTF-8", "UTF-16").encode("utf-16")).number == 7
    )


MISPLACED = {"schedule": {"version": "1", "rooms": [], "conference": {"title": "x", "days": []}}}
ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"%PDF-1.7", "unknown-format"),
        (b"PK\x03\x04", "unknown-format"),
        (b'{"schedule":', "broken-json"),
        (b"[" * 100_000, "broken-json"),
        (b"{}", "no-schedule"),
        (b'{"schedule": {"conference": {"days": 3}}}', "no-schedule"),
        (json.dumps(MISPLACED).encode(), "misplaced-rooms"),
        (as_json(), "no-sessions"),
        (b"<schedule><day>", "broken-xml"),
        (b"<html></html>", "no-schedule"),
        (as_xml(EVENT, head=ENTITY), "entities"),
        (as_xml(EVENT, head='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "entities"),
        (b"<schedule>" + b"<a>" * 50 + b"</a>" * 50 + b"</schedule>", "too-deep"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", "no-sessions"),
        (b"x" * (FILE_MAX_BYTES + 1), "too-large"),
        (as_calendar(*[ENTRY] * 5001), "too-many-sessions"),
    ],
)
def test_what_is_no_schedule_is_refused_with_a_reason(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSchedule) as refused:
        read_schedule(content)

    assert refused.value.reason == reason


@given(
    content=st.sampled_from([as_json(a_talk(1), a_talk(2)), as_xml(EVENT), as_calendar(ENTRY)]),
    at=st.integers(0, 900),
    instead=st.binary(max_size=6)
    | st.sampled_from([b'"', b"{}", b"null", b"-1", b"9" * 30, b"\xff"]),
    length=st.integers(0, 30),
)
@settings(max_examples=250)
def test_a_file_that_was_damaged_is_read_or_refused(
    content: bytes, at: int, instead: bytes, length: int
) -> None:
    at %= len(content)
    damaged = content[:at] + instead + content[at + length :]
    try:
        schedule = read_schedule(damaged)
    except UnreadableSchedule:
        return
    assert unpack(pack(schedule)) == schedule
    assert all(session.starts_at < session.ends_at for session in schedule.sessions)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(name=st.sampled_from(sorted(a_talk())), value=JSON_VALUES)
@settings(max_examples=150)
def test_whatever_stands_in_a_field_the_other_sessions_are_read(name: str, value: object) -> None:
    schedule = read_schedule(as_json(a_talk(1) | {name: value, "room": "Eken"}, a_talk(2)))

    assert GUID.format(2) in {session.guid for session in schedule.sessions}
