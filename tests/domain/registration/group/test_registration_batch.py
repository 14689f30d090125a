"""Many at once get what one after another would get."""

import pytest
from sqlalchemy import func, select

from eventapp.domain import locking
from eventapp.domain.registration.care_need import CareNeeds, decrypt_needs
from eventapp.domain.registration.group.registration_batch import Newcomer, register_many
from eventapp.extensions import db
from eventapp.models import ChoiceState, Event, Job, Registration, RegistrationState
from tests.builders import (
    HOUR,
    NOON,
    a_registration,
    a_session,
    an_applicant,
    an_event,
    an_organisation,
)
from tests.domain.registration.traces import seated

pytestmark = pytest.mark.usefixtures("app")

CONFIRMED, WAITLISTED = RegistrationState.CONFIRMED, RegistrationState.WAITLISTED
CANCELLED = RegistrationState.CANCELLED


def registered(event: Event, *newcomers: Newcomer, letters: bool = True) -> list[object]:
    added = register_many(
        locking.lock_event(event),
        newcomers,
        letters_at=NOON + HOUR if letters else None,
        actor="organizer",
        now=NOON,
    )
    return [registration and registration.state for registration in added]


def count_letters() -> int:
    return db.session.scalar(select(func.count()).select_from(Job)) or 0


def test_seats_go_in_order_and_the_others_wait() -> None:
    town = an_organisation()
    event = an_event(seats=3, reserved={town: 1})

    states = registered(
        event,
        *(Newcomer(an_applicant()) for _ in range(3)),
        Newcomer(an_applicant(organisation=town)),
    )

    assert states == [CONFIRMED, CONFIRMED, WAITLISTED, CONFIRMED]
    assert seated(event) == 3


def test_nobody_is_registered_twice() -> None:
    event = an_event()
    known, new = a_registration(event), an_applicant()
    again = an_applicant(name=known.name.upper(), email=known.email)

    states = registered(event, Newcomer(again), Newcomer(new), Newcomer(new))

    assert states == [None, CONFIRMED, None]


def test_who_had_cancelled_gets_no_seat_no_needs_and_no_letter() -> None:
    event = an_event(seats=1)
    gone = an_applicant(needs=CareNeeds(diet="vegan"))

    assert registered(event, Newcomer(gone, cancelled=True)) == [CANCELLED]
    assert registered(event, Newcomer(gone, cancelled=True)) == [None]
    assert (seated(event), count_letters()) == (0, 0)
    assert not decrypt_needs(db.session.scalars(select(Registration)).one())


def test_letters_wait_for_the_moment_given_and_spare_a_shared_mailbox() -> None:
    event = an_event(seats=20)
    newcomers = [Newcomer(an_applicant(email="team@town.example")) for _ in range(7)]

    registered(event, *newcomers)

    due = sorted(db.session.scalars(select(Job.due_at)))
    assert due == [NOON + HOUR] * 5 + [NOON + 2 * HOUR] * 2


def test_needs_are_sealed_and_sessions_have_seats() -> None:
    event = an_event()
    session = a_session(event, seats=1)
    newcomers = [
        Newcomer(an_applicant(sessions=(session,), needs=CareNeeds(diet="vegan"))) for _ in range(2)
    ]

    registered(event, *newcomers, letters=False)

    first, second = db.session.scalars(select(Registration).order_by(Registration.id))
    assert [first.choices[0].state, second.choices[0].state] == [
        ChoiceState.CONFIRMED,
        ChoiceState.WAITLISTED,
    ]
    assert decrypt_needs(first).diet == "vegan"
    assert count_letters() == 0


def test_a_session_that_is_gone_or_overlaps_is_left_out() -> None:
    event = an_event()
    session, other = a_session(event), a_session(event)
    gone = a_session(event, released=False)
    newcomers = [
        Newcomer(an_applicant(sessions=(session, other))),
        Newcomer(an_applicant(sessions=(session, gone))),
    ]

    registered(event, *newcomers)

    first, second = db.session.scalars(select(Registration).order_by(Registration.id))
    assert not first.choices
    assert [choice.session.code for choice in second.choices] == [session.code]
