"""Reserved seats: never more promised than there are, unless somebody says why."""

import pytest
from sqlalchemy import select

from eventapp.domain.errors import StaleVersion
from eventapp.domain.people.organisation import load_directory
from eventapp.domain.registration.reserved_seats import (
    TooManyReserved,
    add_delegation,
    change_reserve,
    list_delegations,
)
from eventapp.extensions import db
from eventapp.models import AuditEntry, Delegation, Event, Organisation, RegistrationState
from tests.builders import NOON, a_queue, a_registration, an_event, an_organisation
from tests.builders.delegation import the_delegation

pytestmark = pytest.mark.usefixtures("app")


def reserve(event: Event, organisation: Organisation, seats: int, reason: str = "") -> Delegation:
    return add_delegation(
        event,
        organisation.id,
        seats,
        load_directory(),
        actor="organizer",
        reason=reason,
        now=NOON,
    )


def change(delegation: Delegation, seats: int, *, version: int, reason: str = "") -> None:
    change_reserve(delegation, seats, version=version, actor="organizer", reason=reason, now=NOON)


def test_seats_are_reserved_up_to_those_there_are() -> None:
    event = an_event(seats=5)

    for seats in (2, 3):
        reserve(event, an_organisation(), seats)

    assert [delegation.reserved_seats for delegation in list_delegations(event)] == [3, 2]
    with pytest.raises(TooManyReserved):
        reserve(event, an_organisation(), 1)


def test_a_delegation_may_have_no_seats_of_its_own() -> None:
    assert reserve(an_event(seats=0), an_organisation(), 0).reserved_seats == 0


def test_an_organisation_has_one_delegation_at_an_event() -> None:
    event, town = an_event(), an_organisation()
    reserve(event, town, 1)

    with pytest.raises(StaleVersion):
        reserve(event, town, 1)


def test_more_may_be_reserved_for_a_reason_which_is_logged() -> None:
    event, town = an_event(seats=1), an_organisation()

    assert reserve(event, town, 4, "Värdkommun").reserved_seats == 4

    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "reserve forced")
    ).one()
    assert (entry.subject_code, entry.reason) == (event.public_id, "Värdkommun")
    assert entry.details == {"seats": 4, "organisation": town.code}
    assert entry.change
    assert (entry.change.before, entry.change.after) == (
        {"reserved_seats": 0},
        {"reserved_seats": 4},
    )


def test_blanks_are_no_reason() -> None:
    with pytest.raises(TooManyReserved):
        reserve(an_event(seats=1), an_organisation(), 4, " ")


def test_people_of_the_organisation_and_its_parts_join_the_new_delegation() -> None:
    event, town = an_event(), an_organisation()
    school = an_organisation("Skolan", parent=town)
    members = [a_registration(event, organisation=organisation) for organisation in (town, school)]
    stranger = a_registration(event, organisation=an_organisation())

    delegation = reserve(event, town, 2)

    for registration in (*members, stranger):
        db.session.refresh(registration)
    assert [member.delegation_id for member in members] == [delegation.id] * 2
    assert stranger.delegation_id is None


def test_seats_given_up_go_to_those_who_wait() -> None:
    town = an_organisation()
    event = an_event(seats=2, reserved={town: 2})
    first, second = a_queue(event, 2)
    delegation = the_delegation(event, town)

    change(delegation, 1, version=delegation.version)

    states = [registration.state for registration in (first, second)]
    assert states == [RegistrationState.CONFIRMED, RegistrationState.WAITLISTED]


def test_a_stale_change_is_refused() -> None:
    town = an_organisation()
    delegation = the_delegation(an_event(reserved={town: 2}), town)
    version = delegation.version
    change(delegation, 3, version=version)

    with pytest.raises(StaleVersion):
        change(delegation, 4, version=version)
    assert delegation.reserved_seats == 3


def test_more_reserved_than_there_is_still_fills_no_more_than_the_seats() -> None:
    town, region = an_organisation(), an_organisation()
    event = an_event(seats=3, reserved={town: 3, region: 3})

    people = [
        a_registration(event, organisation=organisation)
        for organisation in (town, region, town, region)
    ]

    assert [person.state for person in people] == [RegistrationState.CONFIRMED] * 3 + [
        RegistrationState.WAITLISTED
    ]
