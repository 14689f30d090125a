"""The log of a bundle: acts in order, by kinds of people, with codes of things alone."""

import pytest

from eventapp.domain.record import audit
from eventapp.domain.record.audit import Subject
from eventapp.domain.retention.closing.event_log import stream_event_log
from eventapp.models import AuditAction
from tests.builders import NOON, a_registration, an_event
from tests.builders.material import a_material
from tests.builders.moments import DAY, HOUR

pytestmark = pytest.mark.usefixtures("app")


def test_people_are_kinds_and_things_have_codes() -> None:
    event = an_event()
    registration, material = a_registration(event), a_material(event)
    audit.record("person corrected", registration, actor="k7m2", now=NOON, reason="Anna ringde")
    audit.record("checked in at desk", event, actor="device:d1", now=NOON, session="Anna Ek")
    lines = list(stream_event_log(event))

    people = {"k7m2", registration.code, "Anna"}
    assert not [line for line in lines if any(word in str(line) for word in people)]
    assert [line.actor for line in lines[:2]] == ["device", "account"]
    added = next(line for line in lines if line.action == AuditAction.MATERIAL_ADDED)
    assert (added.code, added.details) == (event.public_id, {"material": material.code})


def test_that_somebody_was_reached_is_not_in_it_nor_who_is_an_alias() -> None:
    event = an_event()
    subject = Subject("registration", "r1", event.id)
    audit.record(AuditAction.PERSON_REACHED, subject, actor="k7m2", now=NOON)
    audit.record(AuditAction.REGISTERED_UNDER_ALIAS, subject, actor="k7m2", now=NOON)

    actions = [line.action for line in stream_event_log(event)]
    assert actions[0] == AuditAction.REGISTERED_BY_AN_ORGANIZER
    assert AuditAction.PERSON_REACHED not in actions


def test_how_many_people_did_the_same_cannot_be_counted() -> None:
    event = an_event()
    for number in range(3):
        person = Subject("registration", f"r{number}", event.id)
        audit.record(
            AuditAction.REGISTERED, person, actor="participant", now=NOON + number * HOUR, number=3
        )
    audit.record(AuditAction.REGISTERED, person, actor="participant", now=NOON + DAY)
    for _ in range(2):
        audit.record("checked in at desk", event, actor="device:d1", now=NOON)
    lines = list(stream_event_log(event))

    registered = [(line.at, line.details) for line in lines if line.action == "registered"]
    assert registered == [((NOON + DAY).date(), {}), (NOON.date(), {})]
    assert [line.action for line in lines].count("checked in at desk") == 1


def test_the_events_own_seats_are_told_and_those_of_an_organisation_are_not() -> None:
    event = an_event()
    audit.record(AuditAction.SEATS_CUT, event, actor="k7m2", now=NOON, seats=40)
    town = {"seats": 4, "organisation": "town"}
    audit.record(AuditAction.SEATS_RESERVED, event, actor="k7m2", now=NOON, **town)

    details = {line.action: line.details for line in stream_event_log(event)}
    assert details[AuditAction.SEATS_CUT] == {"seats": 40}
    assert details[AuditAction.SEATS_RESERVED] == {}
