"""A wrong address changed within the hour, by whoever sent the form."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eventapp.domain.registration import ticket
from eventapp.domain.registration.address import LETTERS_PER_HOUR, look_up_address
from eventapp.domain.registration.address_correction import (
    CorrectionClosed,
    SentForm,
    correct_address,
)
from eventapp.domain.registration.care_need import CareNeeds, decrypt_needs
from eventapp.domain.registration.link import (
    agenda_token,
    find_by_agenda_token,
    find_by_personal_token,
    personal_token,
)
from eventapp.domain.registration.registration import Reception, RegistrationClosed
from eventapp.extensions import db
from eventapp.ids import new_code
from eventapp.models import (
    AuditAction,
    AuditEntry,
    ChoiceState,
    Event,
    Job,
    JobKind,
    JobState,
    Registration,
    RegistrationState,
)
from tests.builders import (
    HOUR,
    NOON,
    a_queue,
    a_registration,
    a_session,
    an_applicant,
    an_application,
    an_event,
)

pytestmark = pytest.mark.usefixtures("app")

WRONG, RIGHT = "anna@gmial.example", "anna@gmail.example"
LATER = NOON + timedelta(minutes=10)


def a_sent_form(event: Event, **facts: Any) -> tuple[SentForm, Reception]:
    """What a browser knows of a form that it has just sent."""
    applicant = an_applicant(**{"name": "Anna Ek", "email": WRONG, **facts})
    reception = an_application(event, applicant)
    code = reception.registration.code if reception.added else new_code()
    return SentForm(applicant, code, NOON), reception


def correct(event: Event, sent: SentForm, email: str = RIGHT) -> Reception:
    reception = correct_address(event.slug, sent, email, now=LATER)
    db.session.flush()
    return reception


def letters_to_come() -> list[tuple[str, int]]:
    jobs = db.session.scalars(
        select(Job).where(Job.state == JobState.WAITING).order_by(Job.id)
    ).all()
    return [(job.kind, job.payload["registration_id"]) for job in jobs]


def send_all() -> None:
    """As the worker does."""
    for job in db.session.scalars(select(Job)):
        job.state = JobState.DONE
    db.session.flush()


def test_the_place_moves_and_what_went_to_the_old_address_dies() -> None:
    event = an_event(seats=1)
    session = a_session(event)
    sent, reception = a_sent_form(event, needs=CareNeeds(diet="vegan"), sessions=(session,))
    mine = reception.registration
    old_link, old_feed, old_code = (
        personal_token(mine),
        agenda_token(mine),
        ticket.current_code(mine),
    )
    send_all()

    moved = correct(event, sent).registration

    assert (moved.id, moved.email, moved.state) == (mine.id, RIGHT, RegistrationState.CONFIRMED)
    assert find_by_personal_token(old_link) is None
    assert find_by_agenda_token(old_feed) is None
    assert ticket.current_code(moved) != old_code
    assert find_by_personal_token(personal_token(moved)) == moved
    assert [choice.state for choice in moved.choices] == [ChoiceState.CONFIRMED]
    assert decrypt_needs(moved) == CareNeeds(diet="vegan")
    assert letters_to_come() == [(JobKind.REGISTRATION_MAIL, moved.id)]
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == AuditAction.ADDRESS_CORRECTED)
    ).one()
    assert (entry.subject_code, entry.details) == (moved.code, {})


def test_a_letter_that_has_not_left_never_does() -> None:
    event = an_event()
    sent, reception = a_sent_form(event)

    correct(event, sent)

    assert letters_to_come() == [(JobKind.REGISTRATION_MAIL, reception.registration.id)]


def test_letters_that_have_left_still_count_for_the_old_address() -> None:
    """Else one could move on after each, and send any number to an address."""
    event = an_event()
    for number in range(LETTERS_PER_HOUR):
        sent, _reception = a_sent_form(event, name=f"Spam {number}")
        send_all()
        correct(event, sent, f"spam{number}@town.example")
        send_all()

    assert not look_up_address(event, WRONG, "", now=LATER).may_write(LATER)


def test_a_place_in_the_queue_is_kept() -> None:
    event = an_event(seats=1)
    a_registration(event)
    sent, reception = a_sent_form(event)
    a_queue(event, 1)
    number = reception.registration.queue_number

    moved = correct(event, sent).registration

    assert (moved.state, moved.queue_number) == (RegistrationState.WAITLISTED, number)


def test_where_the_form_made_no_place_the_known_one_is_not_touched() -> None:
    event = an_event()
    known = a_registration(event, name="Anna Ek", email=WRONG)
    sent, reception = a_sent_form(event, needs=CareNeeds(diet="mine"))
    assert not reception.added
    before = (known.version, personal_token(known), ticket.current_code(known), known.email)
    send_all()

    other = correct(event, sent).registration

    assert other.id != known.id
    assert (known.version, personal_token(known), ticket.current_code(known), known.email) == before
    assert (other.email, decrypt_needs(other)) == (RIGHT, CareNeeds(diet="mine"))
    assert decrypt_needs(known) == CareNeeds()
    assert letters_to_come() == [(JobKind.REGISTRATION_MAIL, other.id)]


def test_who_is_known_under_the_right_address_has_one_place_in_the_end() -> None:
    event = an_event(seats=2)
    known = a_registration(event, name="Anna Ek", email=RIGHT)
    sent, reception = a_sent_form(event)
    mine, old_link = reception.registration, personal_token(reception.registration)
    (waiting,) = a_queue(event, 1)
    send_all()

    correct(event, sent)

    assert mine.state is RegistrationState.CANCELLED
    assert find_by_personal_token(old_link) is None
    assert waiting.state is RegistrationState.CONFIRMED
    assert (JobKind.PERSONAL_LINK_MAIL, known.id) in letters_to_come()
    assert mine.id not in {registration_id for _kind, registration_id in letters_to_come()}


def test_beyond_the_places_of_an_address_an_organizer_decides() -> None:
    event = an_event()
    for number in range(5):
        a_registration(event, name=f"Person {number}", email=RIGHT)
    sent, reception = a_sent_form(event)

    correct(event, sent)

    states = select(Registration.state).where(Registration.name == "Anna Ek")
    assert reception.registration.state is RegistrationState.CANCELLED
    assert sorted(db.session.scalars(states)) == [
        RegistrationState.CANCELLED,
        RegistrationState.PENDING,
    ]


def test_what_waited_for_an_organizer_gets_a_place_under_an_address_of_its_own() -> None:
    event = an_event()
    for number in range(5):
        a_registration(event, name=f"Person {number}", email=WRONG)
    sent, reception = a_sent_form(event)
    assert reception.registration.state is RegistrationState.PENDING

    placed = correct(event, sent).registration

    assert placed == reception.registration
    assert (placed.email, placed.state) == (RIGHT, RegistrationState.CONFIRMED)
    assert letters_to_come()[-1] == (JobKind.REGISTRATION_MAIL, placed.id)


def test_changed_twice_from_two_tabs_it_is_one_place() -> None:
    event = an_event()
    sent, reception = a_sent_form(event)
    correct(event, sent)

    again = correct(event, sent)

    assert (again.registration.id, again.added) == (reception.registration.id, False)


def test_only_within_the_hour_and_while_registration_is_open() -> None:
    event = an_event()
    sent, _reception = a_sent_form(event)

    with pytest.raises(CorrectionClosed):
        correct_address(event.slug, sent, RIGHT, now=NOON + HOUR)
    event.registration_closes_at = LATER
    db.session.flush()
    with pytest.raises(RegistrationClosed):
        correct(event, sent)
