"""Registering: one seat each, in order, and a mail for every turn."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from eventapp.domain.record import audit
from eventapp.domain.registration import link
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.registration import RegistrationClosed
from eventapp.domain.registration.session_choice import SessionsCollide, UnknownSession
from eventapp.extensions import db
from eventapp.models import (
    AuditEntry,
    ChoiceState,
    EventState,
    Job,
    JobKind,
    RegistrationState,
    SessionKind,
    Visibility,
)
from tests.builders import (
    DAY,
    HOUR,
    NEXT_WEEK,
    NOON,
    a_party,
    a_queue,
    a_registration,
    a_session,
    an_applicant,
    an_application,
    an_event,
    an_organisation,
    registrations_by_state,
)
from tests.domain.registration.traces import kinds_promised, seated

pytestmark = pytest.mark.usefixtures("app")

CONFIRMED, WAITLISTED = RegistrationState.CONFIRMED, RegistrationState.WAITLISTED
PENDING = RegistrationState.PENDING
INSTANT = timedelta(microseconds=1)


def test_the_first_takes_the_last_seat_and_the_next_one_waits() -> None:
    event = an_event(seats=1)

    assert [a_registration(event).state for _ in range(2)] == [CONFIRMED, WAITLISTED]
    assert seated(event) == 1


def test_an_event_without_seats_lets_everybody_wait() -> None:
    event = an_event(seats=0)

    assert [registration.queue_number for registration in a_queue(event, 3)] == [1, 2, 3]


def test_registering_promises_exactly_one_mail() -> None:
    registration = a_registration(an_event())

    jobs = db.session.scalars(select(Job)).all()

    assert [(job.kind, job.payload) for job in jobs] == [
        (JobKind.REGISTRATION_MAIL, {"registration_id": registration.id})
    ]


def test_what_the_applicant_said_is_kept() -> None:
    event, organisation = an_event(), an_organisation("Exempelstads kommun")
    applicant = an_applicant(
        organisation=organisation,
        name="Åsa Öström",
        role="samordnare",
        language="en",
        visibility=Visibility.LIMITED,
        answers={"dinner": "yes"},
        notice_version="2026-11-22",
    )

    registration = an_application(event, applicant).registration
    db.session.refresh(registration)

    assert (registration.name, registration.role, registration.language) == (
        "Åsa Öström",
        "samordnare",
        "en",
    )
    assert (registration.visibility, registration.answers) == (
        Visibility.LIMITED,
        {"dinner": "yes"},
    )
    assert (registration.organisation, registration.organisation_name) == (
        organisation,
        "Exempelstads kommun",
    )
    assert (registration.notice_version, registration.registered_at) == ("2026-11-22", NOON)


def test_the_log_holds_the_code_and_neither_name_nor_address() -> None:
    registration = a_registration(an_event())

    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "registered")).one()

    assert (entry.subject_kind, entry.subject_code) == ("registration", registration.code)
    assert entry.actor == audit.PARTICIPANT
    assert (entry.reason, entry.details) == ("", {})


def test_someone_who_is_registered_gets_the_link_again_and_no_second_seat() -> None:
    event, applicant = an_event(), an_applicant()
    first = an_application(event, applicant).registration

    again = an_application(event, applicant)

    assert again.registration is first
    assert seated(event) == 1
    assert kinds_promised() == [JobKind.REGISTRATION_MAIL, JobKind.PERSONAL_LINK_MAIL]


def test_someone_who_asks_ten_times_in_an_hour_gets_five_letters_in_all() -> None:
    event, applicant = an_event(), an_applicant()

    for minute in range(10):
        an_application(event, applicant, now=NOON + timedelta(minutes=minute))

    assert len(kinds_promised()) == 5
    an_application(event, applicant, now=NOON + HOUR + INSTANT)
    assert len(kinds_promised()) == 6
    an_application(event, applicant, now=NOON + HOUR + 2 * INSTANT)
    assert len(kinds_promised()) == 6


@pytest.mark.parametrize("seats", [1, 2], ids=["a full event", "an event with a place left"])
def test_someone_registered_is_answered_as_a_newcomer_is(seats: int) -> None:
    event, applicant = an_event(seats=seats), an_applicant()
    an_application(event, applicant)

    known = an_application(event, applicant).answer
    newcomer = an_application(event, an_applicant()).answer

    assert known is newcomer


def test_a_second_name_with_the_same_address_is_a_second_person() -> None:
    event = an_event(seats=2)
    anna = a_registration(event, name="Anna Ek", email="kansli@town.example")

    bo = a_registration(event, name="Bo Ek", email="kansli@town.example")

    assert bo is not anna
    assert [anna.state, bo.state] == [CONFIRMED, CONFIRMED]
    assert anna.link_digest != bo.link_digest
    assert anna.tickets[0].digest != bo.tickets[0].digest
    assert kinds_promised() == [JobKind.REGISTRATION_MAIL] * 2


@pytest.mark.parametrize("name", ["anna  EK", "Anna\u00a0Ek", "\uff21nna Ek"])
def test_the_same_name_written_otherwise_is_the_same_person(name: str) -> None:
    event = an_event(seats=2)
    anna = a_registration(event, name="Anna Ek", email="kansli@town.example")

    assert a_registration(event, name=name, email="kansli@town.example") is anna


def test_beyond_five_places_of_one_address_an_organizer_decides() -> None:
    event = an_event(seats=9)

    states = [an_application(event, an_applicant(email="kansli@town.example")) for _ in range(7)]

    assert [place.registration.state for place in states] == [CONFIRMED] * 5 + [PENDING] * 2
    assert {place.answer for place in states} == {CONFIRMED}
    assert seated(event) == 5
    assert len(kinds_promised()) == 5  # the address has had its letters


def test_whoever_waits_for_an_organizer_holds_no_seat_and_no_place_in_line() -> None:
    event = an_event(seats=1)
    for _ in range(6):
        pending = a_registration(event, email="kansli@town.example")

    assert (pending.state, pending.queue_number, pending.holds_seat) == (PENDING, None, False)
    assert pending.living
    assert [len(group) for group in registrations_by_state(event).values()] == [1, 4, 0, 1, 0]


def test_a_place_given_back_lets_another_of_the_address_in() -> None:
    event = an_event(seats=9)
    first, *_ = [a_registration(event, email="kansli@town.example") for _ in range(5)]
    cancel(first, now=NOON)

    assert a_registration(event, email="kansli@town.example").state is CONFIRMED


def test_letters_about_places_beyond_five_an_hour_are_sent_later_and_none_is_lost() -> None:
    events = [an_event() for _ in range(2)]
    for minute, event in enumerate(events * 5):
        applicant = an_applicant(email="kansli@town.example")
        an_application(event, applicant, now=NOON + timedelta(minutes=minute))

    due = list(db.session.scalars(select(Job.due_at).order_by(Job.id)))

    assert due == [NOON + timedelta(minutes=n) for n in range(5)] + [
        NOON + HOUR + timedelta(minutes=n) for n in range(5)
    ]


def test_the_same_person_may_register_for_two_events() -> None:
    applicant = an_applicant()

    states = [an_application(an_event(seats=1), applicant).registration.state for _ in range(2)]

    assert states == [CONFIRMED, CONFIRMED]


@pytest.mark.parametrize(
    ("moment", "open_then"),
    [
        (NOON - DAY - INSTANT, False),
        (NOON - DAY, True),
        (NEXT_WEEK - INSTANT, True),
        (NEXT_WEEK, False),
    ],
    ids=["before it opens", "as it opens", "the last instant", "as it closes"],
)
def test_registration_is_open_from_its_opening_up_to_its_closing(
    moment: object, open_then: bool
) -> None:
    event = an_event()

    try:
        an_application(event, an_applicant(), now=moment)  # type: ignore[arg-type]
        was_open = True
    except RegistrationClosed:
        was_open = False

    assert was_open is open_then


@pytest.mark.parametrize("state", [s for s in EventState if s is not EventState.PUBLISHED])
def test_nobody_registers_for_an_event_that_is_not_published(state: EventState) -> None:
    event = an_event(state=state)

    with pytest.raises(RegistrationClosed):
        a_registration(event)
    assert registrations_by_state(event)["confirmed"] == []


def test_nobody_new_passes_those_who_wait_when_reserved_seats_lapse() -> None:
    town = an_organisation()
    event = an_event(seats=1, reserved={town: 1}, reserved_until=NOON + HOUR)
    first = a_registration(event)
    assert first.state is WAITLISTED

    newcomer = a_registration(event, now=NOON + HOUR)

    assert (first.state, newcomer.state) == (CONFIRMED, WAITLISTED)


def test_nobody_new_passes_a_whole_party_that_holds_the_queue() -> None:
    event = an_event(seats=2)
    leaving = a_registration(event)
    a_registration(event)
    party = a_party(*a_queue(event, 2))
    cancel(leaving, now=NOON)
    assert {registration.state for registration in party} == {WAITLISTED}

    newcomer = a_registration(event)

    assert newcomer.state is WAITLISTED
    assert newcomer.queue_number == 3


def test_a_newcomer_learns_that_a_party_holds_the_queue_also_when_known() -> None:
    event, known = an_event(seats=2), an_applicant()
    an_application(event, known)
    leaving = a_registration(event)
    a_party(*a_queue(event, 2))
    cancel(leaving, now=NOON)

    assert an_application(event, known).answer is WAITLISTED


def test_the_newcomer_and_those_moved_up_share_no_session_seat() -> None:
    town = an_organisation()
    event = an_event(seats=2, reserved={town: 2}, reserved_until=NOON + HOUR)
    session = a_session(event, seats=1)
    waiting = a_registration(event, sessions=(session,))

    newcomer = a_registration(event, sessions=(session,), now=NOON + HOUR)

    assert (waiting.state, newcomer.state) == (CONFIRMED, CONFIRMED)
    assert [waiting.choices[0].state, newcomer.choices[0].state] == [
        ChoiceState.CONFIRMED,
        ChoiceState.WAITLISTED,
    ]


def test_the_word_for_seats_left_is_right_also_after_someone_known_came_by() -> None:
    town, known = an_organisation(), an_applicant()
    event = an_event(seats=2, reserved={town: 1}, reserved_until=NOON + HOUR)
    an_application(event, known)
    a_queue(event, 1)

    an_application(event, known, now=NOON + HOUR)

    assert event.availability.value == "full"


@pytest.mark.parametrize("kind", [SessionKind.PLENARY, SessionKind.SERVICE])
def test_only_sessions_that_are_to_choose_can_be_chosen(kind: SessionKind) -> None:
    event = an_event()
    session = a_session(event, kind=kind)

    with pytest.raises(UnknownSession):
        a_registration(event, sessions=(session,))


def test_a_session_of_another_event_cannot_be_chosen() -> None:
    session = a_session(an_event())

    with pytest.raises(UnknownSession):
        a_registration(an_event(), sessions=(session,))


def test_a_session_that_is_called_off_cannot_be_chosen() -> None:
    event = an_event()
    session = a_session(event, cancelled=True)

    with pytest.raises(UnknownSession):
        a_registration(event, sessions=(session,))


def test_two_sessions_at_once_cannot_be_chosen() -> None:
    event = an_event()
    sessions = (a_session(event), a_session(event, starts_at=event.starts_at + HOUR / 2))

    with pytest.raises(SessionsCollide):
        a_registration(event, sessions=sessions)


def test_a_session_may_begin_as_another_ends() -> None:
    event = an_event()
    sessions = (a_session(event), a_session(event, starts_at=event.starts_at + HOUR))

    choices = a_registration(event, sessions=sessions).choices

    assert [choice.state for choice in choices] == [ChoiceState.CONFIRMED] * 2


def test_pages_learn_when_the_word_for_seats_left_changes_and_only_then() -> None:
    event = an_event(seats=5)
    revisions = [event.revision]
    for _ in range(5):
        a_registration(event)
        revisions.append(event.revision)

    # plenty, plenty, few, few, few, full
    assert [later - earlier for earlier, later in pairwise(revisions)] == [
        0,
        1,
        0,
        0,
        1,
    ]


def test_nothing_of_a_personal_address_is_stored() -> None:
    registration = a_registration(an_event())
    db.session.commit()

    columns = registration.__table__.columns.keys()
    row = {name: getattr(registration, name) for name in columns}

    for token in (link.personal_token(registration), link.agenda_token(registration)):
        assert all(token not in str(value) for value in row.values())
