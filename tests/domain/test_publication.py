"""The table of phases and outputs, walked through the real routes."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from icalendar import Calendar

from eventapp.documents.metadata import without_metadata
from eventapp.domain.delegation.feed import feed_token, renew_feed
from eventapp.domain.publication import SHOWING_BY_PHASE, Output, Phase, Showing
from eventapp.domain.registration import calendar_invitation, link
from eventapp.domain.schedule.material import MaterialText, UploadedFile, add_material
from eventapp.extensions import db
from eventapp.mail import registration as letters
from eventapp.models import (
    Audience,
    Delegation,
    Event,
    EventState,
    Registration,
    Series,
    Session,
    SessionKind,
)
from eventapp.views.files import file_store
from tests.builders import HOUR, NOON, a_registration, a_session, an_event, an_organisation
from tests.builders.delegation import the_delegation
from tests.builders.door import a_phone
from tests.views.public.pages import a_release, ask
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")

NOTICES = {
    "The event has been cancelled",
    "The event has been postponed",
    "has been cancelled",
    "Cancelled",
    "Postponed",
}
DOOR_COOKIE = "eventapp_door"


class Scene:
    """An event with everything that may leave the product, seen from outside."""

    def __init__(self, client: Visitor) -> None:
        self.client = client
        town = an_organisation("Exempelstad")
        self.event: Event = an_event(reserved={town: 2})
        self.event.series = Series(slug=f"serie-{self.event.slug}", title="Nätverket")
        self.session: Session = a_session(self.event, kind=SessionKind.PLENARY)
        choice = a_session(self.event, choice_group="b")
        a_release(self.event)
        self.registration: Registration = a_registration(self.event, sessions=(choice,))
        self.delegation: Delegation = the_delegation(self.event, town)
        self.feed = feed_token(renew_feed(self.delegation))
        self._add_material()
        _, token = a_phone(self.event)
        client.set_cookie(DOOR_COOKIE, token)
        db.session.commit()

    def _add_material(self) -> None:
        stored = file_store().store(without_metadata("text/plain", BytesIO(b"x")), most=10)
        text = MaterialText("Bilder", "sv", Audience.PUBLIC)
        upload = UploadedFile("bilder.txt", "text/plain", stored.checksum, stored.size)
        add_material(self.event, text, upload, actor="organizer", now=NOON)

    def enter(self, phase: Phase) -> None:
        """Put the event into a phase."""
        event = self.event
        if phase is Phase.OVER:
            event.starts_at, event.ends_at = NOON - 4 * HOUR, NOON - HOUR
        else:
            event.state = EventState(phase.value)
        event.revision += 1
        db.session.commit()

    def look(self, output: Output) -> Showing:
        """Return how the output shows the event now."""
        return PROBES[output](self)

    def public(self, below: str) -> str | None:
        """Return what the public address answers, or None for 404."""
        return self.read(f"/events/{self.event.slug}{below}")

    def own(self, below: str) -> str:
        """Return the address of a personal page."""
        return f"/registrations/{link.personal_token(self.registration)}{below}"

    def read(self, path: str) -> str | None:
        answer = ask(self.client, path, "en")
        assert answer.status_code in {200, 404}, (path, answer.status)
        return answer.text if answer.status_code == 200 else None


def _in_words(text: str | None) -> Showing:
    if text is None:
        return Showing.ABSENT
    return Showing.NOTICE if any(notice in text for notice in NOTICES) else Showing.PLAIN


def _in_entries(text: str | None) -> Showing:
    if text is None:
        return Showing.ABSENT
    entries = Calendar.from_ical(text).walk("VEVENT")
    (status,) = {str(entry["STATUS"]) for entry in entries}
    return {"CONFIRMED": Showing.PLAIN, "CANCELLED": Showing.WITHDRAWN}[status]


def _in_sessions(text: str | None, sign: str) -> Showing:
    if text is None:
        return Showing.ABSENT
    return Showing.PLAIN if sign in text else Showing.WITHDRAWN


def _xml(scene: Scene) -> Showing:
    text = scene.public("/schedule.xml")
    if text is None:
        return Showing.ABSENT
    return Showing.PLAIN if ET.fromstring(text).findall(".//event") else Showing.WITHDRAWN


def _pdf(scene: Scene) -> Showing:
    answer = scene.client.get(
        f"/events/{scene.event.slug}/schedule.pdf", headers={"Accept-Language": "en"}
    )
    if answer.status_code == 404:
        return Showing.ABSENT
    with pypdfium2.PdfDocument(answer.data) as document:
        return _in_words(document[0].get_textpage().get_text_bounded())


def _mail(scene: Scene) -> Showing:
    if scene.public("/registration/new") is None:
        return Showing.ABSENT  # nobody can register, so nobody is written to
    turn = calendar_invitation.invite(scene.registration)
    letter = letters.link_again(scene.registration, turn, "1")
    return Showing.PLAIN if letter.calendar else Showing.WITHDRAWN


def _ticket(scene: Scene) -> Showing:
    page = ask(scene.client, scene.own("/ticket"), "en")
    printed = scene.client.get(scene.own("/ticket.pdf"))
    assert page.status_code == printed.status_code
    if page.status_code == 200:
        return _in_words(page.text)
    return Showing.WITHDRAWN if "no ticket is needed" in page.text else Showing.ABSENT


def _found(answer: int) -> Showing:
    return {200: Showing.PLAIN, 404: Showing.ABSENT}[answer]


PROBES: dict[Output, Callable[[Scene], Showing]] = {
    Output.PAGE: lambda s: _in_words(s.public("")),
    Output.SERIES_PAGE: lambda s: _in_words(s.read(f"/series/serie-{s.event.slug}")),
    Output.EVENT_CALENDAR: lambda s: _in_entries(s.public(".ics")),
    Output.SERIES_CALENDAR: lambda s: _in_entries(s.read(f"/series/serie-{s.event.slug}.ics")),
    Output.SCHEDULE_CALENDAR: lambda s: _in_entries(s.public("/schedule.ics")),
    Output.SESSION_CALENDAR: lambda s: _in_entries(s.public(f"/sessions/{s.session.code}.ics")),
    Output.PARTICIPANT_FEED: lambda s: _in_entries(
        s.read(f"/registrations/{link.agenda_token(s.registration)}/agenda.ics")
    ),
    Output.DELEGATION_FEED: lambda s: _in_entries(s.read(f"/delegations/{s.feed}/calendar.ics")),
    Output.SCHEDULE_JSON: lambda s: _in_sessions(s.public("/schedule.json"), s.session.title),
    Output.SCHEDULE_XML: _xml,
    Output.SCHEDULE_PDF: _pdf,
    Output.CHANGES_FEED: lambda s: _in_words(s.public("/changes.atom")),
    Output.MATERIALS: lambda s: _found(
        s.client.get(f"/events/{s.event.slug}/materials.zip").status_code
    ),
    Output.MAIL: _mail,
    Output.TICKET: _ticket,
    Output.ROSTER: lambda s: _found(s.client.get("/api/v1/door/roster").status_code),
    Output.API: lambda s: _found(
        s.client.post(
            "/api/v1/door/search", json={"q": "vår"}, headers={"Origin": "http://localhost"}
        ).status_code
    ),
}


@pytest.fixture
def scene(client: Visitor) -> Scene:
    return Scene(client)


def test_every_output_is_probed() -> None:
    assert set(PROBES) == set(Output)


@pytest.mark.parametrize("phase", Phase)
def test_every_output_shows_an_event_as_the_table_says(scene: Scene, phase: Phase) -> None:
    scene.enter(phase)

    seen = {output.value: scene.look(output).value for output in Output}

    assert seen == {output.value: SHOWING_BY_PHASE[phase][output].value for output in Output}


def test_what_is_over_is_shown_like_what_is_published() -> None:
    for output in Output:
        assert SHOWING_BY_PHASE[Phase.OVER][output] is SHOWING_BY_PHASE[Phase.PUBLISHED][output]


def test_a_postponed_event_is_confirmed_again_at_its_new_time(scene: Scene) -> None:
    scene.enter(Phase.POSTPONED)
    scene.event.starts_at += timedelta(days=7)
    scene.event.ends_at += timedelta(days=7)
    scene.enter(Phase.PUBLISHED)

    feed = f"/registrations/{link.agenda_token(scene.registration)}/agenda.ics"
    for text in (scene.public(".ics"), scene.read(feed)):
        assert _in_entries(text) is Showing.PLAIN
        assert text is not None
        assert f"{scene.event.starts_at:%Y%m%d}T" in text
