"""Whom a change concerns: people, and the organisations at the top of their trees."""

import pytest

from eventapp.domain.registration.address import PLACES_PER_ADDRESS
from eventapp.domain.registration.notification import AffectedPeople, affected_by_event
from eventapp.models import OrganisationKind, RegistrationState
from tests.builders import a_registration, an_event, an_organisation

pytestmark = pytest.mark.usefixtures("app")


def test_a_municipality_with_its_administrations_is_one_organisation() -> None:
    event = an_event()
    town = an_organisation("Göteborgs Stad")
    office = an_organisation(
        "Socialförvaltningen", kind=OrganisationKind.ADMINISTRATION, parent=town
    )
    for organisation in (town, office, an_organisation("Ale"), None, None):
        a_registration(event, organisation=organisation)

    assert affected_by_event(event) == AffectedPeople(people=5, organisations=3)


def test_an_event_without_people_touches_nobody() -> None:
    assert affected_by_event(an_event()) == AffectedPeople(people=0, organisations=0)


def test_who_waits_for_an_organizer_is_affected_unless_set_aside() -> None:
    event = an_event(approval_days=3)
    for _ in range(PLACES_PER_ADDRESS):
        assert a_registration(event, email="office@town.example").takes_seat
    aside = a_registration(event, email="office@town.example")

    assert (aside.state, aside.takes_seat) == (RegistrationState.PENDING, False)
    assert affected_by_event(event).people == PLACES_PER_ADDRESS
