"""`python -m tests.bench.door`: scans a second beside hello, one by one and in batches of 200."""

import base64
import itertools
import json
import secrets
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert

from eventapp.app import create_app
from eventapp.cli.migration import migrate
from eventapp.clock import utcnow
from eventapp.domain.door import device as devices
from eventapp.domain.door import roster, roster_entry
from eventapp.domain.token import token_digest
from eventapp.extensions import db
from eventapp.ids import new_secret
from eventapp.models import Device, Event, Registration, RegistrationState, Ticket
from tests.bench import client, server, visitor_scripts
from tests.bench.bench import SETTLED
from tests.bench.client import Load, Tally, Visit
from tests.bench.settings import environment_of, settings_in
from tests.builders import an_event

PEOPLE, PHONES, BATCH, SECONDS = 10_000, 100, 200, 4.0
# A phone asks 240 times a minute at most; so a hundred take turns.
HEADERS = ("Origin: http://localhost", "Content-Type: application/json")


def scanning(serial: int, tokens: Sequence[str], digests: Sequence[str], size: int) -> Visit:
    """One batch of scans that nobody has sent before."""
    moment = int(time.time() * 1000)
    scans = [scan(serial * size + n, digests, moment) for n in range(size)]
    body = json.dumps({"scans": scans}).encode()
    cookie = f"Cookie: eventapp_door={tokens[serial % len(tokens)]}"
    lines = ("POST /api/v1/door/scans HTTP/1.1", "Host: localhost", *HEADERS, cookie)
    head = "\r\n".join((*lines, f"Content-Length: {len(body)}", "", "")).encode()
    reply = yield head + body
    return reply.status == 200 and reply.body.count(b'"stored"') == size


def scan(number: int, digests: Sequence[str], moment: int) -> dict[str, Any]:
    """One scan as a phone sends it."""
    code = base64.urlsafe_b64encode(secrets.token_bytes(16)).decode().rstrip("=")
    return {
        "id": code,
        "kind": "entry",
        "digest": digests[number % len(digests)],
        "place": 1,
        "how": "camera",
        "life": "bench",
        "seq": number,
        "odo": 60_000,
        "wall": moment,
        "before": {"server": moment - 10_000, "odo": 50_000, "wall": moment - 10_000},
        "after": None,
        "verdict": "welcome",
        "roster": 1,
    }


def main() -> None:
    """Seed, serve, measure, print."""
    with tempfile.TemporaryDirectory(prefix="eventapp-bench-") as name, ExitStack() as running:
        folder = Path(name)
        app = create_app(settings_in(folder))
        migrate(app)
        tokens, digests = seed(app)
        log, ports = folder / "processes.log", (server.free_port(), server.free_port())
        running.enter_context(server.hello_server(ports[0], log))
        running.enter_context(server.server(ports[1], environment_of(settings_in(folder)), log))
        time.sleep(SETTLED)  # the outbox worker is started last, and takes its share until then
        for size in (1, BATCH):
            _measure(ports, size, tokens, digests)


def seed(app: Flask) -> tuple[list[str], list[str]]:
    """One event that goes on now, its people and its phones; and how long its roster takes."""
    now, tokens = utcnow(), [secrets.token_urlsafe(32) for _ in range(PHONES)]
    with app.app_context():
        event = an_event(
            seats=PEOPLE, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=8)
        )
        invited = devices.invite(event, "Entré", actor="organizer", now=now)
        _insert_phones(event, invited, tokens)
        digests = _insert_people(event)
        db.session.commit()
        for turn in ("first roster", "roster again"):
            began = time.perf_counter()
            while not roster_entry.is_recorded(event):
                roster_entry.record_changes(event)
            size = len(roster.whole_roster(event).records)
            took = time.perf_counter() - began
            print(f"{turn} of {PEOPLE} people: {took:.2f} s, {size / 1e6:.1f} MB")
        db.session.commit()
        db.engine.dispose()
    return tokens, digests


def _insert_phones(event: Event, like: Device, tokens: list[str]) -> None:
    rows = [
        {
            "event_id": event.id,
            "place_id": like.place_id,
            "number": number,
            "pairing_digest": token_digest(f"pairing {token}"),
            "pairing_ends_at": like.pairing_ends_at,
            "token_digest": token_digest(token),
            "paired_at": like.created_at,
        }
        for number, token in enumerate(tokens, 2)
    ]
    db.session.execute(insert(Device), rows)


def _insert_people(event: Event) -> list[str]:
    numbers = itertools.count(1)
    people = [
        {
            "event_id": event.id,
            "organisation_name": "Exempelstad",
            "name": f"Linnéa Vårglim {n}",
            "email": f"linnea.{n}@town.example",
            "state": RegistrationState.CONFIRMED,
            "link_digest": token_digest(f"link {n}"),
            "agenda_digest": token_digest(f"agenda {n}"),
            "registered_at": utcnow(),
            "secret": new_secret(),
        }
        for n in itertools.islice(numbers, PEOPLE)
    ]
    db.session.execute(insert(Registration), people)
    ids = db.session.query(Registration.id).filter_by(event_id=event.id).all()
    digests = [secrets.token_hex(16) for _ in ids]
    db.session.execute(
        insert(Ticket),
        [
            {"registration_id": row[0], "key_number": 1, "digest": digest, "issued_at": utcnow()}
            for row, digest in zip(ids, digests, strict=True)
        ],
    )
    return digests


def _measure(ports: tuple[int, int], size: int, tokens: list[str], digests: list[str]) -> None:
    hello = Load(ports[0], visitor_scripts.page, (visitor_scripts.request("/"),))
    before = client.run(hello, 1.5).rate
    tally = client.run(Load(ports[1], scanning, (tokens, digests, size)), SECONDS)
    beside = (before + client.run(hello, 1.5).rate) / 2
    print(_line(size, tally, beside))


def _line(size: int, tally: Tally, hello: float) -> str:
    times = f"p50 {tally.percentile(0.5):.0f} ms, p99 {tally.percentile(0.99):.0f} ms"
    lost = tally.failures.total()
    if size == 1:
        ratio = tally.rate / hello
        return (
            f"one scan: {tally.rate:.0f}/s, {ratio:.3f} of hello ({hello:.0f}/s; ≥ 0.04, "
            f"towards 0.08), {times} (< 80), {lost} failed"
        )
    return f"batches of {size}: {tally.rate * size:.0f} scans/s (≥ 5,000), {times}, {lost} failed"


if __name__ == "__main__":
    main()
