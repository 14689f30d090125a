"""Parties that want places together, all at the same moment: none is torn apart."""

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.config import Settings
from eventapp.domain.registration import link
from eventapp.extensions import db
from eventapp.models import Event, Registration, RegistrationState
from tests.builders import NOON, a_registration, an_event
from tests.races.crowd import Action, ConcurrentUsers

pytestmark = pytest.mark.xdist_group("races")

SEATS, PARTIES = 24, 20
TOGETHER = {"confirmed confirmed confirmed", "waitlisted waitlisted waitlisted"}


@pytest.fixture
def settings(app: Flask) -> Settings:
    settings: Settings = app.extensions["settings"]
    return settings


def crowd_of_parties(event: Event) -> list[Action]:
    return [
        Action("register party", event.slug, NOON, email=f"party-{n}@town.example")
        for n in range(PARTIES)
    ]


def count_seated(event: Event) -> int:
    db.session.rollback()
    states = db.session.scalars(select(Registration.state).where(Registration.event_id == event.id))
    return sum(state is RegistrationState.CONFIRMED for state in states)


def test_parties_of_three_take_the_seats_whole_and_never_one_too_many(
    settings: Settings, crowd: ConcurrentUsers
) -> None:
    event = an_event(seats=SEATS + 2)
    leaving = [a_registration(event) for _ in range(3)]
    cancelled = [
        Action("cancel", event.slug, NOON, token=link.personal_token(registration))
        for registration in leaving
    ]

    outcomes = crowd.run(settings, [*crowd_of_parties(event), *cancelled])

    assert not [outcome.answer for outcome in outcomes if outcome.failed]
    answers = Counter(outcome.answer for outcome in outcomes)
    assert set(answers) - {"cancelled"} <= TOGETHER
    assert count_seated(event) == SEATS
    by_party: dict[str, set[RegistrationState]] = {}
    for registration in db.session.scalars(
        select(Registration).where(Registration.event_id == event.id, Registration.party_code != "")
    ):
        by_party.setdefault(registration.party_code, set()).add(registration.state)
    assert all(len(states) == 1 for states in by_party.values())


def test_without_the_locks_parties_get_more_than_the_seats(
    settings: Settings, crowd_without_locks: ConcurrentUsers
) -> None:
    """The control: were this to pass, the one above would prove nothing."""
    event = an_event(seats=SEATS)
    db.session.commit()

    outcomes = crowd_without_locks.run(settings, crowd_of_parties(event))

    assert count_seated(event) > SEATS or any(outcome.failed for outcome in outcomes)
