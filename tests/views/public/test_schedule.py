"""The programme: its page, its changes, and what other programs read."""

import gzip
import random
from datetime import datetime
from xml.etree import ElementTree as ET

import pytest

from eventapp.clock import standing_at
from eventapp.extensions import db
from eventapp.models import (
    Availability,
    Event,
    FocusArea,
    Session,
    SessionKind,
    SessionSpeaker,
    Speaker,
    Track,
)
from tests.builders import DAY, HOUR, NEXT_MONTH, NOON, a_session, an_event
from tests.builders.day import two_days
from tests.views.public.pages import (
    Stopwatch,
    a_release,
    a_room,
    ask,
    cost_of,
    forget_pages,
    read,
    tell,
)
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")

ATOM = {"a": "http://www.w3.org/2005/Atom"}
WORDS = [
    "trygghet",
    "samverkan",
    "skola",
    "socialtjänst",
    "polis",
    "bostadsområde",
    "uppföljning",
    "orsaksanalys",
    "platser",
    "unga",
    "fritid",
    "förening",
    "otillåten",
    "påverkan",
    "kontroll",
    "rutiner",
    "lärande",
    "exempel",
    "ledning",
    "medarbetare",
    "kommunen",
    "regionen",
    "stöd",
    "insatser",
    "tidiga",
    "tecken",
    "samtal",
    "föräldrar",
    "nätter",
    "centrum",
    "torg",
    "belysning",
]


def a_track(event: Event, code: str, name: str, figure: int) -> Track:
    area = FocusArea(
        code=code,
        name=name,
        name_en=name,
        short_name=name,
        short_name_en=name,
        figure=figure,
        position=figure,
        valid_from=NOON.date(),
    )
    track = Track(event_id=event.id, name=name, short_name=name, focus_area=area)
    db.session.add(track)
    db.session.flush()
    return track


def a_speaker(session: Session, name: str, organisation: str = "Exempelstad") -> Speaker:
    speaker = Speaker(
        event_id=session.event_id, name=name, organisation=organisation, title="docent"
    )
    db.session.add(speaker)
    db.session.flush()
    db.session.add(SessionSpeaker(session_id=session.id, speaker_id=speaker.id))
    return speaker


def a_large_programme(sessions: int) -> Event:
    """Three days, eight rooms, six tracks and a speaker of its own for every session."""
    chance = random.Random(7)  # the same programme every time
    event = an_event(ends_at=NEXT_MONTH + 3 * DAY)
    rooms = [a_room(event, name.capitalize(), hearing_loop=True) for name in WORDS[:8]]
    tracks = [a_track(event, f"t{n}", WORDS[8 + n].capitalize(), n) for n in range(1, 7)]
    for number in range(sessions):
        slot, place = divmod(number, len(rooms))
        day, hour = divmod(slot, 9)
        session = a_session(
            event,
            title=" ".join(chance.sample(WORDS, 7)).capitalize(),
            form=chance.choice(["seminarium", "lärande exempel", "workshop"]),
            starts_at=NEXT_MONTH + day * DAY + (hour - 4) * HOUR,
            room_id=rooms[place].id,
            track_id=chance.choice(tracks).id,
            seats=40,
            choice_group=f"{day}{hour}",
            availability=Availability.FEW,
        )
        a_speaker(session, " ".join(chance.sample(WORDS, 2)).title())
    a_release(event)
    return event


def test_all_days_are_on_the_page_and_the_tabs_lead_to_them(client: Visitor) -> None:
    event = an_event(ends_at=NEXT_MONTH + 2 * DAY)
    a_session(event, title="Det första")
    a_session(event, title="Det andra", starts_at=NEXT_MONTH + DAY)
    a_release(event)

    html, said = (look(client, f"/events/{event.slug}/schedule") for look in (read, tell))

    assert "Onsdag 31 mars 14.00" in said
    assert "Torsdag 1 april 14.00" in said
    assert said.index("Det första") < said.index("Torsdag 1 april 14.00") < said.index("Det andra")
    for day in ("day-1", "day-2"):
        assert f'href="#{day}"' in html
        assert f'id="{day}"' in html


def test_times_are_those_of_the_events_zone_in_the_visitors_language(client: Visitor) -> None:
    event = an_event(time_zone="Europe/Helsinki")
    a_session(event)
    a_release(event)

    assert "15.00" in tell(client, f"/events/{event.slug}/schedule")
    assert "Wednesday 31 March 15:00" in tell(client, f"/events/{event.slug}/schedule", "en")


def test_a_session_tells_room_area_speaker_and_seats(client: Visitor) -> None:
    event = an_event()
    session = a_session(
        event,
        title="Platsen spelar roll",
        form="seminarium",
        room_id=a_room(event, "Eken", hearing_loop=True).id,
        track_id=a_track(event, "plats", "Plats och situation", 3).id,
        seats=4,
        availability=Availability.FULL,
    )
    a_session(event, kind=SessionKind.PLENARY, starts_at=NEXT_MONTH + HOUR)
    a_speaker(session, "Liv Tranhylla", "Högskolan i Mälarvik")
    a_release(event)

    said = tell(client, f"/events/{event.slug}/schedule")

    assert (
        "Platsen spelar roll Eken · till 15.00 · seminarium Liv Tranhylla, Högskolan i Mälarvik "
        "Plats och situation Fullt, reservlista Hörslinga"
    ) in said


def test_seats_are_not_told_when_nobody_can_register(client: Visitor) -> None:
    event = an_event(registration_closes_at=NOON)
    a_session(event, seats=4, availability=Availability.FULL)
    a_release(event)

    assert "Fullt" not in tell(client, f"/events/{event.slug}/schedule")


def test_a_session_that_is_called_off_stays_and_says_so(client: Visitor) -> None:
    event = an_event()
    a_session(event, title="Det som inte blir", cancelled=True)
    a_release(event)

    assert "Det som inte blir" in tell(client, f"/events/{event.slug}/schedule")
    assert "Inställt" in tell(client, f"/events/{event.slug}/schedule")


def test_visitors_see_the_release_and_not_the_draft(client: Visitor) -> None:
    event = an_event()
    session = a_session(event, title="Som släppt")
    a_release(event)

    session.title = "Som utkast"
    event.revision += 1

    assert "Som släppt" in tell(client, f"/events/{event.slug}/schedule")
    assert "Som utkast" not in tell(client, f"/events/{event.slug}/sessions/{session.code}")


def test_without_a_release_there_is_no_programme_but_a_page_of_changes(client: Visitor) -> None:
    event = an_event()
    a_session(event)

    assert ask(client, f"/events/{event.slug}/schedule").status_code == 404
    assert "Programmet är inte publicerat än" in tell(client, f"/events/{event.slug}/changes")
    assert "/schedule" not in read(client, f"/events/{event.slug}")


def test_the_page_names_its_version_and_its_other_formats(client: Visitor) -> None:
    event = an_event()
    a_session(event)
    a_release(event, days_ago=3)
    a_release(event, days_ago=2)

    html, said = (look(client, f"/events/{event.slug}/schedule") for look in (read, tell))

    assert "Version 2, uppdaterad 27 februari · se vad som har ändrats" in said
    for form in ("ics", "json", "xml"):
        assert f'href="/events/{event.slug}/schedule.{form}"' in html
        assert ask(client, f"/events/{event.slug}/schedule.{form}").status_code == 200


def test_three_sessions_cost_no_more_statements_than_one(client: Visitor) -> None:
    event = an_event()
    a_speaker(a_session(event), "Liv Tranhylla")
    a_release(event)
    alone = cost_of(client, f"/events/{event.slug}/schedule")

    for hours in (1, 2):
        a_speaker(a_session(event, starts_at=NEXT_MONTH + hours * HOUR), "Örjan Furuklint")
    a_release(event)

    assert cost_of(client, f"/events/{event.slug}/schedule") == alone <= 8


@pytest.mark.parametrize("language", ["sv", "en"])
def test_two_hundred_sessions_weigh_at_most_sixty_kilobytes(client: Visitor, language: str) -> None:
    event = a_large_programme(200)

    response = ask(client, f"/events/{event.slug}/schedule", language, Accept_Encoding="gzip")

    html = gzip.decompress(response.get_data()).decode()
    assert html.count(f'href="/events/{event.slug}/sessions/') == 200
    assert len(response.get_data()) <= 60_000


def test_the_page_of_changes_says_what_was_and_what_is(client: Visitor) -> None:
    event = an_event()
    eken, linden = a_room(event, "Eken"), a_room(event, "Linden")
    moved = a_session(event, title="Flyttas", room_id=eken.id)
    gone = a_session(event, title="Försvinner")
    a_release(event, note="Första utgåvan.", days_ago=3)
    moved.room_id, moved.starts_at, moved.ends_at = (
        linden.id,
        NEXT_MONTH + HOUR,
        NEXT_MONTH + 2 * HOUR,
    )
    db.session.delete(gone)
    a_session(event, title="Tillkommer")
    db.session.flush()
    db.session.expire_all()
    a_release(event, note="Byte av sal.", days_ago=2)

    html, said = (look(client, f"/events/{event.slug}/changes") for look in (read, tell))

    assert said.index("Version 2 · 27 februari 2027, 13.00") < said.index("Version 1 · 26 februari")
    assert "3 pass har ändrats Byte av sal." in said
    assert "Nytt: onsdag 31 mars, 14.00–15.00" in said
    assert "Försvinner Finns inte längre i programmet: onsdag 31 mars, 14.00–15.00" in said
    assert "Före: onsdag 31 mars, 14.00–15.00 Nu: onsdag 31 mars, 15.00–16.00" in said
    assert "Före: Eken Nu: Linden" in said
    assert "Programmet är publicerat Första utgåvan." in said
    assert f"/sessions/{moved.code}" in html
    assert f"/sessions/{gone.code}" not in html


def test_the_feed_of_changes_is_atom_that_a_reader_can_follow(client: Visitor) -> None:
    event = an_event(title="Möten & <torg>", organiser="Exempelstad\x0b")
    session = a_session(event, title="Pass \x0b<1> & 2")
    a_release(event, days_ago=3)
    session.cancelled = True
    a_release(event, note="Inställt & klart.", days_ago=2)

    response = ask(client, f"/events/{event.slug}/changes.atom")
    feed = ET.fromstring(response.get_data())

    assert response.mimetype == "application/atom+xml"
    entries = feed.findall("a:entry", ATOM)
    ids = [element.findtext("a:id", "", ATOM) for element in (feed, *entries)]
    assert len(set(ids)) == 3
    assert all(id_.startswith("http://localhost/events/") for id_ in ids)
    assert feed.findtext("a:title", "", ATOM) == "Ändringar i programmet, Möten & <torg>"
    assert feed.findtext("a:author/a:name", "", ATOM) == "Exempelstad"
    for element in (feed, *entries):
        assert datetime.fromisoformat(element.findtext("a:updated", "", ATOM)).tzinfo
    assert entries[0].findtext("a:content", "", ATOM).split("\n") == [
        "Inställt & klart.",
        "Pass <1> & 2: Inställt",
    ]


def test_a_new_release_shows_within_a_second(
    client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Stopwatch(monkeypatch)
    event = an_event()
    session = a_session(event, title="Före")
    a_release(event, days_ago=2)
    address = f"/events/{event.slug}/schedule"
    assert "Före" in tell(client, address)

    session.title = "Efter"
    a_release(event)
    watch.seconds += 1

    assert "Efter" in tell(client, address)
    assert ask(client, address, If_None_Match='"old"').status_code == 200


def test_today_comes_first_while_the_event_runs(client: Visitor) -> None:
    event = two_days()
    with standing_at(event.starts_at + DAY):
        page = read(client, f"/events/{event.slug}/schedule", "en")

    assert page.index('id="day-2"') < page.index('id="day-1"')
    # What one does at a desk comes after it.
    assert page.index('id="day-1"') < page.index("Search the schedule")


def test_the_days_are_in_order_before_and_after_the_event(client: Visitor) -> None:
    event = two_days()
    for moment in (event.starts_at - DAY, event.ends_at + DAY):
        forget_pages(client)
        with standing_at(moment):
            page = read(client, f"/events/{event.slug}/schedule", "en")

        order = [page.index(words) for words in ("Search the", 'id="day-1"', 'id="day-2"')]
        assert order == sorted(order)
