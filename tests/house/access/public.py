"""Doors for everybody."""

from tests.house.access.door import Door, Guard
from tests.house.access.rows import EVERYBODY, public, sent_by_anybody

EVENT = "/events/<slug>"
PARTY = f"{EVENT}/registration/party"
LETTER = "/mailbox/<message_id>"

UNSUBSCRIBE = "/unsubscribe/<token>"

DOORS = (
    public("/"),
    public(UNSUBSCRIBE, token="unsubscribe link"),
    # Mail programs send it by themselves (RFC 8058): the link is the key, and no cookie is read.
    Door(
        "POST",
        UNSUBSCRIBE,
        Guard.NOTHING,
        EVERYBODY,
        200,
        UNSUBSCRIBE,
        things={"token": "unsubscribe link"},
        exempt=True,
    ),
    public(EVENT),
    public(f"{EVENT}.ics"),
    public(f"{EVENT}/picture"),
    public(f"{EVENT}/schedule"),
    public(f"{EVENT}/rooms"),
    public(f"{EVENT}/rooms/<code>", code="room of sessions"),
    public(f"{EVENT}/schedule.ics"),
    public(f"{EVENT}/schedule.json"),
    public(f"{EVENT}/schedule.pdf"),
    public(f"{EVENT}/schedule-a5.pdf"),
    public(f"{EVENT}/schedule.xml"),
    public(f"{EVENT}/changes"),
    public(f"{EVENT}/changes.atom"),
    public(f"{EVENT}/sessions/<code>", code="session"),
    public(f"{EVENT}/sessions/<code>.ics", code="session"),
    public(f"{EVENT}/materials/<code>", code="material"),
    public(f"{EVENT}/materials.zip"),
    public(f"{EVENT}/search"),
    public(f"{EVENT}/materials/<code>/requests/new", code="material"),
    public(f"{EVENT}/materials/requests/received"),
    sent_by_anybody(
        f"{EVENT}/materials/<code>/requests",
        f"{EVENT}/materials/<code>/requests/new",
        {"format": "braille", "email": "bo.ek@town.example"},
        code="material",
    ),
    public(f"{EVENT}/sessions/<code>/materials.zip", code="session with materials"),
    public(f"{EVENT}/days/<int:number>/materials.zip", number="version"),
    public(f"{EVENT}/registration", 302),
    public(f"{EVENT}/registration/new"),
    public(f"{EVENT}/registration/received"),
    sent_by_anybody(
        f"{EVENT}/registration",
        f"{EVENT}/registration/new",
        {
            "name": "Bo Ek",
            "email": "bo.ek@town.example",
            "organisation": "other",
            "other_organisation": "Föreningen Exempel",
        },
    ),
    sent_by_anybody(  # by a browser that has sent no form
        f"{EVENT}/registration/received",
        "",
        {"email": "bo.ek@town.example"},
        status=409,
    ),
    public(PARTY, 302),
    public(f"{PARTY}/new"),
    public(f"{PARTY}/received"),
    sent_by_anybody(
        PARTY,
        f"{PARTY}/new",
        {
            "organisation": "other",
            "other_organisation": "Föreningen Exempel",
            "people-0-name": "Bo Ek",
            "people-0-email": "bo.ek@town.example",
            "people-1-name": "Eva Ek",
            "people-1-email": "eva.ek@town.example",
        },
    ),
    public("/series/<slug>", slug="series"),
    public("/series/<slug>.ics", slug="series"),
    public("/certificates/<token>", token="certificate link"),
    public("/registrations"),
    public("/registrations/day", 404),  # of a phone that remembers nobody
    public("/registrations/day/picture", 404),
    public("/registrations/service-worker.js"),
    public("/registrations/sent"),
    sent_by_anybody("/registrations", "/registrations", {"email": "bo.ek@town.example"}),
    Door(
        "POST",
        "/language",
        Guard.NOTHING,
        EVERYBODY,
        303,
        data={"language": "en", "next": "/"},
        exempt=True,
    ),
    public("/accessibility"),
    public("/privacy"),
    public("/cookies"),
    public("/assets/site.css"),
    public("/assets/door.css"),
    public("/static/<path:filename>"),
    public("/healthz"),
    public("/readyz"),
    public("/metrics", 404),  # with its own token alone: see tests/api/test_metrics.py
    public("/styleguide"),
    public("/mailbox"),
    public("/mailbox.json"),
    public(LETTER),
    public(f"{LETTER}.eml"),
    public(f"{LETTER}/letter"),
    public("/api/v1/openapi.json"),
)
