"""`python -m tests.bench.organizer.arrivals`: what is looked at while people arrive.

The live door, the kitchen list, and what phones ask for, with 1,000 and with 100,000 people who
have all come; on both databases. The first look, which stores what the others read, stands apart.
"""

import secrets
import sys
import time
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from eventapp.api.packed_roster import PACKED_ROSTER
from eventapp.clock import utcnow
from eventapp.domain.door import scan_tally
from eventapp.domain.door.roster import milliseconds
from eventapp.domain.registration.care_need import CareNeeds, seal
from eventapp.domain.token import token_digest
from eventapp.extensions import db
from eventapp.models import CheckIn, Device, Event, Registration
from tests.bench.organizer import crowd
from tests.bench.organizer.calibrators import cost_of, report
from tests.bench.organizer.databases import databases, settle
from tests.bench.organizer.lists import sign_in
from tests.bench.statements import counted
from tests.visitor import Visitor

LOOKS = 20
API = "/api/v1/door"
REPORT = {"waiting": 0, "list_fetched": None, "read": []}
SIZES = (1_000, 100_000)
NEEDY = 6  # one in so many wrote what they need
DIETS = ("Vegan", "Vegetariskt", "Glutenfritt", "Laktosfritt", "Nötallergi", "Ingen fisk")
# Digests as tickets have them, and everybody's scan within the last hour, ten in a batch.
DIGESTS = """UPDATE tickets SET digest = '00000000000000000000000' || (100000000 + id)
    WHERE registration_id IN (SELECT id FROM registrations WHERE event_id = :event)"""
SCANS = """INSERT INTO check_ins (scan_id, event_id, device_id, registration_id, standing, kind,
        digest, how, place, life, seq, body, body_digest, at, low, high, admits, verdict,
        phone_verdict, answer, flags, revision, received_at)
    SELECT 's00000000000' || (1000000000 + id), event_id, :device, id, 'counted', 'entry',
        '00000000000000000000000' || (100000000 + id), 'camera', :place, 'life', id, '{}',
        'b' || id, :at - id % 3600000, :at - id % 3600000, :at - id % 3600000, true,
        'welcome', 'welcome', '{}', '', id / 10 + 2, :now
    FROM registrations WHERE event_id = :event"""
REVISION = """UPDATE rosters SET revision =
    (SELECT max(revision) FROM check_ins WHERE check_ins.event_id = rosters.event_id)
    WHERE event_id = :event"""


def main() -> None:
    """Measure on SQLite, then on PostgreSQL."""
    sizes = [int(word) for word in sys.argv[1:] if word.isdigit()] or SIZES
    for app, _calibrators in databases():
        for number, size in enumerate(sizes):
            slug = f"{crowd.SLUG}-{size}"
            event = crowd.seed_crowd(size, slug=slug, first=sum(sizes[:number]))
            token = arrive(event)
            settle()
            _store(sign_in(app), event, size)
            _measure(app, size, slug, token)


def arrive(event: Event) -> str:
    """Let everybody come, and some have needs; the token of the phone that saw them."""
    phone = db.session.scalars(select(Device).where(Device.event_id == event.id)).one()
    now, token = utcnow(), secrets.token_urlsafe(32)
    values = {"event": event.id, "device": phone.id, "place": phone.place.number}
    db.session.execute(db.text("DELETE FROM check_ins WHERE event_id = :event"), values)
    db.session.execute(db.text(DIGESTS), {"event": event.id})
    db.session.execute(db.text(SCANS), values | {"at": milliseconds(now), "now": now})
    db.session.execute(db.text(REVISION), {"event": event.id})
    db.session.execute(
        update(Device).where(Device.id == phone.id).values(token_digest=token_digest(token))
    )
    needy = select(Registration).where(
        Registration.event_id == event.id, Registration.id % NEEDY == 0
    )
    for person in db.session.scalars(needy.execution_options(yield_per=1_000)):
        db.session.add(seal(person, CareNeeds(diet=DIETS[person.id // NEEDY % len(DIETS)])))
    db.session.commit()
    return token


def _store(desk: Visitor, event: Event, size: int) -> None:
    """Open the live door until all scans are stored: it counts some on each time."""
    address = f"/organizer/events/{event.slug}/door"

    def open_it() -> None:
        while not scan_tally.is_stored(event):
            desk.get(address)

    cost = cost_of(open_it)
    value = f"{cost.seconds:.1f} s"
    report(f"live door, all counted at last, {size:,}", value, f"own {cost.processor:.1f} s", "")


def _measure(app: Flask, size: int, slug: str, token: str) -> None:
    desk, phone = sign_in(app), app.test_client()
    phone.set_cookie("eventapp_door", token)
    headers = {"Accept": PACKED_ROSTER, "Origin": "http://localhost"}
    event = f"/organizer/events/{slug}"
    scan = {"scan": _last_scan(slug)}
    looks: dict[str, tuple[float, Callable[[], TestResponse]]] = {
        "live door": (25, lambda: desk.get(f"{event}/door")),
        "live door, to look at": (25, lambda: desk.get(f"{event}/door?show=odd")),
        "second screen": (25, lambda: desk.get(f"{event}/door/live")),
        "a phone's report": (10, lambda: phone.post(f"{API}/report", json=REPORT, headers=headers)),
        "a phone's welcome": (20, lambda: phone.post(f"{API}/welcome", json=scan, headers=headers)),
        "kitchen list": (20, lambda: desk.get(f"{event}/kitchen")),
        "roster, first page": (50, lambda: phone.get("/api/v1/door/roster", headers=headers)),
    }
    for words in ("be", "sa st", "sara bergström", "zz"):
        looks[f"door's search: {words}"] = (20, _search(phone, words, headers))
    for name, (limit, look) in looks.items():
        _look_at(app, f"{name}, {size:,}", look, limit)


def _last_scan(slug: str) -> str:
    of_event = CheckIn.event_id == Event.id
    latest = select(CheckIn.scan_id).join(Event, of_event).where(Event.slug == slug)
    return db.session.scalars(latest.order_by(CheckIn.id.desc()).limit(1)).one()


def _search(phone: FlaskClient, words: str, headers: dict[str, str]) -> Callable[[], TestResponse]:
    return lambda: phone.post("/api/v1/door/search", json={"q": words}, headers=headers)


def _look_at(app: Flask, name: str, look: Callable[[], TestResponse], limit: float) -> None:
    began = time.perf_counter()
    while (answer := look()).status_code == 503:  # what is being made meanwhile
        pass
    first = time.perf_counter() - began
    assert answer.status_code == 200, (name, answer.status_code)
    with counted(app) as count:
        look()
    costs = [cost_of(look) for _ in range(LOOKS)]
    times = sorted(cost.seconds * 1000 for cost in costs)
    own = min(cost.processor for cost in costs) * 1000
    report(
        name,
        f"best {times[0]:.1f} ms, p95 {times[int(LOOKS * 0.95) - 1]:.1f}",
        f"own {own:.0f} ms, {count} SQL, {len(answer.data):,} B, first {first:.2f} s",
        f"≤ {limit:.0f} ms",
    )


if __name__ == "__main__":
    main()
