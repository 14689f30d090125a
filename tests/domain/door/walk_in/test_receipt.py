"""Walk-ins arrive repeated, shuffled, damaged and late: each is stored once, and answered for."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventapp.domain.door import device as devices
from eventapp.domain.door.check_in import ScanResult
from eventapp.domain.door.closing import EventOver
from eventapp.domain.door.sender import NotPaired, PhoneRevoked
from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
    AuditEntry,
    Event,
    Registration,
    RegistrationState,
    RejectedScan,
    WalkIn,
    WalkInState,
)
from tests.builders import DAY, HOUR, NOON, a_registration, an_event
from tests.builders.door import a_phone, a_taking_back, a_walk_in, send_walk_ins

STORED, KNOWN, DIFFERS = ScanResult.STORED, ScanResult.KNOWN, ScanResult.DIFFERS


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(seats=3, starts_at=NOON - HOUR, ends_at=NOON + 6 * HOUR)


def stored() -> list[WalkIn]:
    return db.session.query(WalkIn).order_by(WalkIn.id).all()


def test_each_is_stored_once_whatever_is_sent_again(event: Event) -> None:
    _phone, token = a_phone(event)
    first, second = (a_walk_in(event, name) for name in ("Bo Ek", "Eva Lund"))

    sent = [send_walk_ins(event, token, *items) for items in ((first,), (second, first, second))]

    assert [[answer.result for answer in answers] for answers in sent] == [
        [STORED],
        [STORED, KNOWN, KNOWN],
    ]
    assert [(w.walk_in_id, w.state, w.flags) for w in stored()] == [
        (item["id"], WalkInState.WAITING, "") for item in (first, second)
    ]
    assert all(b"Bo Ek" not in w.sealed for w in stored() if w.sealed)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_batches_in_any_order_come_to_the_same(event: Event, data: st.DataObject) -> None:
    """Three phones, batches lost on the way back and sent again, in any order."""
    tokens = [a_phone(event, f"Dörr {number}")[1] for number in range(3)]
    items = [(data.draw(st.sampled_from(tokens)), a_walk_in(event)) for _ in range(4)]
    sent = items + data.draw(st.lists(st.sampled_from(items), max_size=6))
    before = {w.walk_in_id for w in stored()}

    for token, item in data.draw(st.permutations(sent)):
        answers = send_walk_ins(event, token, item)
        assert [answer.id for answer in answers] == [item["id"]]

    new = {w.walk_in_id: w for w in stored() if w.walk_in_id not in before}
    assert set(new) == {item["id"] for _token, item in items}
    assert all(new[item["id"]].at == item["wall"] for _token, item in items)


def test_a_provisional_place_is_nobody_elses(event: Event) -> None:
    people = [a_registration(event, name=name) for name in ("Ada", "Bea")]  # one seat is left
    _phone, token = a_phone(event)
    items = [a_walk_in(event, name) for name in ("Cia", "Dan", "Eli")]

    answers = send_walk_ins(event, token, *items)
    again = send_walk_ins(event, token, *reversed(items))

    assert [answer.full for answer in answers] == [False, True, True]
    assert {answer.id: answer.full for answer in again} == {a.id: a.full for a in answers}
    assert [w.over_capacity for w in stored()] == [False, True, True]
    assert {person.state for person in people} == {RegistrationState.CONFIRMED}
    assert a_registration(event, name="Fia").state is RegistrationState.CONFIRMED  # still hers


def test_other_content_under_a_known_id_is_kept_aside(event: Event) -> None:
    _phone, token = a_phone(event)
    item = a_walk_in(event)
    send_walk_ins(event, token, item)

    (answer,) = send_walk_ins(event, token, item | {"place": 2})

    assert (answer.result, answer.full) == (DIFFERS, None)
    assert len(stored()) == 1
    assert db.session.query(RejectedScan).one().reason == "differs"
    assert db.session.query(AuditEntry).filter_by(action=AuditAction.SCAN_KEPT_ASIDE).count() == 1


BROKEN: list[Any] = [
    {"key": "1"},
    {"sealed": "not base64!"},
    {"sealed": "AAAA"},
    {"sealed": "A" * 8_000},
    {"scan": "short"},
    {"kind": "entry"},
    {"before": None},
    {"key": 2**40},
]


@pytest.mark.parametrize("fault", BROKEN, ids=str)
def test_one_bad_item_spoils_no_other(event: Event, fault: dict[str, Any]) -> None:
    _phone, token = a_phone(event)
    good, bad = a_walk_in(event), a_walk_in(event) | fault

    results = [answer.result for answer in send_walk_ins(event, token, bad, good, 7, None)]

    assert results == [ScanResult.MALFORMED, STORED, ScanResult.MALFORMED, ScanResult.MALFORMED]
    assert len(stored()) == 1
    assert db.session.query(RejectedScan).count() == 3


def test_what_is_odd_about_the_time_is_said(event: Event) -> None:
    _phone, token = a_phone(event)
    over = event.ends_at + 3 * HOUR
    moments = (NOON, over, NOON - DAY, NOON + 3 * DAY)
    items = [a_walk_in(event, at=at) for at in moments]

    send_walk_ins(event, token, *items, now=over + HOUR)

    assert [w.flags for w in stored()] == [
        "",
        "late",
        "before-pairing other-day",
        "future late",
    ]


def test_a_blocked_phone_is_heard_for_a_day_and_marked(event: Event) -> None:
    phone, token = a_phone(event)
    devices.revoke(phone, actor="organizer", now=NOON)
    item = a_walk_in(event)

    answers = [
        *send_walk_ins(event, token, item, now=NOON + HOUR),
        *send_walk_ins(event, token, item, now=NOON + 2 * HOUR),
    ]

    assert [(a.result, a.full) for a in answers] == [(ScanResult.QUARANTINED, None)] * 2
    assert [w.flags for w in stored()] == ["quarantined"]
    with pytest.raises(PhoneRevoked):
        send_walk_ins(event, token, item, now=NOON + 25 * HOUR)


def test_who_may_not_send_is_refused(event: Event) -> None:
    _phone, token = a_phone(event)
    with pytest.raises(NotPaired):
        send_walk_ins(event, "stranger", a_walk_in(event))
    with pytest.raises(EventOver):
        send_walk_ins(event, token, a_walk_in(event), now=event.ends_at + timedelta(days=31))
    assert not stored()


def test_the_order_within_a_batch_changes_nothing_but_who_is_over(event: Event) -> None:
    counts = set()
    for order in permutations(range(3)):
        crowded = an_event(seats=1, starts_at=NOON - HOUR, ends_at=NOON + HOUR)
        _phone, token = a_phone(crowded)
        items = [a_walk_in(crowded) for _ in range(3)]
        answers = send_walk_ins(crowded, token, *(items[at] for at in order))
        counts.add(tuple(sorted(answer.full or False for answer in answers)))
    assert counts == {(False, True, True)}
    assert db.session.query(Registration).count() == 0


def test_what_a_phone_takes_back_is_marked_and_holds_no_seat_nor_is_it_lost(event: Event) -> None:
    _phone, token = a_phone(event)
    walk_ins = [a_walk_in(event, name) for name in ("Bo Ek", "Bo Ek", "Eva Lund", "Tre Fyra")]
    mistake = a_taking_back(walk_ins[1])
    first, second, *others = walk_ins

    sent = [
        send_walk_ins(event, token, *items)
        for items in ((first, second, mistake), (mistake, *others), (second, mistake))
    ]

    assert [[answer.result for answer in answers] for answers in sent] == [
        [STORED, STORED, STORED],
        [KNOWN, STORED, STORED],
        [KNOWN, KNOWN],
    ]
    assert [(w.state, w.flags, w.over_capacity, w.sealed is None) for w in stored()] == [
        (WalkInState.WAITING, "", False, False),
        (WalkInState.REFUSED, "taken-back", False, False),
        (WalkInState.WAITING, "", False, False),
        (WalkInState.WAITING, "", False, False),
    ]
    of_phone = db.session.query(AuditEntry).filter_by(action=AuditAction.WALK_IN_TAKEN_BACK)
    assert [entry.actor.split(":")[0] for entry in of_phone] == ["device"]


def test_nobody_takes_back_what_another_phone_noted_or_what_has_been_decided(event: Event) -> None:
    _phone, token = a_phone(event)
    _other, strange = a_phone(event)
    decided, walk_in = a_walk_in(event, "Eva Lund"), a_walk_in(event)
    send_walk_ins(event, token, decided, walk_in)
    stored()[0].state = WalkInState.CONFIRMED

    answers = send_walk_ins(event, strange, a_taking_back(walk_in))
    unknown = send_walk_ins(event, token, a_taking_back({"id": "Q" * 22}))
    late = send_walk_ins(event, token, a_taking_back(decided))

    assert [answers[0].result, unknown[0].result] == [ScanResult.MALFORMED] * 2
    assert late[0].result == STORED
    assert {item.reason for item in db.session.query(RejectedScan)} == {"no-such-walk-in"}
    assert [(w.state, w.flags) for w in stored()] == [
        (WalkInState.CONFIRMED, "taken-back"),
        (WalkInState.WAITING, ""),
    ]


def test_what_a_blocked_phone_takes_back_waits_for_an_organizer(event: Event) -> None:
    phone, token = a_phone(event)
    walk_in = a_walk_in(event)
    send_walk_ins(event, token, walk_in)
    devices.revoke(phone, actor="organizer", now=NOON)

    (answer,) = send_walk_ins(event, token, a_taking_back(walk_in))

    assert answer.result == ScanResult.QUARANTINED
    assert [(w.state, w.flags) for w in stored()] == [(WalkInState.WAITING, "taken-back")]
