"""Check-ins, day by day, as one phone at the entrance scanned them."""

import json
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from eventapp.demo.sample import Sample, read
from eventapp.demo.timeline import ORGANIZER
from eventapp.domain import locking
from eventapp.domain.door import check_in, device
from eventapp.domain.door.scan_timing import Handshake
from eventapp.domain.door.sent_scan import SentScan
from eventapp.domain.door.verdict import Verdict
from eventapp.domain.door.walk_in.receipt import store_walk_in
from eventapp.domain.door.walk_in.sealed_person import NotedPerson, seal_person
from eventapp.domain.door.walk_in.sent_walk_in import SentWalkIn
from eventapp.extensions import db
from eventapp.models import Device, Event, Registration, ScanKind, ScanManner

ENTRANCE = "Entrén"
PAIRED_BEFORE = timedelta(hours=2)
DOORS_OPEN_BEFORE = timedelta(minutes=30)
SCAN_INTERVAL = timedelta(seconds=15)
UNREGISTERED = "Maja Sandqvist"


def seed_check_ins(*, now: datetime) -> None:
    """Check in those who came to the conference of 2023 and to the event under way."""
    conference = read("conference_2023")
    _check_in_everyone(conference["event"], read("registrations_2023")["registrations"], now)
    live = read("further_events")["event_live"]
    _check_in_everyone(live["event"], live["registrations"], now)
    _note_walk_ins(live["event"]["slug"], live["registrations"][-1]["name"])


def pairing_address(base_url: str, *, now: datetime) -> str:
    """A fresh address that pairs one phone at the event under way. Flushes."""
    slug = read("further_events")["event_live"]["event"]["slug"]
    event = db.session.scalars(select(Event).where(Event.slug == slug)).one()
    invited = device.invite(event, ENTRANCE, actor=ORGANIZER, now=now)
    return f"{base_url}/door/pair/{device.pairing_token(invited)}"


def _check_in_everyone(facts: Sample, people: list[Sample], now: datetime) -> None:
    event = db.session.scalars(select(Event).where(Event.slug == facts["slug"])).one()
    phone = _pair(event, at=event.starts_at - PAIRED_BEFORE)
    attended: dict[int, list[str]] = {}
    for person in people:
        for day in person["attended"]:
            attended.setdefault(day, []).append(person["email"])
    digests = _ticket_digests(event)
    for day in sorted(attended):
        opens_at = event.starts_at + timedelta(days=day) - DOORS_OPEN_BEFORE
        scanned = [digests[email] for email in attended[day] if email in digests]
        sent_at = opens_at + SCAN_INTERVAL * len(scanned)
        if sent_at < now:
            check_in.receive_scans(phone, list(_scans(scanned, opens_at, day)), now=sent_at)


def _note_walk_ins(slug: str, registered: str) -> None:
    """On the first day one came who was not registered, and one who said so and is."""
    event = db.session.scalars(select(Event).where(Event.slug == slug)).one()
    phone = db.session.scalars(select(Device).where(Device.event_id == event.id)).first()
    if phone is None:
        return
    locked, at = locking.lock_event(event), event.starts_at
    for person in (NotedPerson(UNREGISTERED, "Exempelby kommun"), NotedPerson(registered)):
        at += timedelta(minutes=4)
        id_, moment = secrets.token_urlsafe(16), int(at.timestamp() * 1000)
        number, sealed = seal_person(person, event.public_id, id_)
        item = SentWalkIn(
            id=id_,
            scan=None,
            key=number,
            sealed=sealed,
            place=1,
            odo=0,
            wall=moment,
            before=Handshake(server=moment, odo=0, wall=moment),
            after=None,
            body=json.dumps({"id": id_}),
        )
        store_walk_in(locked, phone, item, now=at)


def _pair(event: Event, *, at: datetime) -> Device:
    invited = device.invite(event, ENTRANCE, actor=ORGANIZER, now=at)
    paired, _token = device.pair(device.pairing_token(invited), now=at)
    return paired


def _ticket_digests(event: Event) -> dict[str, str]:
    """The digest of each registration's valid ticket, by address."""
    registrations = db.session.scalars(
        select(Registration)
        .where(Registration.event_id == event.id)
        .options(selectinload(Registration.tickets))
    )
    return {registration.email: registration.tickets[-1].digest for registration in registrations}


def _scans(digests: Iterable[str], opens_at: datetime, day: int) -> Iterator[SentScan]:
    start_ms = int(opens_at.timestamp() * 1000)
    interval_ms = int(SCAN_INTERVAL.total_seconds() * 1000)
    for number, digest in enumerate(digests):
        scan_id = secrets.token_urlsafe(16)
        yield SentScan(
            id=scan_id,
            kind=ScanKind.ENTRY,
            digest=digest,
            target=None,
            how=ScanManner.CAMERA,
            place=1,
            life="sample",
            seq=1000 * day + number,
            odo=number * interval_ms,
            wall=start_ms + number * interval_ms,
            before=Handshake(server=start_ms, odo=0, wall=start_ms),
            after=None,
            verdict=Verdict.WELCOME,
            roster=0,
            body=json.dumps({"id": scan_id, "digest": digest}),
        )
