"""A delegation's seats, wanted by many at once: the last ones, one handed on, some granted."""

from collections import Counter

import pytest
from flask import Flask

from eventapp.config import Settings
from eventapp.domain.delegation.answer import InvitationReply, answer_invitation
from eventapp.domain.registration import link
from eventapp.extensions import db
from eventapp.models import DelegationAnswer, Event, Organisation
from tests.builders import NOON, a_queue, a_registration, an_event, an_organisation
from tests.builders import registrations_by_state as by_state
from tests.builders.delegation import a_coordinator, the_delegation
from tests.builders.invitation import an_invited_delegation
from tests.races.crowd import Action, ActionResult, ConcurrentUsers

pytestmark = pytest.mark.xdist_group("races")


@pytest.fixture
def settings(app: Flask) -> Settings:
    settings: Settings = app.extensions["settings"]
    return settings


@pytest.fixture
def town(app: Flask) -> Organisation:
    """A town that somebody coordinates."""
    del app
    organisation = an_organisation("Älvstad")
    a_coordinator(organisation)
    return organisation


def last_seats(crowd: ConcurrentUsers, settings: Settings, town: Organisation) -> Event:
    """Two of a delegation's seats are left and one that is for all; twenty want each."""
    event = an_event(seats=6, reserved={town: 5})
    for _ in range(3):
        a_registration(event, organisation=town)
    code = the_delegation(event, town).code
    added = [
        Action("add", event.slug, NOON, email=f"own-{n}@town.example", token=code)
        for n in range(20)
    ]
    others = [
        Action("register", event.slug, NOON, email=f"other-{n}@town.example") for n in range(20)
    ]
    crowd.run(settings, [action for pair in zip(added, others, strict=True) for action in pair])
    db.session.rollback()
    return event


def test_the_last_seats_of_a_delegation_are_taken_once(
    crowd: ConcurrentUsers, settings: Settings, town: Organisation
) -> None:
    event = last_seats(crowd, settings, town)

    delegation = the_delegation(event, town).id
    seated = [registration.delegation_id for registration in by_state(event)["confirmed"]]
    assert len(seated) == 6
    assert seated.count(delegation) >= 5
    assert len(by_state(event)["waitlisted"]) == 37


def test_without_the_lock_they_are_not(
    crowd_without_locks: ConcurrentUsers, settings: Settings, town: Organisation
) -> None:
    event = last_seats(crowd_without_locks, settings, town)

    counts = by_state(event)
    assert (len(counts["confirmed"]), len(counts["waitlisted"])) != (6, 37)


def test_one_place_is_handed_on_once_and_the_queue_stands_still(
    crowd: ConcurrentUsers, settings: Settings, town: Organisation
) -> None:
    event = an_event(seats=4, reserved={town: 4})
    seated = [a_registration(event, organisation=town) for _ in range(4)]
    waiting = a_queue(event, 3, organisation=town)
    before = [registration.queue_number for registration in waiting]
    actions = [
        Action(
            "replace",
            event.slug,
            NOON,
            email=f"new-{place}-{n}@town.example",
            token=link.personal_token(registration),
        )
        for place, registration in enumerate(seated)
        for n in range(4)
    ]

    outcomes: list[ActionResult] = crowd.run(settings, actions)

    db.session.rollback()
    assert Counter(outcome.answer for outcome in outcomes) == {
        "replaced": 4,
        "already-cancelled": 12,
    }
    counts = by_state(event)
    assert len(counts["confirmed"]) == len(counts["cancelled"]) == 4
    assert [registration.queue_number for registration in counts["waitlisted"]] == before


def granted(crowd: ConcurrentUsers, settings: Settings, town: Organisation) -> Counter[str]:
    """A delegation with two seats asks for three more; twenty organizers grant them."""
    event = an_event(seats=100)
    invitation = an_invited_delegation(event, town, seats=2)
    reply = InvitationReply(DelegationAnswer.MORE_SEATS, 3)
    answer_invitation(invitation.delegation, reply, version=1, by=a_coordinator(town), now=NOON)
    action = Action("grant", event.slug, NOON, token=invitation.delegation.code)
    outcomes = crowd.run(settings, [action] * 20)
    db.session.rollback()
    answers = Counter(outcome.answer for outcome in outcomes)
    answers["seats"] = the_delegation(event, town).reserved_seats
    return answers


GRANTED_ONCE = {"granted": 1, "nothing-asked-for": 19, "seats": 5}


def test_seats_that_were_asked_for_are_granted_once(
    crowd: ConcurrentUsers, settings: Settings, town: Organisation
) -> None:
    assert granted(crowd, settings, town) == GRANTED_ONCE


def test_without_the_lock_they_are_granted_again(
    crowd_without_locks: ConcurrentUsers, settings: Settings, town: Organisation
) -> None:
    assert granted(crowd_without_locks, settings, town) != GRANTED_ONCE
