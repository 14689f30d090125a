"""A person's calendar through an event's life: by letters, by feed and as a file, in four readers.

Three read it here; `tests/soak/test_calendar_readers.py` gets more of them.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import vobject
from flask import Flask
from icalendar import Calendar
from playwright.sync_api import Browser

from eventapp.clock import standing_at
from eventapp.domain.delegation.feed import feed_token, renew_feed
from eventapp.domain.event.calendar_status import calendar_status
from eventapp.domain.event.draft import EDITABLE_FIELDS, EventText, edit_event
from eventapp.domain.event.lifecycle import cancel_event, postpone_event, resume_event
from eventapp.domain.event.release import release_schedule
from eventapp.domain.registration import link
from eventapp.extensions import db
from eventapp.mail.message import Letter
from eventapp.models import Event, Registration, Series, SessionKind
from eventapp.worker import handlers, loop
from tests.builders import DAY, HOUR, a_registration, a_session, an_event
from tests.builders.delegation import the_delegation
from tests.builders.people import an_organisation
from tests.builders.speaker import a_speaker, invite
from tests.documents.test_calendar_in_browser import read_each_in_browser
from tests.views.public.pages import Stopwatch
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")
TEN_MINUTES = timedelta(minutes=10)
SPEAKER = "talar@town.example"
# (start, end, is cancelled) of an entry, in seconds since 1970.
Entry = tuple[float, float, bool]


def read_with_icalendar(document: bytes) -> dict[str, Entry]:
    return {
        str(entry["UID"]): (
            entry["DTSTART"].dt.timestamp(),
            entry["DTEND"].dt.timestamp(),
            entry["STATUS"] == "CANCELLED",
        )
        for entry in Calendar.from_ical(document).walk("VEVENT")
    }


def read_with_vobject(document: bytes) -> dict[str, Entry]:
    return {
        entry.uid.value: (
            entry.dtstart.value.timestamp(),
            entry.dtend.value.timestamp(),
            entry.status.value == "CANCELLED",
        )
        for entry in vobject.readOne(document.decode()).vevent_list
    }


class Life:
    """An event that goes on for some days, a person who comes, and what their calendar is sent."""

    def __init__(self, client: Visitor, monkeypatch: pytest.MonkeyPatch, days: int) -> None:
        self.client, self.watch = client, Stopwatch(monkeypatch)
        self.letters: list[Letter] = []
        monkeypatch.setattr(handlers, "send", self.letters.append)
        organisation = an_organisation()
        starts_at = datetime(2027, 1, 12, 8, tzinfo=UTC)
        ends_at = datetime(2027, 1, 12, 15, tzinfo=UTC) + (days - 1) * DAY
        self.now = starts_at - 5 * DAY
        event = an_event(
            starts_at=starts_at,
            ends_at=ends_at,
            registration_opens_at=starts_at - 9 * DAY,
            registration_closes_at=starts_at,
            reserved={organisation: 1},
            series=Series(slug=f"serie-{days}", title="Nätverket"),
        )
        a_session(event, kind=SessionKind.PLENARY, ends_at=starts_at + 9 * HOUR)
        chosen = a_session(event, starts_at=starts_at + 2 * HOUR)
        a_session(event, kind=SessionKind.PLENARY, starts_at=ends_at - HOUR, ends_at=ends_at)
        a_speaker(event, chosen, email=SPEAKER)
        invite(event, now=self.now)
        release_schedule(event, actor="organizer", now=self.now)
        registration = a_registration(event, now=self.now, sessions=(chosen,))
        self.event_id, self.registration_id = event.id, registration.id
        self.chosen_at = chosen.starts_at.timestamp(), chosen.ends_at.timestamp()
        self.delegation_feed = feed_token(renew_feed(the_delegation(event, organisation)))
        self.by_mail: dict[str, tuple[int, Entry]] = {}
        self.by_mail_to_speaker: dict[str, tuple[int, Entry]] = {}
        self.documents: list[bytes] = []

    @property
    def event(self) -> Event:
        return db.session.get_one(Event, self.event_id)

    @property
    def registration(self) -> Registration:
        return db.session.get_one(Registration, self.registration_id)

    def work(self) -> None:
        """Let the letters go, and take what they bring into the calendar, as it would be."""
        self.now += TEN_MINUTES
        db.session.commit()
        with standing_at(self.now):
            loop.run_all()
        for letter in self.letters:
            entries = self.by_mail_to_speaker if letter.to == SPEAKER else self.by_mail
            for part in letter.calendars:
                self.documents.append(part.ics)
                (entry,) = Calendar.from_ical(part.ics).walk("VEVENT")
                ((uid, read),) = read_with_icalendar(part.ics).items()
                assert entry["SEQUENCE"] >= entries.get(uid, (0, read))[0]
                entries[uid] = entry["SEQUENCE"], read
        self.letters.clear()

    def feed(self) -> dict[str, tuple[int, Entry]]:
        """What the person subscribes to."""
        return self.fetched(f"/registrations/{link.agenda_token(self.registration)}/agenda.ics")

    def published(self) -> dict[str, tuple[int, Entry]]:
        """The file that everybody may fetch from the event's page, which is cached for a second."""
        self.watch.seconds += 2
        return self.fetched(f"/events/{self.event.slug}.ics")

    def series(self) -> dict[str, tuple[int, Entry]]:
        """The series' calendar, in which the event is the only meeting."""
        assert self.event.series
        return self.fetched(f"/series/{self.event.series.slug}.ics")

    def organisation(self) -> dict[str, tuple[int, Entry]]:
        """What an organisation with places subscribes to."""
        return self.fetched(f"/delegations/{self.delegation_feed}/calendar.ics")

    def fetched(self, address: str) -> dict[str, tuple[int, Entry]]:
        document = self.client.get(address).data
        self.documents.append(document)
        numbers = {
            str(entry["UID"]): entry["SEQUENCE"]
            for entry in Calendar.from_ical(document).walk("VEVENT")
        }
        return {uid: (numbers[uid], read) for uid, read in read_with_icalendar(document).items()}

    def move(self, later: timedelta) -> None:
        values: dict[str, Any] = {name: getattr(self.event, name) for name in EDITABLE_FIELDS}
        values["starts_at"] += later
        values["ends_at"] += later
        text = EventText(slug="", **values)
        edit_event(self.event, text, version=self.event.version, actor="o", now=self.now)


@pytest.mark.parametrize("days", [1, 2])
def test_a_thing_is_one_entry_in_letters_and_feed_through_the_life_of_an_event(
    client: Visitor, browser: Browser, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    life = Life(client, monkeypatch, days)
    acts = {
        "registered": lambda: None,
        "moved": lambda: life.move(7 * DAY),
        "postponed": lambda: postpone_event(life.event, actor="o", reason="Snö", now=life.now),
        "resumed": lambda: resume_event(life.event, actor="o", now=life.now),
        "called off": lambda: cancel_event(life.event, actor="o", reason="Snö", now=life.now),
    }
    published: dict[str, tuple[int, Entry]] = {}
    organisation: dict[str, tuple[int, Entry]] = {}
    for act, do in acts.items():
        do()
        waiting = calendar_status(life.event)
        assert (waiting.newest, waiting.on_the_way) == (0, 1), act
        life.work()
        by_mail = dict(life.by_mail)

        assert life.feed() == by_mail, act
        assert calendar_status(life.event).newest == 1, act
        assert len(by_mail) == days + 1, act
        off = act in {"postponed", "called off"}
        assert {read[2] for _sequence, read in by_mail.values()} == {off}, act
        for _sequence, (starts, ends, _off) in by_mail.values():
            assert 0 < ends - starts <= 9 * 3600, act
        before, published = published, life.published()
        assert before.keys() <= published.keys(), act
        assert len(published) == days, act
        assert {read for _n, read in published.values()} <= {read for _n, read in by_mail.values()}
        for uid, (sequence, read) in before.items():
            assert published[uid][0] >= sequence + (published[uid][1] != read), act
        assert life.series() == published, act
        ((_sequence, (starts, ends, called_off)),) = life.by_mail_to_speaker.values()
        assert (starts, ends) == life.chosen_at, act
        assert called_off is off, act
        before, organisation = organisation, life.organisation()
        assert before.keys() <= organisation.keys(), act
        reads = [read for _sequence, read in organisation.values()]
        assert {read for _sequence, read in published.values()} <= set(reads), act
        assert len(reads) == days + 2, act
        assert {called_off for *_at, called_off in reads} == {off}, act
        for uid, (sequence, read) in before.items():
            assert organisation[uid][0] >= sequence + (organisation[uid][1] != read), act

    first = life.documents[0]
    assert len(read_with_icalendar(first)) == 1
    for document in life.documents:
        expected = read_with_icalendar(document)
        assert read_with_vobject(document) == expected
    in_browser = read_each_in_browser(browser, life.documents)
    for document, entries in zip(life.documents, in_browser, strict=True):
        read = {str(e[3]): (e[0], e[1], e[4] == "CANCELLED") for e in entries}
        assert read == read_with_icalendar(document)
        numbers = {
            str(e["UID"]): e["SEQUENCE"] for e in Calendar.from_ical(document).walk("VEVENT")
        }
        assert {str(e[3]): e[5] for e in entries} == numbers


def test_days_of_several_begin_and_end_as_their_sessions_do(
    client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = Life(client, monkeypatch, 2)
    life.work()
    at = sorted(read[:2] for _sequence, read in life.by_mail.values())

    hours = [
        tuple(datetime.fromtimestamp(moment, UTC).strftime("%d %H") for moment in entry)
        for entry in at
    ]
    assert hours == [("12 08", "12 17"), ("12 10", "12 11"), ("13 14", "13 15")]


def test_what_is_cancelled_says_so_in_its_title_too(
    client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = Life(client, monkeypatch, 2)
    life.work()
    cancel_event(life.event, actor="o", reason="Snö", now=life.now)
    life.work()
    title = life.event.title
    feed = f"/registrations/{link.agenda_token(life.registration)}/agenda.ics"

    for address in (
        feed,
        f"/events/{life.event.slug}.ics",
        f"/events/{life.event.slug}/schedule.ics",
    ):
        for entry in Calendar.from_ical(client.get(address).data).walk("VEVENT"):
            assert str(entry["SUMMARY"]).startswith("Inställt: "), address
    assert f"Inställt: {title}" in client.get(feed).text.replace("\r\n ", "")


def test_an_unchanged_feed_is_not_sent_again(
    app: Flask, client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = Life(client, monkeypatch, 2)
    life.work()
    feed = f"/registrations/{link.agenda_token(life.registration)}/agenda.ics"
    with standing_at(life.now):
        first = client.get(feed)
    with standing_at(life.now + DAY):
        again = client.get(feed, headers={"If-None-Match": first.headers["ETag"]})
    life.move(HOUR)
    moved = client.get(feed, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, moved.status_code) == (200, 304, 200)
    stamps = {e["DTSTAMP"].dt for e in Calendar.from_ical(moved.data).walk("VEVENT")[:2]}
    assert stamps == {life.now}
