"""What came in goes out again as it was: in JSON, in XML and in calendars."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from eventapp.documents import calendar
from eventapp.documents.calendar import CalendarEntry
from eventapp.documents.markdown import plain_text
from eventapp.documents.schedule_file.details import DetailWriter
from eventapp.documents.schedule_file.reading import read_schedule
from eventapp.documents.schedule_json import schedule_json
from eventapp.documents.schedule_xml import schedule_xml
from eventapp.domain.schedule import release
from eventapp.domain.schedule.published import EventFacts, PublishedSchedule
from eventapp.domain.schedule.schedule_import.comparison import compare
from eventapp.domain.schedule.schedule_import.content import FileSchedule
from eventapp.domain.schedule.session import list_sessions
from eventapp.extensions import db
from eventapp.models import Event, EventState, SessionKind, SpeakerRole
from tests.builders import NOON, a_session, an_event
from tests.builders.schedule_file import a_talk, as_json, as_xml, take_in, undo_import

pytestmark = pytest.mark.usefixtures("app")
Writer = Callable[..., bytes]
NIGHT = a_talk(
    3,
    date="2026-12-16T01:30:00+01:00",
    start="01:30",
    duration="25:00",
    subtitle="Under <rubriken>",
    abstract="<p>HTML &amp; annat</p>",
    description="Rad ett\n\nRad två",
    language="",
    type="workshop",
    persons=[{"id": 4, "public_name": "Åsa", "code": "ABC123", "biography": "Forskar."}],
    links=[{"title": "", "url": "https://a.example/?a=1&b=2"}],
    attachments=[{"title": "Bilder", "url": "https://a.example/b.pdf"}],
)
DAY = {"index": 1, "date": "2026-12-15", "day_start": "2026-12-15T04:00:00+01:00"}


def exported(event: Event, write: Writer) -> bytes:
    stored = release.store_release(event, actor="organizer", now=NOON)
    db.session.commit()
    schedule = release.published(stored, event.time_zone)
    return write(schedule, event=EventFacts.of(event), base_url="https://events.example")


def as_calendar(schedule: PublishedSchedule, *, event: EventFacts, base_url: str) -> bytes:
    """Write the calendar of a schedule, as the English pages show it."""
    del base_url
    writer = DetailWriter(event, schedule.origins.speakers)
    entries = [
        CalendarEntry(
            uid=f"{event.public_id.lower()}-{session.code.lower()}@eventapp",
            summary=shown.title,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            zone=ZoneInfo(event.time_zone),
            sequence=1,
            stamp=NOON,
            location=shown.room.name if shown.room else "",
            description=plain_text(shown.abstract),
            texts=writer.in_calendar(session),
        )
        for session, shown in zip(
            schedule.sessions, schedule.in_language("en").sessions, strict=True
        )
    ]
    return calendar.feed(entries, name=event.title, url="")


def english(schedule: FileSchedule) -> object:
    """Everything that a file says in English."""
    return (
        schedule.english_title,
        [(s.title, s.english, s.english_points) for s in schedule.sessions],
        sorted((room.name, room.english) for room in schedule.rooms if room.english),
        schedule.english_tracks,
        schedule.english_short_tracks,
    )


def details(schedule: FileSchedule) -> object:
    """Everything that our own files alone say."""
    people = {speaker.key: speaker for speaker in schedule.speakers}
    return (
        [
            (
                *(session.points, session.kind, session.form, session.track),
                [(people[key].name, session.roles.get(key)) for key in session.speakers],
            )
            for session in schedule.sessions
        ],
        sorted((r.name, r.floor) for r in schedule.rooms if r.floor),
        schedule.short_tracks,
        sorted((s.name, s.title, s.title_en, s.organisation) for s in people.values()),
        sorted((s.name, s.biography, s.biography_en) for s in people.values()),
    )


def in_both_languages() -> Event:
    """An event with two sessions, of which one has English, as have its room and its track."""
    event = an_event(state=EventState.DRAFT, english={"title": "Conference <2026>"})
    take_in(event, as_json(a_talk(1), a_talk(2, room="Linden")))
    session, _other = list_sessions(event)
    assert session.room
    assert session.track
    session.abstract = "Vi **vet**; mer,\nän \\Nytt."
    session.english = {
        "title": "What we know?> – and not",
        "form": "talk",
        "abstract": "We **know**\n\n- this, & that;\n- more",
        "learning_goals": ["See **early** signs, and ?> act"],
    }
    session.learning_goals = ["Se **tidiga** tecken;  och", "Våga fråga"]
    session.kind = SessionKind.CHOICE
    [part] = session.appearances
    part.role = SpeakerRole.MODERATOR
    part.speaker.title, part.speaker.organisation = "Utredare", "Lunds kommun"
    part.speaker.title_en = "Analyst"
    part.speaker.biography = "Forskar om **våld**."
    part.speaker.biography_en = "Studies **violence**; and more."
    session.track.short_name = "U"
    session.room.english = {"name": "Oak", "floor": "Second floor"}
    session.room.floor = "Plan två"
    session.track.english = {"name": "Young people", "short_name": "Young"}
    return event


def plain(schedule: FileSchedule, *, with_guids: bool = True) -> object:
    """Everything that a file says, apart from where in it that stands; old files have no guids."""
    people = {speaker.key: speaker for speaker in schedule.speakers}
    sessions = [
        (
            *(
                session.guid if with_guids else "",
                session.number,
                session.title,
                session.kind,
                session.form,
            ),
            *(session.starts_at, session.ends_at, session.room, session.track),
            tuple((people[key].name, people[key].number) for key in session.speakers),
            *(session.subtitle, session.abstract, session.description, session.text),
            *(session.language, session.links, session.attachments, session.references),
        )
        for session in schedule.sessions
    ]
    rooms = sorted(room.name for room in schedule.rooms)
    return (
        sorted(map(repr, sessions)),
        rooms,
        sorted(schedule.tracks),
        schedule.days,
        schedule.day_change,
    )


@pytest.mark.parametrize("write", [schedule_json, schedule_xml])
def test_a_file_goes_out_as_it_came_in(write: Writer) -> None:
    days = [
        DAY
        | {"rooms": {"Eken": [a_talk(1), NIGHT], "Tom": [], "Linden": [a_talk(2, room="Linden")]}}
    ]
    content = read_schedule(as_json(days=days))
    event = an_event(state=EventState.DRAFT)
    take_in(event, content)

    back = read_schedule(exported(event, write))

    assert plain(back) == plain(content)
    again = compare(event, back)
    assert not (again.new)
    assert not (again.moved)
    assert not (again.changed)
    assert not (again.gone)
    assert not (again.repairs)


@pytest.mark.parametrize("write", [schedule_json, schedule_xml])
def test_what_was_changed_here_goes_out_as_it_is_here(write: Writer) -> None:
    event = an_event(state=EventState.DRAFT)
    take_in(event, as_json(NIGHT))
    session = a_session(event, title="Egen")
    [imported] = [s for s in list_sessions(event) if s is not session]
    imported.abstract, imported.references = "Vår text.", ["Vår https://b.example"]

    back = read_schedule(exported(event, write))

    [changed] = [s for s in back.sessions if s.title != "Egen"]
    assert (changed.subtitle, changed.abstract, changed.description) == ("", "Vår text.", "")
    assert [link.url for link in changed.links] == ["https://b.example"]
    assert not changed.attachments


@pytest.mark.parametrize("write", [schedule_json, schedule_xml])
def test_our_own_export_finds_our_own_sessions_again(write: Writer) -> None:
    event = an_event()
    a_session(event, title="Egen")
    there = compare(event, read_schedule(exported(event, write), zone=event.time_zone))

    assert not (there.new)
    assert not (there.moved)
    assert not (there.changed)
    assert not (there.gone)


@pytest.mark.parametrize("write", [schedule_json, schedule_xml, as_calendar])
def test_english_comes_in_and_goes_out_again(write: Writer) -> None:
    first = read_schedule(exported(in_both_languages(), write))
    copy = an_event(state=EventState.DRAFT, english={"title": first.english_title})
    take_in(copy, first)

    second = read_schedule(exported(copy, write))

    assert english(second) == english(first)
    assert details(second) == details(first)
    assert not first.silent or write is as_calendar
    assert first.sessions[0].points == {
        "learning_goals": ("Se **tidiga** tecken;  och", "Våga fråga")
    }
    assert first.sessions[0].english_points == {
        "learning_goals": ("See **early** signs, and ?> act",)
    }
    assert list(first.sessions[0].roles.values()) == ["moderator"]
    assert first.short_tracks == {"Unga": "U"}
    assert first.english_short_tracks == {"Unga": "Young"}
    [speaker] = [s for s in first.speakers if s.title]
    assert (speaker.title, speaker.organisation) == ("Utredare", "Lunds kommun")
    assert (speaker.title_en, speaker.biography_en) == (
        "Analyst",
        "Studies **violence**; and more.",
    )
    assert {"name": "Oak", "floor": "Second floor"} in [room.english for room in first.rooms]
    assert "Plan två" in [room.floor for room in first.rooms]
    assert first.sessions[0].english["title"] == "What we know?> – and not"
    assert first.sessions[0].english["abstract"] == "We **know**\n\n- this, & that;\n- more"
    assert first.sessions[0].text == "Vi **vet**; mer,\nän \\Nytt."
    assert [room.english["name"] for room in first.rooms if room.english] == ["Oak"]
    assert not [r for r in first.repairs if "english" in r.values.get("name", "").casefold()]
    assert not [r for r in first.repairs if r.values.get("name") == "conference.meta"]
    there = compare(copy, second)
    assert not any(there.counts.values())


def test_the_title_is_in_english_too() -> None:
    content = read_schedule(exported(in_both_languages(), schedule_json))

    assert content.english_title == "Conference <2026>"
    assert content.english_tracks == {"Unga": "Young people"}
    assert read_schedule(exported(in_both_languages(), schedule_xml)).english_title


@pytest.mark.parametrize("write", [schedule_json, schedule_xml])
def test_english_is_kept_where_it_was_changed_here(write: Writer) -> None:
    event = in_both_languages()
    content = exported(event, write)
    take_in(event, content)
    session = list_sessions(event)[0]

    take_in(event, content.replace(b"What we know?", b"What they know?"))

    assert session.english["title"].startswith("What they know?")
    assert session.english["learning_goals"] == ["See **early** signs, and ?> act"]
    session.english = {**session.english, "title": "Typed here"}
    _plan, there = take_in(event, content)

    assert [change.local for change in there.local] == [("english_title",)]
    assert session.english["title"] == "Typed here"


def test_undoing_brings_the_english_of_before_back() -> None:
    event = in_both_languages()
    content = exported(event, schedule_json)
    take_in(event, content)
    session, after = list_sessions(event)[0], NOON + timedelta(minutes=1)
    before = dict(session.english)
    plan, _there = take_in(event, content.replace(b"What we know?", b"What?"), now=after)
    assert session.english != before

    undo_import(plan, now=after)

    assert session.english == before


def test_a_file_without_english_leaves_it() -> None:
    event = in_both_languages()
    session = list_sessions(event)[0]

    _plan, there = take_in(event, as_json(a_talk(1), a_talk(2, room="Linden")))

    assert "english_title" not in {name for change in there.local for name in change.local}
    assert session.english["title"] == "What we know?> – and not"


def test_a_title_in_several_languages_is_read_in_both() -> None:
    talk = a_talk(1, title={"en": "Safe streets", "sv": "Trygga gator"}, type={"en": "talk"})

    [session] = read_schedule(as_json(talk)).sessions

    assert (session.title, session.form) == ("Trygga gator", "talk")
    assert session.english == {"title": "Safe streets"}


@pytest.mark.parametrize("broken", ["{", "[" * 9000, '["a"]', '{"title": {"a": 1}}'])
def test_broken_english_is_passed_over(broken: str) -> None:
    event = '<event id="1"><title>A</title><start>10:00</start><?eventapp-english {}?></event>'

    [session] = read_schedule(as_xml(event.replace("{}", broken))).sessions

    assert session.english == {}
