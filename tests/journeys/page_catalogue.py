"""Every page of the running demo, by the rule that answers it.

Here are the public pages and those of participants; those of staff and of guests have lists of
their own, which are added at the end.
"""

import json
from urllib.request import urlopen

from flask import Flask
from sqlalchemy import select

from eventapp.clock import utcnow
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.link import personal_token
from eventapp.extensions import db
from eventapp.models import (
    Audience,
    Event,
    EventState,
    Material,
    Promotion,
    Registration,
    RegistrationState,
    Room,
    SessionQuestion,
)
from tests.builders import a_registration
from tests.journeys import guest_pages, organizer_pages
from tests.journeys.approval_pages import approval_pages
from tests.journeys.demo_event import an_event_soon, app_on_demo_database, with_two_sessions_at_once
from tests.journeys.signed_in_pages import PageView, page_views
from tests.server import LiveServer

# Addresses that show a page.
OPEN_PAGES = (
    "/",
    "/accessibility",
    "/privacy",
    "/cookies",
    "/events/<slug>",
    "/events/<slug>/changes",
    "/events/<slug>/registration/new",
    "/events/<slug>/registration/party/new",
    "/events/<slug>/registration/party/received",
    "/events/<slug>/registration/received",
    "/events/<slug>/rooms",
    "/events/<slug>/rooms/<code>",
    "/events/<slug>/schedule",
    "/events/<slug>/search",
    "/events/<slug>/materials/requests/received",
    "/events/<slug>/materials/<code>/requests/new",
    "/events/<slug>/sessions/<code>",
    "/mailbox",
    "/mailbox/<message_id>",
    "/registrations",
    "/registrations/sent",
    "/registrations/<token>",
    "/registrations/<token>/copy",
    "/registrations/<token>/now",
    "/registrations/<token>/schedule",
    "/registrations/<token>/results",
    "/registrations/<token>/questions",
    "/registrations/<token>/questions/<code>/withdrawal/new",
    "/registrations/<token>/feedback",
    "/registrations/<token>/edit",
    "/registrations/<token>/cancellation/new",
    "/registrations/<token>/erasure/new",
    "/registrations/<token>/ticket",
    "/series/<slug>",
    "/styleguide",
)
# Addresses that answer something else than a page, each with what it is.
OPEN_NO_PAGES = {
    "/assets/site.css": "the stylesheet",
    "/assets/door.css": "the door's stylesheet",
    "/events/<slug>.ics": "a calendar",
    "/events/<slug>/picture": "a picture",
    "/events/<slug>/changes.atom": "a feed",
    "/experiences.atom": "a feed",
    "/events/<slug>/schedule.ics": "a calendar",
    "/events/<slug>/schedule.json": "for programs",
    "/events/<slug>/schedule.xml": "for programs",
    "/events/<slug>/schedule.pdf": "a file; tagged, see tests/documents",
    "/events/<slug>/schedule-a5.pdf": "a file",
    "/events/<slug>/sessions/<code>.ics": "a calendar",
    "/events/<slug>/registration": "leads to the form",
    "/events/<slug>/registration/party": "leads to the form",
    "/healthz": "for operators' programs",
    "/metrics": "for operators' programs, with their token",
    "/mailbox.json": "for programs",
    "/mailbox/<message_id>.eml": "a file",
    "/mailbox/<message_id>/letter": "a letter, drawn for mail programs",
    "/readyz": "for operators' programs",
    "/registrations/day": "kept by phones that remember; see test_stored_day",
    "/registrations/day/picture": "a picture",
    "/registrations/<token>/picture": "a picture",
    "/registrations/service-worker.js": "a script",
    "/registrations/<token>/agenda.ics": "a calendar",
    "/registrations/<token>/copy.json": "a file",
    "/registrations/<token>/erasure/<confirmation>": "a page that only a letter leads to",
    "/registrations/<token>/feedback/<code>": "leads to a form of a survey",
    "/registrations/<token>/ticket.pdf": "a file; tagged, see tests/documents",
    "/registrations/<token>/ticket.png": "a picture",
    "/registrations/<token>/ticket.svg": "a picture",
    "/series/<slug>.ics": "a calendar",
    "/static/<path:filename>": "files",
}
PAGES = (*OPEN_PAGES, *organizer_pages.PAGES, *guest_pages.PAGES)
NO_PAGES = {**OPEN_NO_PAGES, **organizer_pages.NO_PAGES, **guest_pages.NO_PAGES}


def rules(app: Flask) -> set[str]:
    """The rules that answer GET, those of files and feeds aside."""
    return {
        rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())
    } - set(NO_PAGES)


def page_catalogue(live: LiveServer) -> dict[str, list[PageView]]:
    """Addresses by rule: one at least of each, more where a page has variants."""
    views = {
        **{rule: page_views(*addresses) for rule, addresses in _open(live).items()},
        **organizer_pages.organizer_pages(live),
        **guest_pages.guest_pages(live),
    }
    _confirmed, *placeless, _present = views["/registrations/<token>"]
    tickets = [f"{view.address}/ticket" for view in placeless]
    views["/registrations/<token>/ticket"] += page_views(*tickets, status=404)
    for variants in (guest_pages.more_page_variants(live), approval_pages(live)):
        for rule, faces in variants.items():
            views[rule] = [*views[rule], *faces]
    return views


def _a_withdrawal(live: LiveServer) -> str:
    """Where somebody takes back the question that the lecturer has answered."""
    with app_on_demo_database(live):
        question = db.session.scalars(
            select(SessionQuestion).where(SessionQuestion.answer != "").limit(1)
        ).one()
        token = personal_token(question.registration)
        return f"/registrations/{token}/questions/{question.code}/withdrawal/new"


def _a_format_request(live: LiveServer) -> str:
    """Where another format of the first material that everybody may have is asked for."""
    slug = live.addresses["event"]
    with app_on_demo_database(live):
        code = db.session.scalar(
            select(Material.code)
            .join(Event, Event.id == Material.event_id)
            .where(Event.slug == slug, Material.audience == Audience.PUBLIC)
            .order_by(Material.id)
        )
    return f"/events/{slug}/materials/{code}/requests/new"


def _open(live: LiveServer) -> dict[str, list[str]]:
    known = live.addresses
    slugs = [known["event"], known["event_live"], known["event_open"], known["last_seats"]["event"]]
    people = _people(live)
    own = [f"/registrations/{token}" for token in people.values()]
    return {
        "/": ["/", "/?q=torg", "/?q=finns-inte"],
        "/accessibility": ["/accessibility"],
        "/privacy": ["/privacy"],
        "/cookies": ["/cookies"],
        "/events/<slug>": [f"/events/{slug}" for slug in (*slugs, "a11y-full", "a11y-called-off")],
        "/events/<slug>/changes": [f"/events/{known['event']}/changes"],
        "/events/<slug>/registration/new": [
            f"/events/{slug}/registration/new"
            for slug in (known["event_open"], "a11y-full", known["event"])
        ],
        "/events/<slug>/registration/party/new": [
            f"/events/{slug}/registration/party/new" for slug in (known["event_open"], "a11y-full")
        ],
        "/events/<slug>/registration/party/received": [
            f"/events/{known['event_open']}/registration/party/received?state={state}"
            for state in ("confirmed", "waitlisted", "some")
        ],
        "/events/<slug>/registration/received": [
            f"/events/{known['event_open']}/registration/received?state={state}"
            for state in ("confirmed", "waitlisted")
        ],
        "/events/<slug>/rooms": [f"/events/{slug}/rooms" for slug in slugs[:2]],
        "/events/<slug>/rooms/<code>": [_a_room(live)],
        "/events/<slug>/schedule": [f"/events/{slug}/schedule" for slug in slugs[:2]],
        "/events/<slug>/materials/requests/received": [
            f"/events/{known['event']}/materials/requests/received"
        ],
        "/events/<slug>/materials/<code>/requests/new": [_a_format_request(live)],
        "/events/<slug>/search": [f"/events/{known['event']}/search?q=plats"],
        "/events/<slug>/sessions/<code>": [f"/events/{known['event']}/sessions/p05"],
        "/mailbox": ["/mailbox", "/mailbox?q=finns-inte"],
        "/mailbox/<message_id>": [_a_message(live)],
        "/registrations": ["/registrations"],
        "/registrations/sent": ["/registrations/sent"],
        "/registrations/<token>": own,
        "/registrations/<token>/copy": [f"{address}/copy" for address in own],
        "/registrations/<token>/edit": [f"{own[0]}/edit"],
        "/registrations/<token>/now": [
            f"/registrations/{token}/now"
            for token in (people["confirmed"], token_of_the_past(live, known["event_live"]))
        ],
        "/registrations/<token>/schedule": [
            f"/registrations/{token_of_the_past(live, known['event_live'])}/schedule",
            f"/registrations/{token_of_the_past(live)}/schedule?day=own",
        ],
        "/registrations/<token>/feedback": [f"{own[0]}/feedback"],
        "/registrations/<token>/results": [f"/registrations/{token_of_the_past(live)}/results"],
        "/registrations/<token>/questions": [f"{own[0]}/questions", f"{own[-1]}/questions"],
        "/registrations/<token>/questions/<code>/withdrawal/new": [_a_withdrawal(live)],
        "/registrations/<token>/cancellation/new": [f"{own[0]}/cancellation/new"],
        "/registrations/<token>/erasure/new": [f"{address}/erasure/new" for address in own],
        "/registrations/<token>/ticket": [f"{own[0]}/ticket"],
        "/series/<slug>": ["/series/natverkstraffar-2023-2024"],
        "/styleguide": ["/styleguide"],
    }


def _a_room(live: LiveServer) -> str:
    """A room of the event that is on."""
    slug = live.addresses["event_live"]
    with app_on_demo_database(live):
        code = db.session.scalar(
            select(Room.code).join(Event, Event.id == Room.event_id).where(Event.slug == slug)
        )
    return f"/events/{slug}/rooms/{code}"


def token_of_the_past(live: LiveServer, slug: str = "") -> str:
    """The personal token of somebody with a place at this event, or at the one that is over."""
    with app_on_demo_database(live):
        registration = db.session.scalar(
            select(Registration)
            .join(Event, Event.id == Registration.event_id)
            .where(
                Event.slug == (slug or live.addresses["event"]),
                Registration.state == RegistrationState.CONFIRMED,
            )
            .order_by(Registration.id)
        )
        assert registration is not None
        return personal_token(registration)


def _people(live: LiveServer) -> dict[str, str]:
    """A personal token for each state of a registration."""
    with app_on_demo_database(live):
        full = an_event_soon(
            seats=1, slug="a11y-full", title="Fullsatt verkstad", promotion=Promotion.OFFER
        )
        open_still = an_event_soon(seats=9, slug="a11y-open", title="Öppen verkstad")
        chosen, _other = with_two_sessions_at_once(open_still)
        called_off = an_event_soon(seats=1, slug="a11y-called-off", title="Inställd verkstad")
        called_off.state = EventState.CANCELLED
        now = utcnow()
        gone = a_registration(full, now=now)
        offered, waiting = (a_registration(full, now=now) for _ in range(2))
        cancel(gone, now=now)
        confirmed = a_registration(open_still, sessions=(chosen,), now=now)
        people = {
            "confirmed": confirmed,
            "offered": offered,
            "waitlisted": waiting,
            "cancelled": gone,
        }
        assert {name: person.state.value for name, person in people.items()} == {
            n: n for n in people
        }
        tokens = {name: personal_token(person) for name, person in people.items()}
        db.session.commit()
    return {**tokens, "at the event": live.addresses["ticket"].split("/")[-2]}


def _a_message(live: LiveServer) -> str:
    with urlopen(f"{live.base}/mailbox.json", timeout=10) as answer:
        return f"/mailbox/{json.load(answer)[0]['id']}"
