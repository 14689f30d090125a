"""Doors for phones at the door of an event."""

from eventapp.domain.permission import Role
from tests.builders.door import a_scan, a_scan_id
from tests.house.access.door import Door, Guard
from tests.house.access.rows import public, sent_by_anybody

PAIRING = "/door/pair/<token>"
API = "/api/v1/door"
PHONES = frozenset({Role.DOOR_STAFF})

DOORS = (
    public("/door"),
    public("/door/shell"),
    public("/door/manifest.webmanifest"),
    public("/door/service-worker.js"),
    public("/door/help"),
    public("/door/rehearsal"),
    public("/door/rehearsal/roster.json"),
    public("/door/rehearsal/tickets"),
    public(PAIRING, unknown=410, token="pairing link"),
    sent_by_anybody(PAIRING, PAIRING, unknown=410, token="pairing link"),
    Door("GET", f"{API}/roster", Guard.PHONE, PHONES),
    Door(
        "POST",
        f"{API}/scans",
        Guard.PHONE,
        PHONES,
        json={"scans": [a_scan("0" * 32)]},
        exempt=True,
    ),
    Door("POST", f"{API}/verdict", Guard.PHONE, PHONES, json={"digest": "0" * 32}, exempt=True),
    Door(
        "POST",
        f"{API}/report",
        Guard.PHONE,
        PHONES,
        json={"waiting": 0, "list_fetched": None, "read": []},
        exempt=True,
    ),
    Door("POST", f"{API}/welcome", Guard.PHONE, PHONES, json={"scan": a_scan_id()}, exempt=True),
    Door("GET", f"{API}/organisations", Guard.PHONE, PHONES),
    Door("POST", f"{API}/walk-ins", Guard.PHONE, PHONES, json={"walk_ins": []}, exempt=True),
    Door("POST", f"{API}/search", Guard.PHONE, PHONES, json={"q": "Mina"}, exempt=True),
)
