"""A party: one transaction, a place for each, and all or none where they want that."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy
from sqlalchemy import func, select

from eventapp.domain.registration import offer, queue
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.group.party import (
    PartyDoesNotFit,
    PartyNeverFits,
    register_party,
)
from eventapp.domain.registration.registration import Applicant, Reception, RegistrationClosed
from eventapp.extensions import db
from eventapp.models import (
    AuditEntry,
    Event,
    Job,
    JobKind,
    Promotion,
    Registration,
    RegistrationState,
)
from tests.builders import (
    DAY,
    HOUR,
    NOON,
    a_queue,
    a_registration,
    an_applicant,
    an_event,
    an_organisation,
)

pytestmark = pytest.mark.usefixtures("app")

CONFIRMED, WAITLISTED, OFFERED, PENDING = (
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.OFFERED,
    RegistrationState.PENDING,
)


def people(count: int, **facts: object) -> list[Applicant]:
    return [an_applicant(**facts) for _ in range(count)]


def registered(
    event: Event, applicants: list[Applicant], *, whole: bool | None = None
) -> list[Registration]:
    receptions = register_party(event.slug, applicants, whole=whole, now=NOON)
    db.session.flush()
    return [reception.registration for reception in receptions]


def states(registrations: list[Registration]) -> list[RegistrationState]:
    return [registration.state for registration in registrations]


def promised(kind: JobKind) -> list[dict[str, int]]:
    jobs = db.session.scalars(select(Job).where(Job.kind == kind).order_by(Job.id))
    return [job.payload for job in jobs]


def test_each_gets_a_place_a_ticket_a_link_and_a_letter_that_says_how() -> None:
    event = an_event(seats=5)

    party = registered(event, people(3))

    assert states(party) == [CONFIRMED] * 3
    assert len({registration.link_digest for registration in party}) == 3
    assert [len(registration.tickets) for registration in party] == [1, 1, 1]
    assert promised(JobKind.REGISTRATION_MAIL) == [
        {"registration_id": registration.id, "in_party": 1} for registration in party
    ]
    assert not any(registration.party_code for registration in party)
    actions = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "registered")
    assert db.session.scalar(actions) == 3


def test_who_does_not_all_fit_is_asked_first_and_nothing_is_written() -> None:
    event = an_event(seats=2)

    with pytest.raises(PartyDoesNotFit):
        register_party(event.slug, people(3), whole=None, now=NOON)

    assert db.session.scalar(select(func.count()).select_from(Registration)) == 0


def test_as_many_as_possible_takes_what_there_is_in_the_order_of_the_form() -> None:
    event = an_event(seats=1)

    party = registered(event, people(3), whole=False)

    assert states(party) == [CONFIRMED, WAITLISTED, WAITLISTED]
    assert party[0].party_code == ""
    assert party[1].party_code == party[2].party_code != ""
    assert queue.waiting_party(party[1]) == queue.WaitingParty(2, whole=False)


def test_all_or_none_waits_together_and_holds_the_queue() -> None:
    event = an_event(seats=3)
    leaving = a_registration(event)
    party = registered(event, people(3), whole=True)
    later = a_registration(event)

    assert states(party) == [WAITLISTED] * 3
    assert later.state is WAITLISTED
    assert queue.waiting_party(party[0]) == queue.WaitingParty(3, whole=True)
    cancel(leaving, now=NOON)

    assert states(party) == [CONFIRMED] * 3
    assert later.state is WAITLISTED


def test_all_or_none_that_fits_sits_at_once() -> None:
    assert states(registered(an_event(seats=3), people(3), whole=True)) == [CONFIRMED] * 3


def test_a_party_larger_than_the_event_never_waits_in_vain() -> None:
    town = an_organisation()
    event = an_event(seats=4, reserved={town: 2})

    with pytest.raises(PartyNeverFits):
        register_party(event.slug, people(3), whole=True, now=NOON)

    assert states(registered(event, people(3, organisation=town), whole=True)) == [CONFIRMED] * 3


def test_one_who_leaves_a_waiting_party_leaves_the_others_places_that_suffice() -> None:
    event = an_event(seats=3)
    a_registration(event)
    party = registered(event, people(3), whole=True)

    cancel(party[2], now=NOON)

    assert states(party[:2]) == [CONFIRMED] * 2


def test_a_party_that_comes_behind_another_waits_though_there_are_seats() -> None:
    event = an_event(seats=3)
    a_registration(event)
    registered(event, people(3), whole=True)

    assert states(registered(event, people(2), whole=False)) == [WAITLISTED] * 2


def test_offers_go_to_all_of_a_party_at_once_and_each_answers_alone() -> None:
    event = an_event(seats=2, promotion=Promotion.OFFER, offer_hours=24)
    leaving = [a_registration(event) for _ in range(2)]
    first, second = registered(event, people(2), whole=True)
    (next_one,) = a_queue(event, 1)

    cancel(leaving[0], now=NOON)
    assert states([first, second]) == [WAITLISTED] * 2
    cancel(leaving[1], now=NOON)
    assert states([first, second]) == [OFFERED] * 2
    offer.accept(first, now=NOON + HOUR)
    offer.withdraw_lapsed_seats(event.slug, now=NOON + DAY)

    assert first.state is CONFIRMED
    assert second.state is RegistrationState.CANCELLED
    assert next_one.state is OFFERED


def test_somebody_known_is_sent_the_link_and_the_answer_is_a_newcomers() -> None:
    event = an_event(seats=3)
    known = a_registration(event)
    others = people(2)
    again = an_applicant(name=known.name, email=known.email)

    receptions = register_party(event.slug, [others[0], again, others[1]], whole=False, now=NOON)

    assert [reception.added for reception in receptions] == [True, False, True]
    assert states([reception.registration for reception in receptions]) == [CONFIRMED] * 3
    assert [reception.answer for reception in receptions] == [CONFIRMED, CONFIRMED, WAITLISTED]
    assert promised(JobKind.PERSONAL_LINK_MAIL) == [{"registration_id": known.id}]


def test_the_question_comes_as_if_nobody_were_known() -> None:
    """Whoever tries names must not learn from being asked that one of them is registered."""
    event = an_event(seats=3)
    known = a_registration(event)
    again = an_applicant(name=known.name, email=known.email)

    with pytest.raises(PartyDoesNotFit):
        register_party(event.slug, [again, *people(2)], whole=None, now=NOON)


def test_a_shared_mailbox_has_five_places_and_five_letters_an_hour() -> None:
    event = an_event(seats=20)

    party = registered(event, people(7, email="kansli@town.example"))

    assert states(party) == [CONFIRMED] * 5 + [PENDING] * 2
    assert [person["registration_id"] for person in promised(JobKind.REGISTRATION_MAIL)] == [
        registration.id for registration in party[:5]
    ]
    again = registered(event, people(2, email="kansli@town.example"))
    assert states(again) == [PENDING] * 2


def test_letters_beyond_those_of_an_hour_wait_for_the_next() -> None:
    other, event = an_event(), an_event()
    for _ in range(3):
        a_registration(other, email="kansli@town.example")

    party = registered(event, people(4, email="kansli@town.example"))

    due = [registration.first_letter_at for registration in party]
    assert due == [NOON, NOON, NOON + HOUR, NOON + HOUR]


def test_a_closed_event_takes_no_party() -> None:
    event = an_event(registration_closes_at=NOON)

    with pytest.raises(RegistrationClosed):
        register_party(event.slug, people(2), whole=None, now=NOON)


@contextmanager
def counted() -> Iterator[list[str]]:
    sent: list[str] = []

    def note(*arguments: object) -> None:
        sent.append(str(arguments[2]))

    sqlalchemy.event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    sqlalchemy.event.remove(db.engine, "before_cursor_execute", note)


def cost_of(event: Event, applicants: list[Applicant]) -> tuple[int, list[Reception]]:
    db.session.commit()
    slug = event.slug
    db.session.rollback()
    with counted() as sent:
        receptions = register_party(slug, applicants, whole=False, now=NOON)
        db.session.flush()
    return len(sent), receptions


@pytest.mark.parametrize("seats", [30, 1], ids=["seated", "waiting"])
@pytest.mark.parametrize("known", [0, 2], ids=["all new", "two known"])
def test_the_number_of_statements_does_not_grow_with_the_party(seats: int, known: int) -> None:
    """At most eight after the lock for one, and three more for a party (SQL in bulk)."""
    costs = []
    for size in (2, 5, 10):
        event = an_event(seats=seats)
        applicants = people(size)
        for applicant in applicants[:known]:
            a_registration(event, name=applicant.name, email=applicant.email)
        a_registration(event)
        costs.append(cost_of(event, applicants)[0])

    assert max(costs) <= 1 + 8 + 3, costs
    assert max(costs[1:]) == min(costs[1:]), costs
