"""What guests see beside events: surveys, the exchange, and the pages of coordinators."""

from eventapp.domain.permission import Role
from tests.journeys import guest_content
from tests.journeys.demo_event import app_on_demo_database
from tests.journeys.signed_in_pages import PageView, page_views
from tests.server import LiveServer

CARD, EXCHANGE = "/experiences/<code>", "/experiences/exchange"
SURVEYS = "/organizer/events/<slug>/surveys"
ONE = f"{SURVEYS}/<code>"
# Addresses that show a page, each with its faces: who looks, and at what.
GUESTS: dict[str, tuple[str, ...]] = {
    "/experiences": (
        "/experiences",
        "/experiences?q=tilliten&area=unga",
        "/experiences?q=finns-ej",
        "/experiences?q=tryghetsvandring",
        "/experiences?q=kriminaliteten&cost=up-to-50&outcome=failed",
    ),
    CARD: ("/experiences/{card}", "/experiences/{failed}"),
    f"{CARD}/adaptations/new": ("/experiences/{card}/adaptations/new",),
    f"{CARD}/adaptations/received": ("/experiences/{card}/adaptations/received",),
    EXCHANGE: (EXCHANGE, f"{EXCHANGE}?q=finns-ej"),
    f"{EXCHANGE}/<code>/contacts/new": (f"{EXCHANGE}/{{listing}}/contacts/new",),
    f"{EXCHANGE}/<code>/contacts/received": (f"{EXCHANGE}/{{listing}}/contacts/received",),
    f"{CARD}/contacts/new": ("/experiences/{card}/contacts/new",),
    f"{CARD}/contacts/received": ("/experiences/{card}/contacts/received",),
    "/mailbox/experiences/<code>/<token>": (
        "/mailbox/experiences/{others}/{others_link}",
        "/mailbox/experiences/{unread}/{unread_link}",
    ),
    "/mailbox/contacts/<code>/<token>": ("/mailbox/contacts/{asked}/{asked_link}",),
    "/experiences/spread": ("/experiences/spread",),
    "/experiences/leads/new": ("/experiences/leads/new", "/experiences/leads/new?event={live}"),
    "/experiences/leads/received": ("/experiences/leads/received",),
    "/certificates/<token>": ("/certificates/{certificate}",),
    "/results/<token>": ("/results/{result}",),
    "/surveys/received": ("/surveys/received?event={live}",),
}
LOOKING_AFTER: dict[str, tuple[str, ...]] = {
    "/delegations": ("/delegations",),
    "/delegations/<code>": (
        "/delegations/{invited}",
        "/delegations/{coming}",
        "/delegations/{now}",
        "/delegations/{past}",
    ),
    "/delegations/<code>/absence/new": ("/delegations/{invited}/absence/new",),
    "/delegations/<code>/seat-request/new": ("/delegations/{invited}/seat-request/new",),
    "/delegations/<code>/people/list/new": (
        "/delegations/{coming}/people/list/new",
        "/delegations/{past}/people/list/new",
    ),
    "/delegations/<code>/people/new": (
        "/delegations/{coming}/people/new",
        "/delegations/{past}/people/new",
    ),
    "/delegations/<code>/people/<person_code>/cancellation/new": (
        "/delegations/{coming}/people/{person}/cancellation/new",
    ),
    "/delegations/<code>/people/<person_code>/replacement/new": (
        "/delegations/{coming}/people/{person}/replacement/new",
    ),
    "/own-organisation": ("/own-organisation",),
    "/own-organisation/agenda": ("/own-organisation/agenda",),
    "/own-organisation/results/<code>": ("/own-organisation/results/{closed}",),
    "/own-organisation/plan/new": ("/own-organisation/plan/new",),
    "/own-organisation/plan/<code>": ("/own-organisation/plan/{planned}",),
    "/own-declarations": ("/own-declarations",),
    "/own-declarations/experiences/<card>": ("/own-declarations/experiences/{others}",),
    "/own-exchange": ("/own-exchange",),
    "/own-exchange/new": ("/own-exchange/new",),
    "/own-exchange/contacts/<code>": ("/own-exchange/contacts/{contact}",),
    "/own-experiences": ("/own-experiences",),
    "/own-experiences/<code>/versions": ("/own-experiences/{waits}/versions",),
    "/own-experiences/<code>": ("/own-experiences/{draft}", "/own-experiences/{waits}"),
}
DESK: dict[str, tuple[str, ...]] = {
    SURVEYS: ("{closed_at}", "{open_at}", "{draft_at}"),
    ONE: ("{closed_at}/{closed}", "{open_at}/{open}", "{draft_at}/{drafted}"),
    f"{ONE}/classes": ("{draft_at}/{drafted}/classes", "{closed_at}/{closed}/classes"),
    f"{ONE}/closure": ("{open_at}/{open}/closure",),
    f"{ONE}/edit": ("{draft_at}/{drafted}/edit",),
    f"{ONE}/opening": ("{draft_at}/{drafted}/opening",),
    f"{ONE}/codes": ("{open_at}/{open}/codes",),
    f"{ONE}/times": ("{open_at}/{open}/times",),
    f"{ONE}/preview": ("{draft_at}/{drafted}/preview",),
    f"{ONE}/questions": ("{draft_at}/{drafted}/questions",),
    f"{ONE}/questions/<name>/edit": tuple(
        f"{{draft_at}}/{{drafted}}/questions/{code}/edit" for code in ("q3", "q4", "q7", "q8")
    ),
    f"{ONE}/questions/new": ("{draft_at}/{drafted}/questions/new?kind=rating",),
    f"{ONE}/removal": ("{draft_at}/{drafted}/removal",),
    f"{ONE}/results": ("{closed_at}/{closed}/results", "{closed_at}/{closed}/results?by=q6"),
    f"{ONE}/texts": ("{closed_at}/{closed}/texts",),
    "/organizer/synonyms": ("/organizer/synonyms", "/organizer/synonyms?q=finns-ej"),
    "/organizer/synonyms/<code>": ("/organizer/synonyms/{synonyms}",),
    "/organizer/experiences": ("/organizer/experiences", "/organizer/experiences?q=finns-ej"),
    "/organizer/experiences/<code>": tuple(
        f"/organizer/experiences/{{{name}}}" for name in ("card", "draft", "waits")
    ),
    "/organizer/experiences/<code>/edit": ("/organizer/experiences/{draft}/edit",),
    "/organizer/experiences/<code>/files": ("/organizer/experiences/{card}/files",),
    "/organizer/experiences/<code>/versions": ("/organizer/experiences/{rewritten}/versions",),
    "/organizer/experiences/<code>/withdrawal": ("/organizer/experiences/{card}/withdrawal",),
    "/organizer/leads": ("/organizer/leads",),
}
PAGES = (*GUESTS, *LOOKING_AFTER, *DESK, "/surveys/<token>")
# Addresses that answer something else than a page, each with what it is.
NO_PAGES = {
    "/api/v1/door/roster": "for phones at the door",
    "/api/v1/door/organisations": "for phones at the door",
    "/api/v1/openapi.json": "for programs",
    "/delegations/<code>/materials.zip": "a file",
    "/delegations/<code>/results": "leads to the own organisation's results",
    "/delegations/<code>/tickets.pdf": "a file",
    "/delegations/<code>/programme.ics": "a calendar",
    "/delegations/<token>/calendar.ics": "a calendar",
    "/delegations/calendars/<token>.ics": "a calendar",
    f"{CARD}/experience.pdf": "a file",
    f"{CARD}/experience.docx": "a file",
    f"{CARD}/experience.txt": "a file",
    f"{CARD}/files/<file_code>": "a file",
    "/own-experiences/<code>/files/<file_code>": "a file",
    "/organizer/experiences/<code>/files/<file_code>": "a file",
    "/events/<slug>/materials.zip": "a file",
    "/events/<slug>/days/<int:number>/materials.zip": "a file",
    "/events/<slug>/sessions/<code>/materials.zip": "a file",
    "/events/<slug>/materials/<code>": "a file",
    f"{ONE}/results.csv": "a table",
    "/look/logo-<digest>.png": "a picture",
    "/look/theme-<accent>.css": "colours",
    "/organizer/log.csv": "a table",
    "/organizer/events/<slug>/log.csv": "a table",
    "/organizer/events/<slug>/exports/<kind>.<ending>": "a table",
    "/organizer/events/<slug>/import/<code>/report.<ending>": "a table",
    "/organizer/events/<slug>/schedule/import/<code>/repairs.<ending>": "a table",
}


def guest_pages(live: LiveServer) -> dict[str, list[PageView]]:
    """Addresses by rule: one at least of each, more where a page has variants."""
    with app_on_demo_database(live):
        names = guest_content.create_content(live)
    views = {
        rule: page_views(*(face.format(**names) for face in faces), by=role)
        for part, role in (
            (GUESTS, Role.VISITOR),
            (LOOKING_AFTER, Role.COORDINATOR),
            (DESK, Role.ADMIN),
        )
        for rule, faces in part.items()
    }
    views["/surveys/<token>"] = [
        PageView(live.addresses["survey"].removeprefix(live.base)),
        PageView(f"/surveys/{names['used']}", status=410),
        PageView(f"/surveys/{names['late']}", status=410),
    ]
    return views


def more_page_variants(live: LiveServer) -> dict[str, list[PageView]]:
    """Further faces of pages that have others: a meeting that is on, a session with materials."""
    with app_on_demo_database(live):
        token, meeting = guest_content.a_meeting_that_is_on()
        session = guest_content.a_session_with_materials(live.addresses["event"])
        series = guest_content.a_meeting_of_a_series()
    return {
        "/events/<slug>": page_views(f"/events/{series}", f"/events/{meeting}"),
        "/events/<slug>/sessions/<code>": page_views(
            f"/events/{live.addresses['event']}/sessions/{session}"
        ),
        "/registrations/<token>": page_views(f"/registrations/{token}"),
    }
