"""Batches of scans: the order of arrival, repetition and splits change nothing."""

import random
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from eventapp.domain.door import device as devices
from eventapp.domain.door.attendance import attended_registration_ids, load_list_attendances
from eventapp.domain.door.check_in_list import definition
from eventapp.extensions import db
from eventapp.models import CheckIn, Event, Registration
from tests.builders import NOON, a_registration, a_session, an_event
from tests.builders.door import a_check_in_list, a_digest, a_phone, a_scan
from tests.domain.door.sending import send

SECOND = timedelta(seconds=1)


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=NOON - timedelta(hours=2), ends_at=NOON + timedelta(hours=6))


def standing(event: Event) -> dict[Any, Any]:
    """What all scans of an event come to, in words that name no row."""
    people = {
        registration.id: registration.name
        for registration in db.session.scalars(select(Registration))
    }
    return {
        (people.get(owner, owner), number): (
            attendance.first and (attendance.first.at, attendance.first.id),
            attendance.stay and attendance.stay.id,
            [
                (conflict.first.id, conflict.other.id, conflict.uncertain)
                for conflict in attendance.conflicts
            ],
        )
        for owner, lists in load_list_attendances(event).items()
        for number, attendance in lists.items()
        if attendance.first
    }


@st.composite
def stories(draw: st.DrawFn) -> list[tuple[int, dict[str, Any]]]:
    """Scans of three guests by three phones within seconds, some undone, some of nobody's.

    They are checked in to the event and to two more lists, and out of any of them.
    """
    scans: list[tuple[int, dict[str, Any]]] = []
    for _ in range(draw(st.integers(1, 8))):
        phone, at = draw(st.integers(0, 2)), NOON + draw(st.integers(0, 4)) * SECOND
        mine = [scan["id"] for who, scan in scans if who == phone and scan["kind"] == "entry"]
        if mine and draw(st.integers(0, 3)) == 0:
            scans.append((phone, a_scan(at=at, target=draw(st.sampled_from(mine)))))
            continue
        guest = draw(st.integers(0, 3))
        verdict = draw(st.sampled_from(["welcome", "welcome", "again", "cancelled"]))
        kind = draw(st.sampled_from(["entry", "entry", "entry", "exit"]))
        scan = a_scan(str(guest), at=at, verdict=verdict, kind=kind)
        number = draw(st.sampled_from([0, 0, 1, 2]))
        # An app of yesterday says nothing of lists.
        scans.append((phone, scan | ({"list": number} if number else {})))
    return scans


def tell(
    event: Event, story: list[tuple[int, dict[str, Any]]], chance: random.Random | None
) -> dict[Any, Any]:
    """Let three phones tell a story of three guests; `chance` shuffles, repeats and splits."""
    phones = [a_phone(event, f"Entré {n}")[0] for n in range(3)]
    digests = [a_digest(a_registration(event, name=f"Guest {n}")) for n in range(3)] + ["0" * 32]
    known = {scan["id"]: f"{event.slug}{n:020d}"[-22:] for n, (_, scan) in enumerate(story)}
    scans = [(who, _for(scan, digests, known)) for who, scan in story]
    if chance:
        scans += chance.choices(scans, k=3)
        chance.shuffle(scans)
    while scans:
        size = chance.randint(1, 4) if chance else len(scans)
        batch, scans = scans[:size], scans[size:]
        for who in range(3):
            send(phones[who], *(scan for other, scan in batch if other == who))
    names = {value: key for key, value in known.items()}
    return _renamed(standing(event), names)


def _for(scan: dict[str, Any], digests: list[str], known: dict[str, str]) -> dict[str, Any]:
    own = scan | {"id": known[scan["id"]]}
    if "target" in scan:
        return own | {"target": known[scan["target"]]}
    return own | {"digest": digests[int(scan["digest"])]}


def _renamed(content: Any, names: dict[str, str]) -> Any:
    if isinstance(content, dict):
        return {key: _renamed(value, names) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_renamed(item, names) for item in content]
    return names.get(content, content) if isinstance(content, str) else content


@settings(max_examples=20)
@given(stories(), st.randoms(use_true_random=False))
def test_arrival_repetition_and_splits_change_nothing(
    app: Flask, story: list[tuple[int, dict[str, Any]]], chance: random.Random
) -> None:
    today = {"starts_at": NOON - timedelta(hours=2), "ends_at": NOON + timedelta(hours=6)}
    first, second = an_event(**today), an_event(**today)

    assert tell(second, story, chance) == tell(first, story, None)


def test_each_list_knows_of_its_own_entries_alone_and_the_server_says_what_is_odd(
    event: Event,
) -> None:
    phone, _token = a_phone(event)
    closed, deleted = a_check_in_list(event), a_check_in_list(event)
    yesterday = a_check_in_list(event, day=NOON.date() - timedelta(days=1))
    workshop = a_check_in_list(event, a_session(event).code, signed_up_only=True)
    definition.close_list(event, closed, actor="organizer", now=NOON)
    definition.delete_list(event, deleted, actor="organizer", now=NOON)
    digest = a_digest(a_registration(event))
    numbers = [0, closed.number, deleted.number, 99, yesterday.number, workshop.number, 0]

    times = (NOON + n * SECOND for n in range(len(numbers)))
    send(phone, *(a_scan(digest, at=at, list=n) for at, n in zip(times, numbers, strict=True)))
    early = a_scan(digest, at=NOON - SECOND, list=closed.number)
    send(phone, early)

    rows = db.session.scalars(select(CheckIn).order_by(CheckIn.at)).all()
    assert [(row.list_number, row.verdict, row.flags) for row in rows] == [
        (closed.number, "welcome", ""),  # before it was closed
        (0, "welcome", ""),
        (closed.number, "list-closed", "list-closed"),
        (deleted.number, "list-closed", "list-deleted"),
        (99, "list-closed", "list-deleted"),
        (yesterday.number, "wrong-day", ""),
        (workshop.number, "not-signed-up", ""),
        (0, "again", ""),
    ]
    assert all(row.admits for row in rows)  # whatever we say, they came in


def test_what_a_shut_out_phone_tells_counts_when_an_organizer_says_so(event: Event) -> None:
    phone, _token = a_phone(event)
    guest = a_registration(event)
    devices.revoke(phone, actor="organizer", now=NOON)

    assert send(phone, a_scan(a_digest(guest))) == ["quarantined"]
    assert attended_registration_ids(event.id) == set()
    assert devices.quarantined_scans(event) == {phone.id: 1}

    devices.count_quarantined(phone, actor="organizer", now=NOON)

    assert attended_registration_ids(event.id) == {guest.id}
    assert devices.quarantined_scans(event) == {}


def test_a_batch_takes_few_statements_however_long_it_is(app: Flask, event: Event) -> None:
    phone, _token = a_phone(event)
    scans = [a_scan(a_digest(a_registration(event))) for _ in range(8)]
    counts = []
    for batch in (scans[:2], scans[2:]):
        seen: list[str] = []
        listener = lambda *arguments, seen=seen: seen.append(arguments[2])  # noqa: E731
        sqlalchemy.event.listen(db.engine, "before_cursor_execute", listener)
        send(phone, *batch)
        sqlalchemy.event.remove(db.engine, "before_cursor_execute", listener)
        counts.append(len(seen))

    assert max(counts) <= 8
    assert db.session.scalar(select(func.count()).select_from(CheckIn)) == 8
