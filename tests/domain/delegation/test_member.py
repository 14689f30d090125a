"""Registering, replacing and cancelling for others: seats stay right, everybody gets a letter."""

from collections import Counter

import pytest
from sqlalchemy import select

from eventapp.domain.delegation import member
from eventapp.domain.registration.cancellation import AlreadyCancelled, CancellationClosed, cancel
from eventapp.domain.registration.registration import (
    AlreadyRegistered,
    Applicant,
    RegistrationClosed,
)
from eventapp.extensions import db
from eventapp.models import (
    Account,
    AuditEntry,
    Badge,
    ChoiceState,
    Event,
    EventState,
    Job,
    JobKind,
    Organisation,
    Registration,
    RegistrationState,
    Visibility,
)
from tests.builders import (
    NEXT_MONTH,
    NEXT_WEEK,
    NOON,
    a_queue,
    a_registration,
    a_session,
    an_applicant,
    an_event,
    an_organisation,
)
from tests.builders.delegation import a_coordinator, the_delegation

pytestmark = pytest.mark.usefixtures("app")
CONFIRMED, WAITLISTED = RegistrationState.CONFIRMED, RegistrationState.WAITLISTED
CANCELLED = RegistrationState.CANCELLED


@pytest.fixture
def town() -> Organisation:
    return an_organisation("Älvstad")


@pytest.fixture
def saga(town: Organisation) -> Account:
    return a_coordinator(town)


def a_colleague(town: Organisation, saga: Account, **facts: str) -> Applicant:
    return an_applicant(organisation=town, asked_by=saga.id, **facts)


def at(event: Event, email: str) -> list[Registration]:
    return list(
        db.session.scalars(
            select(Registration)
            .where(Registration.event_id == event.id, Registration.email == email)
            .order_by(Registration.id)
        )
    )


def promised() -> Counter[JobKind]:
    return Counter(db.session.scalars(select(Job.kind)))


def deeds(registration: Registration) -> list[tuple[str, str]]:
    return [
        (entry.action, entry.actor)
        for entry in db.session.scalars(
            select(AuditEntry)
            .where(AuditEntry.subject_code == registration.code)
            .order_by(AuditEntry.id)
        )
    ]


def test_a_colleague_takes_one_of_the_delegations_seats(town: Organisation, saga: Account) -> None:
    event = an_event(seats=1, reserved={town: 1})
    colleague = a_colleague(town, saga)

    answer = member.add_member(the_delegation(event, town), colleague, by=saga, now=NOON).answer

    (registration,) = at(event, colleague.email)
    assert answer is registration.state is CONFIRMED
    assert registration.delegation_id == the_delegation(event, town).id
    assert deeds(registration) == [("registered by the coordinator", saga.code)]


def test_the_mail_knows_who_asked_for_it(town: Organisation, saga: Account) -> None:
    event = an_event(reserved={town: 2})

    member.add_member(the_delegation(event, town), a_colleague(town, saga), by=saga, now=NOON)

    job = db.session.scalars(select(Job)).one()
    assert job.kind is JobKind.REGISTRATION_MAIL
    assert job.payload["asked_by"] == saga.id


def test_when_seats_are_gone_a_colleague_waits_like_anybody(
    town: Organisation, saga: Account
) -> None:
    event = an_event(seats=1, reserved={town: 1})
    a_registration(event, organisation=town)
    colleague = a_colleague(town, saga)

    answer = member.add_member(the_delegation(event, town), colleague, by=saga, now=NOON).answer

    assert answer is at(event, colleague.email)[0].state is WAITLISTED


def test_somebody_who_is_registered_already_is_answered_for_like_a_newcomer(
    town: Organisation, saga: Account
) -> None:
    event = an_event(reserved={town: 3})
    known = a_registration(event, name="Åsa Öström", email="asa@town.example")
    other = a_colleague(town, saga, name="ÅSA  Öström", email="asa@town.example")

    answer = member.add_member(the_delegation(event, town), other, by=saga, now=NOON).answer

    assert answer is CONFIRMED
    assert at(event, "asa@town.example") == [known]
    assert (known.name, known.delegation_id) == ("Åsa Öström", None)
    assert promised()[JobKind.PERSONAL_LINK_MAIL] == 1


def test_a_colleague_may_share_an_address(town: Organisation, saga: Account) -> None:
    event = an_event(reserved={town: 3})
    known = a_registration(event, organisation=town, name="Åsa Öström", email="asa@town.example")
    other = a_colleague(town, saga, name="Nya Nilsson", email="asa@town.example")

    registration = member.add_member(
        the_delegation(event, town), other, by=saga, now=NOON
    ).registration

    assert at(event, "asa@town.example") == [known, registration]
    assert registration.state is CONFIRMED
    assert promised()[JobKind.REGISTRATION_MAIL] == 2


def test_an_exact_double_in_the_own_delegation_is_refused(
    town: Organisation, saga: Account
) -> None:
    event = an_event(reserved={town: 3})
    known = a_registration(event, organisation=town, name="Åsa Öström", email="asa@town.example")
    double = a_colleague(town, saga, name="åsa öström", email="asa@town.example")

    with pytest.raises(AlreadyRegistered):
        member.add_member(the_delegation(event, town), double, by=saga, now=NOON)

    assert at(event, "asa@town.example") == [known]


@pytest.mark.parametrize("visibility", [Visibility.LIMITED, Visibility.PROTECTED])
def test_a_double_whom_the_coordinator_may_not_see_is_answered_for_like_a_newcomer(
    town: Organisation, saga: Account, visibility: Visibility
) -> None:
    event = an_event(reserved={town: 3})
    known = a_registration(event, organisation=town, name="Åsa Öström", visibility=visibility)
    double = a_colleague(town, saga, name="Åsa Öström", email=known.email)

    answer = member.add_member(the_delegation(event, town), double, by=saga, now=NOON).answer

    assert answer is CONFIRMED
    assert at(event, known.email) == [known]


def test_a_sixth_colleague_at_one_address_waits_for_an_organizer(
    town: Organisation, saga: Account
) -> None:
    event = an_event(reserved={town: 9})
    delegation = the_delegation(event, town)
    for _ in range(5):
        colleague = a_colleague(town, saga, email="kansli@town.example")
        member.add_member(delegation, colleague, by=saga, now=NOON)
    sixth = a_colleague(town, saga, email="kansli@town.example")

    reception = member.add_member(delegation, sixth, by=saga, now=NOON)

    assert reception.registration.state is RegistrationState.PENDING
    leaving = a_registration(event, organisation=town)
    seventh = a_colleague(town, saga, email="kansli@town.example")
    with pytest.raises(member.AddressFull):
        member.replace_member(leaving, seventh, by=saga, now=NOON)


@pytest.mark.parametrize("moment", [NEXT_WEEK, NEXT_MONTH])
def test_nobody_is_registered_once_registration_has_closed(
    town: Organisation, saga: Account, moment: object
) -> None:
    event = an_event(reserved={town: 3})

    with pytest.raises(RegistrationClosed):
        member.add_member(
            the_delegation(event, town),
            a_colleague(town, saga),
            by=saga,
            now=moment,  # type: ignore[arg-type]
        )


def test_a_replacement_keeps_the_seat_past_all_who_wait(town: Organisation, saga: Account) -> None:
    event = an_event(seats=1, reserved={town: 1})
    leaving = a_registration(event, organisation=town)
    (waiting,) = a_queue(event, 1)
    coming = a_colleague(town, saga)

    member.replace_member(leaving, coming, by=saga, now=NOON)

    (registration,) = at(event, coming.email)
    assert [leaving.state, registration.state, waiting.state] == [CANCELLED, CONFIRMED, WAITLISTED]
    assert registration.delegation_id == leaving.delegation_id
    assert registration.badge is Badge.ORGANISATION
    assert promised()[JobKind.CANCELLATION_MAIL] == 1
    assert promised()[JobKind.REGISTRATION_MAIL] == 3
    assert deeds(registration) == [("registered instead", saga.code)]
    assert deeds(leaving)[-1] == ("cancelled", saga.code)


def test_a_replacement_takes_over_seats_and_places_in_line_in_sessions(
    town: Organisation, saga: Account
) -> None:
    event = an_event(reserved={town: 2})
    full, other = a_session(event, seats=1), a_session(event, starts_at=event.ends_at)
    a_registration(event, sessions=(full,))
    leaving = a_registration(event, organisation=town, sessions=(full, other))
    behind = a_registration(event, sessions=(full,))
    coming = a_colleague(town, saga)

    member.replace_member(leaving, coming, by=saga, now=NOON)

    (registration,) = at(event, coming.email)
    states = {choice.session.code: choice.state for choice in registration.choices}
    assert states == {full.code: ChoiceState.WAITLISTED, other.code: ChoiceState.CONFIRMED}
    numbers = [next(c.queue_number for c in registration.choices if c.session is full)]
    assert numbers[0] is not None
    assert numbers[0] < (behind.choices[0].queue_number or 0)
    assert leaving.choices == []


def test_a_colleague_who_waits_may_be_given_the_place(town: Organisation, saga: Account) -> None:
    event = an_event(seats=1, reserved={town: 1})
    leaving = a_registration(event, organisation=town)
    first, second = a_queue(event, 2, organisation=town)
    coming = a_colleague(town, saga, name=second.name, email=second.email)

    member.replace_member(leaving, coming, by=saga, now=NOON)

    states = [leaving.state, first.state, second.state]
    assert states == [CANCELLED, WAITLISTED, CONFIRMED]
    assert deeds(second)[-1] == ("place forced", saga.code)


def test_a_stranger_who_waits_gets_nothing_out_of_turn(town: Organisation, saga: Account) -> None:
    event = an_event(seats=1, reserved={town: 1})
    leaving = a_registration(event, organisation=town)
    first, second = a_queue(event, 2)
    coming = a_colleague(town, saga, name=second.name, email=second.email)
    member.replace_member(leaving, coming, by=saga, now=NOON)

    # The seat is the delegation's still: nobody else may have it before it lapses.
    assert [first.state, second.state] == [WAITLISTED, WAITLISTED]
    assert leaving.state is CANCELLED


def test_who_has_a_place_elsewhere_keeps_it_and_the_freed_one_goes_to_the_queue(
    town: Organisation, saga: Account
) -> None:
    event = an_event(seats=2, reserved={town: 1})
    leaving = a_registration(event, organisation=town)
    staying = a_registration(event)
    (waiting,) = a_queue(event, 1, organisation=town)
    coming = a_colleague(town, saga, name=staying.name, email=staying.email)

    member.replace_member(leaving, coming, by=saga, now=NOON)

    assert [leaving.state, staying.state, waiting.state] == [CANCELLED, CONFIRMED, CONFIRMED]


def test_a_colleague_with_a_place_in_the_delegation_replaces_nobody(
    town: Organisation, saga: Account
) -> None:
    event = an_event(seats=2, reserved={town: 2})
    leaving = a_registration(event, organisation=town)
    staying = a_registration(event, organisation=town)
    coming = a_colleague(town, saga, name=staying.name, email=staying.email)

    with pytest.raises(AlreadyRegistered):
        member.replace_member(leaving, coming, by=saga, now=NOON)


def test_another_of_the_same_address_may_come_instead(town: Organisation, saga: Account) -> None:
    event = an_event(seats=1, reserved={town: 1})
    leaving = a_registration(event, organisation=town)

    coming = a_colleague(town, saga, name="Nya Nilsson", email=leaving.email)
    member.replace_member(leaving, coming, by=saga, now=NOON)

    old, new = at(event, leaving.email)
    assert [old.state, new.state] == [CANCELLED, CONFIRMED]


def test_nobody_replaces_themself_a_waiting_or_a_cancelled_person(
    town: Organisation, saga: Account
) -> None:
    event = an_event(seats=1, reserved={town: 1})
    seated = a_registration(event, organisation=town)
    (waiting,) = a_queue(event, 1, organisation=town)
    gone = a_registration(event)
    cancel(gone, now=NOON)

    for leaving, name, email, refusal in (
        (seated, seated.name, seated.email, member.SamePerson),
        (waiting, "Ny", "ny@town.example", member.NoSeatToReplace),
        (gone, "Ny", "ny@town.example", AlreadyCancelled),
    ):
        coming = a_colleague(town, saga, name=name, email=email)
        with pytest.raises(refusal):
            member.replace_member(leaving, coming, by=saga, now=NOON)
    assert at(event, "ny@town.example") == []


def test_one_may_come_instead_until_the_event_begins(town: Organisation, saga: Account) -> None:
    event = an_event(reserved={town: 1})
    leaving = a_registration(event, organisation=town)

    with pytest.raises(member.ReplacementClosed):
        member.replace_member(leaving, a_colleague(town, saga), by=saga, now=event.starts_at)
    member.replace_member(leaving, a_colleague(town, saga), by=saga, now=NEXT_WEEK)

    assert leaving.state is CANCELLED


def test_nobody_comes_instead_to_what_is_called_off(town: Organisation, saga: Account) -> None:
    event = an_event(reserved={town: 1})
    leaving = a_registration(event, organisation=town)
    event.state = EventState.CANCELLED

    with pytest.raises(member.ReplacementClosed):
        member.replace_member(leaving, a_colleague(town, saga), by=saga, now=NOON)


def test_a_cancelled_place_passes_on_and_both_are_told(town: Organisation, saga: Account) -> None:
    event = an_event(seats=1, reserved={town: 1})
    leaving = a_registration(event, organisation=town)
    (waiting,) = a_queue(event, 1, organisation=town)

    member.cancel_member(leaving, by=saga, now=NOON)

    assert [leaving.state, waiting.state] == [CANCELLED, CONFIRMED]
    assert promised()[JobKind.PROMOTION_MAIL] == 1
    job = db.session.scalars(select(Job).where(Job.kind == JobKind.CANCELLATION_MAIL)).one()
    assert job.payload["asked_by"] == saga.id
    with pytest.raises(AlreadyCancelled):
        member.cancel_member(leaving, by=saga, now=NOON)


def test_nothing_is_cancelled_after_the_last_day(town: Organisation, saga: Account) -> None:
    event = an_event(reserved={town: 1})
    leaving = a_registration(event, organisation=town)

    with pytest.raises(CancellationClosed):
        member.cancel_member(leaving, by=saga, now=event.cancellation_closes_at)
