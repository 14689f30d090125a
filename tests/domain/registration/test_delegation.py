"""Reserved seats: never more promised than there are, unless someone says why."""

import pytest
from sqlalchemy import select

from eventapp.domain.registration.delegation import TooManyReserved, force_reserve, reserve
from eventapp.domain.registration.override import ReasonMissing
from eventapp.extensions import db
from eventapp.models import AuditEntry, RegistrationState
from tests.builders import NOON, a_registration, an_event, an_organisation

pytestmark = pytest.mark.usefixtures("app")


def test_seats_are_reserved_up_to_those_there_are() -> None:
    event = an_event(seats=5)

    made = [reserve(event, an_organisation(), seats) for seats in (3, 2)]

    assert [each.reserved_seats for each in made] == [3, 2]
    with pytest.raises(TooManyReserved):
        reserve(event, an_organisation(), 1)


def test_a_delegation_may_have_no_seats_of_its_own() -> None:
    event = an_event(seats=0)

    assert reserve(event, an_organisation(), 0).reserved_seats == 0


def test_an_organisation_has_one_delegation_at_an_event() -> None:
    event, town = an_event(), an_organisation()
    reserve(event, town, 1)

    with pytest.raises(Exception, match=r"(?i)unique"):
        reserve(event, town, 1)
    db.session.rollback()


def test_more_may_be_reserved_for_a_reason_which_is_kept() -> None:
    event = an_event(seats=1)

    made = force_reserve(
        event, an_organisation(), 4, actor="organizer", reason="Värdkommun", now=NOON
    )

    assert made.reserved_seats == 4
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "reserve forced")
    ).one()
    assert (entry.subject_code, entry.reason) == (event.public_id, "Värdkommun")
    assert entry.details == {"seats": 4}


def test_nothing_is_reserved_beyond_the_seats_without_a_reason() -> None:
    event = an_event(seats=1)

    with pytest.raises(ReasonMissing):
        force_reserve(event, an_organisation(), 4, actor="organizer", reason=" ", now=NOON)
    assert event.delegations == []


def test_more_promised_than_there_is_still_fills_no_more_than_the_seats() -> None:
    one, other = an_organisation(), an_organisation()
    event = an_event(seats=3, reserved={one: 3, other: 3})

    people = [a_registration(event, organisation=each) for each in (one, other, one, other)]

    assert [each.state for each in people] == [RegistrationState.CONFIRMED] * 3 + [
        RegistrationState.WAITLISTED
    ]
