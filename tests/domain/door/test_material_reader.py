"""Who asks for materials: people with and without a place, and delegations."""

import pytest

from eventapp.domain.door.material_reader import (
    list_choosable_organisations,
    reader_of,
    reader_of_delegation,
)
from eventapp.domain.schedule.materials.access import VISITOR
from eventapp.extensions import db
from eventapp.models import (
    Attendance,
    Audience,
    Event,
    Material,
    Organisation,
    RegistrationState,
)
from tests.builders import NOON, a_registration, an_event, an_organisation

pytestmark = pytest.mark.usefixtures("app")


def for_certain_organisations(event: Event, *organisations: Organisation) -> None:
    db.session.add(
        Material(
            event_id=event.id,
            title="Bilder",
            audience=Audience.ORGANISATIONS,
            organisations=list(organisations),
        )
    )
    db.session.flush()


def test_only_a_confirmed_place_is_more_than_a_visitors() -> None:
    event, town = an_event(), an_organisation("Dalby")
    town.mailbox = "info@town.example"
    for_certain_organisations(event, town)
    person = a_registration(event, organisation=town)
    for state in set(RegistrationState) - {RegistrationState.CONFIRMED}:
        person.state = state
        assert reader_of(person) == VISITOR

    person.state = RegistrationState.CONFIRMED
    assert reader_of(person).seated
    assert not reader_of(person).came
    assert reader_of(person).organisations == {town.id}

    db.session.add(Attendance(registration_id=person.id, marked_at=NOON, marked_by="o"))
    db.session.flush()
    assert reader_of(person).came


def test_only_their_word_is_no_organisation() -> None:
    event, town = an_event(), an_organisation("Dalby")
    person = a_registration(event, organisation=town)
    for_certain_organisations(event, town)

    assert reader_of(person).seated
    assert reader_of(person).organisations == frozenset()


def test_a_delegation_has_what_its_people_have() -> None:
    town, empty = an_organisation("Dalby"), an_organisation("Ekby")
    event = an_event(reserved={town: 2, empty: 2})
    person = a_registration(event, organisation=town)
    own, other = sorted(event.delegations, key=lambda d: d.organisation_id != town.id)
    db.session.add(Attendance(registration_id=person.id, marked_at=NOON, marked_by="o"))
    db.session.flush()

    assert reader_of_delegation(own).seated
    assert reader_of_delegation(own).came
    assert reader_of_delegation(own).organisations == {town.id}
    assert not reader_of_delegation(other).seated
    assert list_choosable_organisations(event) == [town, empty]
