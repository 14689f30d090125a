"""What the server makes of a scan: the time it happened, its verdict, and what is odd about it."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.door.evaluation import NewScans, evaluate_scans
from eventapp.domain.door.sender import sender_of
from eventapp.domain.door.sent_scan import SentScan
from eventapp.domain.registration import ticket
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import CheckIn, Device, Event
from tests.builders import NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan, read_scans
from tests.domain.door.sending import send


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=NOON - timedelta(hours=2), ends_at=NOON + timedelta(hours=6))


@pytest.mark.parametrize(
    ("sent", "flag"),
    [
        ({"before": {"server": 2_000_000_000_000, "odo": 50_000, "wall": 0}}, "future"),
        ({"before": {"server": 1_500_000_000_000, "odo": 50_000, "wall": 0}}, "before-pairing"),
        (
            {
                "odo": 60_000,
                "wall": 0,
                "before": {"server": 1_803_900_000_000, "odo": 50_000, "wall": 0},
                "after": {"server": 1_803_902_000_000, "odo": 70_000, "wall": 9},
            },
            "stretched",
        ),
    ],
)
def test_a_strange_time_is_stored_and_flagged(
    event: Event, sent: dict[str, Any], flag: str
) -> None:
    phone, _token = a_phone(event)

    assert send(phone, a_scan(a_digest(a_registration(event)), **sent)) == ["stored"]

    assert flag in db.session.scalars(select(CheckIn.flags)).one()


def answers(phone: Device, *scans: dict[str, Any]) -> list[dict[str, Any]]:
    """The server's answers to new scans, none of which is stored."""
    read = [scan for scan in read_scans(*scans) if isinstance(scan, SentScan)]
    return [row["answer"] for row in evaluate_scans([NewScans(sender_of(phone), read, NOON)])]


def test_of_two_scans_of_a_ticket_the_later_is_told_of_the_first(event: Event) -> None:
    phone, _token = a_phone(event)
    digest = a_digest(a_registration(event))
    first, second = a_scan(digest), a_scan(digest, at=NOON + timedelta(minutes=5))

    # In whichever order they arrive.
    later, earlier = answers(phone, second, first)

    assert earlier == {"verdict": "welcome"}
    assert later["verdict"] == "again"
    assert later["first"] == {"at": first["wall"], "place": 1, "uncertain": False}


def test_a_ticket_that_has_been_replaced_is_said_to_be(event: Event) -> None:
    phone, _token = a_phone(event)
    registration = a_registration(event)
    replaced = a_digest(registration)
    ticket.issue(event, registration, now=NOON)
    db.session.flush()

    assert answers(phone, a_scan(replaced)) == [{"verdict": "cancelled", "reason": "replaced"}]


def test_a_ticket_of_a_cancelled_registration_is_cancelled(event: Event) -> None:
    phone, _token = a_phone(event)
    registration = a_registration(event)
    cancel(registration, now=NOON)

    assert answers(phone, a_scan(a_digest(registration))) == [{"verdict": "cancelled"}]


def test_a_ticket_of_another_event_or_of_none(event: Event) -> None:
    phone, _token = a_phone(event)
    elsewhere = a_digest(a_registration(an_event()))

    assert answers(phone, a_scan(elsewhere), a_scan("ab" * 16)) == [
        {"verdict": "other-event"},
        {"verdict": "unlisted"},
    ]


def test_an_undoing_has_no_verdict(event: Event) -> None:
    phone, _token = a_phone(event)
    scan = a_scan(a_digest(a_registration(event)))

    assert answers(phone, scan, a_scan(target=scan["id"]))[1] == {"verdict": None}
