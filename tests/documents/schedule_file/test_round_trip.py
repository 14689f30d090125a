"""What came in goes out again as it was: in JSON, in XML and in calendars."""

from collections.abc import Callable

import pytest

from eventapp.documents.schedule_file.reading import read_schedule
from eventapp.documents.schedule_json import schedule_json
from eventapp.documents.schedule_xml import schedule_xml
from eventapp.domain.schedule import release
from eventapp.domain.schedule.published import EventFacts
from eventapp.domain.schedule.schedule_import.comparison import compare
from eventapp.domain.schedule.schedule_import.content import FileSchedule
from eventapp.domain.schedule.session import list_sessions
from eventapp.extensions import db
from eventapp.models import Event, EventState
from tests.builders import NOON, a_session, an_event
from tests.builders.schedule_file import a_talk, as_json, take_in

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
    facts = EventFacts(
        event.public_id, event.slug, event.title, event.starts_at, event.ends_at, event.time_zone
    )
    schedule = release.published(stored, event.time_zone)
    return write(schedule, event=facts, base_url="https://events.example")


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
