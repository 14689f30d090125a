"""What staff see: the organizer's pages, the door, and signing in."""

from typing import Any

from sqlalchemy import select

from eventapp.clock import utcnow
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import (
    Delegation,
    Device,
    Event,
    EventState,
    Registration,
    RegistrationQuestion,
    RegistrationState,
    Room,
    Speaker,
    Track,
)
from tests.builders import HOUR, a_registration, a_session
from tests.journeys.demo_event import an_event_soon, app_on_demo_database, with_two_sessions_at_once
from tests.journeys.signed_in_pages import PageView, page_views
from tests.server import LiveServer

EVENT = "/organizer/events/<slug>"
PART = f"{EVENT}/<any(rooms, tracks, speakers):kind>"
# Addresses that show a page, each with its faces: `own` is the event under way, `past` the one
# with everything in it, `draft` has nothing and in `clash` sessions collide.
DESK: dict[str, tuple[str, ...]] = {
    "/account": ("/account",),
    "/organizer": ("/organizer",),
    "/organizer/events/new": ("/organizer/events/new",),
    "/organizer/log": (
        "/organizer/log",
        "/organizer/log?group=changed",
        "/organizer/log?q=finns-inte",
        "/organizer/log?since=i+g%C3%A5r",
    ),
    "/organizer/outbox": ("/organizer/outbox", "/organizer/outbox?state=done"),
    "/organizer/series": ("/organizer/series",),
    "/organizer/series/new": ("/organizer/series/new",),
    EVENT: ("{own}", "{draft}", "{clash}", "{past}", "{meeting}"),
    PART: tuple(f"{{{e}}}/{k}" for e in ("own", "draft") for k in ("rooms", "tracks", "speakers")),
    f"{PART}/<code>": ("{past}/rooms/{room}", "{past}/tracks/{track}", "{past}/speakers/{speaker}"),
    f"{EVENT}/calling-off/new": ("{own}/calling-off/new",),
    f"{EVENT}/copies/new": ("{own}/copies/new",),
    f"{EVENT}/delegations": ("{own}/delegations", "{draft}/delegations"),
    f"{EVENT}/delegations/<code>": ("{own}/delegations/{delegation}",),
    f"{EVENT}/door": ("{own}/door", "{own}/door?show=odd", "{draft}/door"),
    f"{EVENT}/door/devices": ("{own}/door/devices", "{draft}/door/devices"),
    f"{EVENT}/door/devices/<code>": ("{own}/door/devices/{paired}", "{own}/door/devices/{invited}"),
    f"{EVENT}/door/devices/<code>/revocation": ("{own}/door/devices/{paired}/revocation",),
    f"{EVENT}/edit": ("{own}/edit",),
    f"{EVENT}/kitchen": ("{own}/kitchen", "{draft}/kitchen"),
    f"{EVENT}/log": ("{own}/log", "{draft}/log?group=door"),
    f"{EVENT}/materials": ("{past}/materials", "{draft}/materials"),
    f"{EVENT}/meeting": ("{meeting}/meeting", "{own}/meeting"),
    f"{EVENT}/postponement/new": ("{own}/postponement/new",),
    f"{EVENT}/questions": ("{own}/questions", "{draft}/questions"),
    f"{EVENT}/questions/<code>": ("{own}/questions/{question}",),
    f"{EVENT}/registrations": (
        "{own}/registrations",
        "{own}/registrations?state=waitlisted",
        "{own}/registrations?q=finns-inte",
        "{draft}/registrations",
    ),
    f"{EVENT}/registrations/<code>": (
        "{own}/registrations/{coming}",
        "{past}/registrations/{cancelled}",
        "{clash}/registrations/{waiting}",
    ),
    f"{EVENT}/schedule": ("{past}/schedule", "{draft}/schedule", "{clash}/schedule"),
    f"{EVENT}/schedule/release/new": (
        "{clash}/schedule/release/new",
        "{draft}/schedule/release/new",
    ),
    f"{EVENT}/sessions/<code>": ("{past}/sessions/p05",),
    f"{EVENT}/sessions/new": ("{past}/sessions/new", "{draft}/sessions/new"),
}
DOOR: dict[str, list[PageView]] = {
    "/door": page_views("/door") + page_views("/door", by=Role.DOOR_STAFF),
    "/door/pair/<token>": page_views("{pairing}") + page_views("/door/pair/spent", status=410),
    "/door/shell": page_views("/door/shell"),
    "/sign-in": page_views("/sign-in"),
    "/sign-in/links/<token>": page_views("{signing}")
    + page_views("/sign-in/links/spent", status=410),
}
PAGES = (*DESK, *DOOR)
# Addresses that answer something else than a page, each with what it is.
NO_PAGES = {
    "/door/manifest.webmanifest": "for phones",
    "/door/service-worker.js": "a program",
    "/sign-in/code": "a page that only a right password leads to; looked at on the way in",
}


def organizer_pages(live: LiveServer) -> dict[str, list[PageView]]:
    """Addresses by rule: one at least of each, more where a page has several faces."""
    with app_on_demo_database(live):
        names = {**_own_events(), **_sample_names(live)}
    faces = {rule: page_views(*each, by=Role.ADMIN) for rule, each in DESK.items()} | DOOR
    return {
        rule: [PageView(each.address.format(**names), each.by, each.status) for each in found]
        for rule, found in faces.items()
    }


def _own_events() -> dict[str, str]:
    """A draft with nothing in it, and an event two of whose sessions share a room."""
    empty = an_event_soon(seats=12, slug="desk-draft", title="Ett utkast utan innehåll")
    empty.state = EventState.DRAFT
    full = an_event_soon(seats=1, slug="desk-clash", title="Krockande verkstad")
    chosen, other = with_two_sessions_at_once(full)
    chosen.room = other.room = Room(event_id=full.id, name="Stora salen")
    a_session(full, title="Efteråt", starts_at=full.starts_at + 3 * HOUR)
    _coming, waiting = (a_registration(full, sessions=(chosen,), now=utcnow()) for _ in range(2))
    db.session.commit()
    return {
        "draft": f"/organizer/events/{empty.slug}",
        "clash": f"/organizer/events/{full.slug}",
        "waiting": waiting.code,
    }


def _sample_names(live: LiveServer) -> dict[str, str]:
    """An address or a code in the sample for each name."""
    addresses = live.addresses
    own, past = (_event(Event.slug == addresses[each]) for each in ("event_live", "event"))
    meeting = _event(Event.series_id.is_not(None))
    state, still = Registration.state, Device.revoked_at.is_(None)
    return {
        "own": f"/organizer/events/{own.slug}",
        "past": f"/organizer/events/{past.slug}",
        "meeting": f"/organizer/events/{meeting.slug}",
        "room": _code(Room, past),
        "track": _code(Track, past),
        "speaker": _code(Speaker, past),
        "question": _code(RegistrationQuestion, own),
        "delegation": _code(Delegation, own),
        "paired": _code(Device, own, still, Device.paired_at.is_not(None)),
        "invited": _code(Device, own, still, Device.paired_at.is_(None)),
        "coming": _code(Registration, own, state == RegistrationState.CONFIRMED),
        "cancelled": _code(Registration, past, state == RegistrationState.CANCELLED),
        "pairing": addresses["door_pairing"].removeprefix(live.base),
        "signing": addresses["admin_sign_in"].removeprefix(live.base),
    }


def _event(*where: Any) -> Event:
    return db.session.scalars(select(Event).where(*where).order_by(Event.id).limit(1)).one()


def _code(kind: Any, event: Event, *where: Any) -> str:
    """The code of the first of that kind at the event."""
    wanted = select(kind.code).where(kind.event_id == event.id, *where)
    return str(db.session.scalars(wanted.order_by(kind.id).limit(1)).one())
