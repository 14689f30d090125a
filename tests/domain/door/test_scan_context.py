"""What a batch looks up is found by indexes, however many scans an event has."""

from datetime import timedelta

import pytest
from flask import Flask

from eventapp.extensions import db
from eventapp.models import Event
from tests.builders import NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan
from tests.domain.door.sending import send
from tests.plans import executed, plan_of


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=NOON - timedelta(hours=2), ends_at=NOON + timedelta(hours=6))


def test_each_look_up_of_a_batch_uses_an_index(event: Event) -> None:
    phone, _token = a_phone(event)
    entry = a_scan(a_digest(a_registration(event)))
    send(phone, entry)

    with executed() as statements:
        send(phone, a_scan(target=entry["id"]), a_scan(a_digest(a_registration(event))))

    plans = [plan_of(*sent) for sent in statements if sent[0].startswith("SELECT check_ins")]
    assert len(plans) == 3  # what is known, what is undone, earlier scans
    for plan in plans:
        if db.engine.dialect.name == "sqlite":  # PostgreSQL knows that here are few
            assert "check_ins_by_arrival" not in plan  # that would be all scans of the event
        assert "Seq Scan" not in plan
        assert "SCAN check_ins" not in plan
