"""Calendars keep to RFC 5545 whatever people write, and foreign readers agree on the hour."""

from collections.abc import Callable
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from eventapp.documents.calendar import CalendarEntry, CalendarUser, cancel, feed, request
from tests.documents.calendars import AROUND_TURNS, NEW_YORK, NOON, STOCKHOLM, an_entry

SENDER = CalendarUser("Evenemang", "evenemang@sample.example")
ASA = CalendarUser("Åsa Öberg", "asa.oberg@town.example")
WEAPONS = [
    "Tema\r\nATTENDEE:mailto:x@x.example",
    "Tema\nBEGIN:VALARM",
    "Tema\rEND:VEVENT",
    'a;b,c\\d"e:f',
    "C:\\Nyheter\\nu",
    "\\n \\N \\; \\, \\\\",
    "\u2028END:VCALENDAR\u2029\x85\x0b\x0c\x1c",
    "\x00\x07\x1b\x7f\ud800",
    "å" * 300,
    "👩🏽‍🚒" * 60,
    " \t ",
    "^n^'^^",
]
Writer = Callable[[CalendarEntry], bytes]


def as_feed(entry: CalendarEntry) -> bytes:
    """Return a feed of one."""
    return feed([entry], name="Programmet", url="https://sample.example/a.ics")


def as_request(entry: CalendarEntry) -> bytes:
    """Return an invitation of one."""
    return request(entry, organizer=SENDER, attendee=ASA)


def as_cancel(entry: CalendarEntry) -> bytes:
    """Return a cancellation of one."""
    return cancel(entry, organizer=SENDER, attendee=ASA)


def lines(document: bytes) -> list[str]:
    """Return the unfolded lines."""
    return document.decode().replace("\r\n ", "").split("\r\n")


def values(document: bytes, name: str) -> list[str]:
    """Return what stands after the first colon of every property of a name."""
    return [
        line.split(":", 1)[1]
        for line in lines(document)
        if line.startswith((name + ":", name + ";"))
    ]


def unescaped(value: str) -> str:
    """Undo the escapes of RFC 5545 §3.3.11, in a way of our own."""
    characters, marked = [], False
    for letter in value:
        if marked:
            characters.append("\n" if letter in "nN" else letter)
            marked = False
        elif letter == "\\":
            marked = True
        else:
            characters.append(letter)
    return "".join(characters)


def remaining(text: str) -> str:
    """Return what remains of a text of several lines."""
    for end in ("\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"):
        text = text.replace(end, "\n")
    return "".join(
        c
        for c in text
        if c in "\n\t" or not (ord(c) < 32 or 127 <= ord(c) < 160 or 0xD800 <= ord(c) < 0xE000)
    )


@pytest.mark.parametrize("write", [as_feed, as_request, as_cancel])
@pytest.mark.parametrize("text", WEAPONS, ids=ascii)
def test_no_text_breaks_out_of_its_line(text: str, write: Writer) -> None:
    document = write(an_entry(summary=text, location=text, description=text, url=text, uid=text))
    names = [line.split(":")[0].split(";")[0] for line in lines(document)]

    plain = write(an_entry(summary="x", location="x", description="x", url="x", uid="x"))
    assert names == [line.split(":")[0].split(";")[0] for line in lines(plain)]
    assert len(Calendar.from_ical(document).events) == 1
    assert len(vobject.readOne(document.decode()).vevent_list) == 1


@pytest.mark.parametrize("text", WEAPONS, ids=ascii)
def test_no_name_or_address_breaks_out_of_its_parameter(text: str) -> None:
    document = request(
        an_entry(), organizer=CalendarUser(text, text), attendee=CalendarUser(text, text)
    )
    event = Calendar.from_ical(document).events[0]

    assert [len(values(document, name)) for name in ("ATTENDEE", "ORGANIZER")] == [1, 1]
    assert str(event["attendee"]).startswith("mailto:")
    assert set(event["attendee"].params) == {"CN", "ROLE", "PARTSTAT", "RSVP"}
    assert '"' not in event["attendee"].params["CN"]


@given(st.text())
@example("C:\\Nyheter;a,b\r\nrad 2\\")
def test_a_description_is_read_back_as_written(text: str) -> None:
    document = as_feed(an_entry(description="x" + text))

    assert unescaped(values(document, "DESCRIPTION")[0]) == remaining("x" + text)


def test_no_line_is_folded_between_an_escape_and_what_it_escapes() -> None:
    """Not every reader puts a line together first; a network folder begins with two of them."""
    for before in range(75):
        document = as_feed(an_entry(summary="x" * before + "\\" * 60)).decode()
        _head, _, summary = document.partition("SUMMARY")
        *folded, _last = summary.partition("\r\nURL")[0].split("\r\n ")
        pieces = [len(piece) - len(piece.rstrip("\\")) for piece in folded]
        assert [length % 2 for length in pieces] == [0] * len(pieces), before


@given(st.text(), st.text())
def test_every_document_keeps_to_lines_of_75_octets_between_whole_characters(
    text: str, more: str
) -> None:
    document = as_request(an_entry(summary=text, description=more * 20, location=more))

    assert document.endswith(b"\r\n")
    for line in document.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode()


@pytest.mark.parametrize("zone", [STOCKHOLM, NEW_YORK, ZoneInfo("UTC")], ids=str)
def test_another_reader_finds_the_right_moments_around_every_turn(zone: ZoneInfo) -> None:
    entries = [
        an_entry(uid=str(n), starts_at=moment, zone=zone) for n, moment in enumerate(AROUND_TURNS)
    ]
    # Under a name that no reader knows, it has our rules alone to go by.
    document = feed(entries, name="x", url="https://sample.example/").decode()
    calendar = vobject.readOne(document.replace(str(zone), f"Unknown/{zone}"))

    read = [
        (e.dtstart.value.astimezone(UTC), e.dtend.value.astimezone(UTC))
        for e in calendar.vevent_list
    ]
    assert read == [(entry.starts_at, entry.ends_at) for entry in entries]


def test_an_hour_that_comes_twice_is_told_in_utc() -> None:
    second_half_past_two = AROUND_TURNS[0].replace(2023, 10, 29, 1, 30)

    document = as_feed(an_entry(starts_at=second_half_past_two))

    assert values(document, "DTSTART") + values(document, "DTEND") == [
        "20231029T013000Z",
        "20231029T023000Z",
    ]


def test_each_zone_is_described_once() -> None:
    entries = [
        an_entry(starts_at=NOON + timedelta(days=days), zone=zone)
        for days in (0, 1, 1200)
        for zone in (STOCKHOLM, NEW_YORK, ZoneInfo("UTC"))
    ]

    document = feed(entries, name="x", url="https://sample.example/")

    assert values(document, "TZID") == ["Europe/Stockholm", "America/New_York"]
    assert values(document, "DTSTART")[4:7] == [
        "20230613T120000",
        "20230613T060000",
        "20230613T100000Z",
    ]


def test_a_feed_tells_and_asks_nobody() -> None:
    document = feed(
        [an_entry(), an_entry(cancelled=True)], name="Mitt; program", url="https://sample.example/å"
    )

    assert values(document, "METHOD") + values(document, "ATTENDEE") == []
    assert values(document, "STATUS") == ["CONFIRMED", "CANCELLED"]
    assert values(document, "NAME") == values(document, "X-WR-CALNAME") == ["Mitt\\; program"]
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines(document)
    assert "SOURCE;VALUE=URI:https://sample.example/%C3%A5" in lines(document)
    assert values(document, "X-PUBLISHED-TTL") == ["PT1H"]


def test_a_file_without_an_address_names_no_source() -> None:
    document = feed([an_entry()], name="Programmet", url="")

    assert values(document, "SOURCE") == []


def test_an_empty_feed_is_a_calendar_all_the_same() -> None:
    assert lines(feed([], name="x", url="https://sample.example/"))[-2:] == ["END:VCALENDAR", ""]


def test_an_invitation_names_the_one_it_is_sent_to() -> None:
    document = request(an_entry(sequence=2), organizer=SENDER, attendee=ASA)

    assert values(document, "METHOD") == ["REQUEST"]
    assert [line for line in lines(document) if line.startswith("ATTENDEE")] == [
        (
            'ATTENDEE;CN="Åsa Öberg";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE'
            ":mailto:asa.oberg@town.example"
        )
    ]
    assert values(document, "ORGANIZER") == ["mailto:evenemang@sample.example"]
    assert values(document, "SEQUENCE") == ["2"]
    assert values(document, "DTSTAMP") == values(document, "LAST-MODIFIED") == ["20230613T100000Z"]


def test_a_cancellation_says_so_twice_and_keeps_the_uid() -> None:
    document = as_cancel(an_entry(sequence=3))

    assert values(document, "METHOD") == ["CANCEL"]
    assert values(document, "STATUS") == ["CANCELLED"]
    assert values(document, "UID") == ["3kq9@sample.example"]
    assert len(values(document, "ATTENDEE")) == 1
