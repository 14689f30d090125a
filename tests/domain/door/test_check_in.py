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
from eventapp.domain.door.attendance import attended_registration_ids, load_attendances
from eventapp.extensions import db
from eventapp.models import CheckIn, Event, Registration
from tests.builders import NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan
from tests.domain.door.sending import send

SECOND = timedelta(seconds=1)


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=NOON - timedelta(hours=2), ends_at=NOON + timedelta(hours=6))


def standing(event: Event) -> dict[Any, Any]:
    """What all scans of an event come to, in words that name no row."""
    people = {each.id: each.name for each in db.session.scalars(select(Registration))}
    return {
        people.get(owner, owner): (
            told.first and (told.first.at, told.first.id),
            told.stay and told.stay.id,
            [(each.first.id, each.other.id, each.uncertain) for each in told.conflicts],
        )
        for owner, told in load_attendances(event).items()
        if told.first
    }


@st.composite
def stories(draw: st.DrawFn) -> list[tuple[int, dict[str, Any]]]:
    """Scans of three guests by three phones within seconds, some undone, some of nobody's."""
    scans: list[tuple[int, dict[str, Any]]] = []
    for _ in range(draw(st.integers(1, 8))):
        phone, at = draw(st.integers(0, 2)), NOON + draw(st.integers(0, 4)) * SECOND
        mine = [each["id"] for who, each in scans if who == phone and each["kind"] == "entry"]
        if mine and draw(st.integers(0, 3)) == 0:
            scans.append((phone, a_scan(at=at, target=draw(st.sampled_from(mine)))))
            continue
        guest = draw(st.integers(0, 3))
        verdict = draw(st.sampled_from(["welcome", "welcome", "again", "cancelled"]))
        kind = draw(st.sampled_from(["entry", "entry", "entry", "exit"]))
        scans.append((phone, a_scan(str(guest), at=at, verdict=verdict, kind=kind)))
    return scans


def tell(
    event: Event, story: list[tuple[int, dict[str, Any]]], chance: random.Random | None
) -> dict[Any, Any]:
    """Let three phones tell a story of three guests; `chance` shuffles, repeats and splits."""
    phones = [a_phone(event, f"Entré {n}")[0] for n in range(3)]
    digests = [a_digest(a_registration(event, name=f"Guest {n}")) for n in range(3)] + ["0" * 32]
    known = {each["id"]: f"{event.slug}{n:020d}"[-22:] for n, (_, each) in enumerate(story)}
    told = [(who, _for(each, digests, known)) for who, each in story]
    if chance:
        told += chance.choices(told, k=3)
        chance.shuffle(told)
    while told:
        size = chance.randint(1, 4) if chance else len(told)
        batch, told = told[:size], told[size:]
        for who in range(3):
            send(phones[who], *(each for other, each in batch if other == who))
    names = {value: key for key, value in known.items()}
    return _renamed(standing(event), names)


def _for(scan: dict[str, Any], digests: list[str], known: dict[str, str]) -> dict[str, Any]:
    own = scan | {"id": known[scan["id"]]}
    if "target" in scan:
        return own | {"target": known[scan["target"]]}
    return own | {"digest": digests[int(scan["digest"])]}


def _renamed(found: Any, names: dict[str, str]) -> Any:
    if isinstance(found, dict):
        return {key: _renamed(value, names) for key, value in found.items()}
    if isinstance(found, list | tuple):
        return [_renamed(each, names) for each in found]
    return names.get(found, found) if isinstance(found, str) else found


@settings(max_examples=20)
@given(stories(), st.randoms(use_true_random=False))
def test_arrival_repetition_and_splits_change_nothing(
    app: Flask, story: list[tuple[int, dict[str, Any]]], chance: random.Random
) -> None:
    today = {"starts_at": NOON - timedelta(hours=2), "ends_at": NOON + timedelta(hours=6)}
    first, second = an_event(**today), an_event(**today)

    assert tell(second, story, chance) == tell(first, story, None)


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
        listener = lambda *told, seen=seen: seen.append(told[2])  # noqa: E731
        sqlalchemy.event.listen(db.engine, "before_cursor_execute", listener)
        send(phone, *batch)
        sqlalchemy.event.remove(db.engine, "before_cursor_execute", listener)
        counts.append(len(seen))

    assert max(counts) <= 8
    assert db.session.scalar(select(func.count()).select_from(CheckIn)) == 8
