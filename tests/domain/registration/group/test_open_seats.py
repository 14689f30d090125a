"""The seats that newcomers find, and giving them away on trial."""

import pytest

from eventapp.domain.locking import lock_event
from eventapp.domain.registration.group.open_seats import read_open_seats
from eventapp.domain.registration.registration import Affiliation
from tests.builders import (
    NOON,
    a_party,
    a_queue,
    a_registration,
    an_event,
    an_organisation,
)

pytestmark = pytest.mark.usefixtures("app")

ANYWHERE = Affiliation("Föreningen Exempel")


def test_a_trial_takes_nothing_from_the_seats_themselves() -> None:
    town = an_organisation()
    own = Affiliation(town.name, town.id, (town.id,))
    seats = read_open_seats(lock_event(an_event(seats=2, reserved={town: 1})), now=NOON)

    trial = seats.copy()
    trial.take(ANYWHERE)

    assert not trial.are_open_to(ANYWHERE)
    assert trial.are_open_to(own)
    assert seats.are_open_to(ANYWHERE)


def test_while_a_party_holds_the_queue_nothing_is_open() -> None:
    event = an_event(seats=0)
    a_party(*a_queue(event, 2))
    event.seats = 1

    seats = read_open_seats(lock_event(event), now=NOON)

    assert not seats.are_open_to(ANYWHERE)
    assert seats.when_empty().are_open_to(ANYWHERE)


def test_those_who_wait_are_served_before_newcomers() -> None:
    event = an_event(seats=1)
    a_registration(event)
    a_queue(event, 1)
    event.seats = 2

    assert not read_open_seats(lock_event(event), now=NOON).are_open_to(ANYWHERE)
