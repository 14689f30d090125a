"""Whatever happens at an event, in any order, its seats stay right."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from eventapp.domain.locking import lock_event
from eventapp.domain.people.name import fold_name
from eventapp.domain.registration import offer, queue
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.change import RegistrationChange, change
from eventapp.domain.registration.group.party import PartyNeverFits, register_party
from eventapp.domain.registration.override import force_seat, force_seats
from eventapp.domain.registration.registration import Applicant, reassign_free_seats
from eventapp.domain.registration.seat import Pool, QueueEntry, promote_in_order
from eventapp.extensions import db
from eventapp.models import (
    ChoiceState,
    Event,
    Job,
    JobKind,
    Organisation,
    Promotion,
    Registration,
    RegistrationState,
    Session,
)
from tests.builders import (
    HOUR,
    NEXT_MONTH,
    NOON,
    a_session,
    an_applicant,
    an_application,
    an_event,
    an_organisation,
)

pytestmark = pytest.mark.xdist_group("life")

CONFIRMED, WAITLISTED, OFFERED, CANCELLED = (
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.OFFERED,
    RegistrationState.CANCELLED,
)
# Explaining a failure traces every line, which takes minutes here.
WITHOUT_EXPLAINING = tuple(phase for phase in Phase if phase is not Phase.explain)
PEOPLE = [f"{n}@town.example" for n in range(9)]
some_sessions = st.sampled_from([(0,), (0, 2), (1,), (2,), (1, 2), ()])
picks = st.integers(0, 11)


def name_of(email: str) -> str:
    return f"Ali Ek {email.partition('@')[0]}"


class LifeOfAnEvent(RuleBasedStateMachine):
    """One event, up to nine people, one delegation, three sessions, two of them at once."""

    everybody: Sequence[Registration] = ()

    @initialize(
        seats=st.integers(1, 3),
        reserved=st.integers(0, 1),
        lapse=st.sampled_from([None, 12, 60]),
        promotion=st.sampled_from(Promotion),
        session_seats=st.tuples(*[st.sampled_from([1, 1, 2, 0, None])] * 3),
    )
    def open(
        self,
        seats: int,
        reserved: int,
        lapse: int | None,
        promotion: Promotion,
        session_seats: tuple[int | None, ...],
    ) -> None:
        self.now = NOON
        self.town: Organisation = an_organisation()
        self.event: Event = an_event(
            seats=seats,
            reserved={self.town: min(reserved, seats)},
            reserved_until=NOON + lapse * HOUR if lapse else None,
            promotion=promotion,
            offer_hours=24,
            registration_closes_at=NEXT_MONTH,
            cancellation_closes_at=NEXT_MONTH,
        )
        at = self.event.starts_at
        starts = (at, at, at + 2 * HOUR)
        self.sessions: list[Session] = [
            a_session(self.event, seats=count, starts_at=start)
            for count, start in zip(session_seats, starts, strict=True)
        ]
        reassign_free_seats(lock_event(self.event), now=NOON)  # sets the first availability
        self.most_seated = seats
        self.waited: dict[int, QueueEntry] = {}
        self.forced: set[int] = set()
        self.everybody = ()

    # What may happen.

    @rule(email=st.sampled_from(PEOPLE), from_town=st.booleans(), chosen=some_sessions)
    def register(self, email: str, *, from_town: bool, chosen: tuple[int, ...]) -> None:
        self.ask(email, from_town=from_town, chosen=chosen)

    def ask(
        self, email: str, *, from_town: bool = False, chosen: tuple[int, ...] = ()
    ) -> Registration:
        known = self.known(email)
        applicant = self.applicant(email, from_town=from_town, chosen=chosen)
        registration = an_application(self.event, applicant, now=self.now).registration
        assert [registration] == known or not known
        if not known:
            self.nobody_was_passed_by(registration)
        return registration

    def applicant(self, email: str, *, from_town: bool, chosen: tuple[int, ...]) -> Applicant:
        return an_applicant(
            name=name_of(email),
            email=email,
            organisation=self.town if from_town else None,
            sessions=tuple(self.sessions[n] for n in chosen),
        )

    @rule(email=st.sampled_from(PEOPLE[:-1]), whole=st.booleans(), from_town=st.booleans())
    def register_two(self, email: str, *, whole: bool, from_town: bool) -> None:
        """Two ask together; who has come already is only sent the link again."""
        pair = (email, PEOPLE[PEOPLE.index(email) + 1])
        applicants = [self.applicant(email, from_town=from_town, chosen=()) for email in pair]
        with suppress(PartyNeverFits):
            receptions = register_party(self.event.slug, applicants, whole=whole, now=self.now)
            added = [reception.registration for reception in receptions if reception.added]
            for newcomer in added:
                self.nobody_was_passed_by(newcomer, party=added)
            assert not whole or len({newcomer.state for newcomer in added}) <= 1

    @rule(pick=picks)
    @precondition(lambda self: self.those(holds_seat=True))
    def give_back(self, pick: int) -> None:
        cancel(self.one_of(pick, holds_seat=True), now=self.now)

    @rule(pick=picks)
    @precondition(lambda self: self.those(state=WAITLISTED))
    def leave_the_queue(self, pick: int) -> None:
        cancel(self.one_of(pick, state=WAITLISTED), now=self.now)

    @rule(pick=picks, chosen=some_sessions)
    @precondition(lambda self: self.those(holds_seat=True))
    def choose(self, pick: int, chosen: tuple[int, ...]) -> None:
        registration = self.one_of(pick, living=True)
        wishes = RegistrationChange(
            registration.name,
            registration.role,
            registration.visibility,
            registration.badge,
            sessions=tuple(self.sessions[n].code for n in chosen),
        )
        change(registration, wishes, version=registration.version, now=self.now)

    @rule(pick=picks)
    @precondition(lambda self: self.those(state=OFFERED))
    def take_up(self, pick: int) -> None:
        offer.accept(self.one_of(pick, state=OFFERED), now=self.now)

    @rule(hours=st.sampled_from([1, 12, 25]))
    @precondition(lambda self: self.those(state=OFFERED) or self.those(state=WAITLISTED))
    def time_passes(self, hours: int) -> None:
        self.wait(timedelta(hours=hours))

    def wait(self, time: timedelta) -> None:
        """Let the worker do what falls due meanwhile."""
        self.now += time
        if self.event.slug in offer.list_events_with_lapsed_seats(now=self.now):
            offer.withdraw_lapsed_seats(self.event.slug, now=self.now)

    @rule(pick=picks)
    @precondition(lambda self: self.those(state=WAITLISTED))
    def give_place(self, pick: int) -> None:
        registration = self.one_of(pick, state=WAITLISTED)
        self.forced.add(registration.id)
        force_seat(registration, actor="organizer", reason="Talar", now=self.now)
        self.most_seated += 1

    @rule(seats=st.integers(1, 4))
    def build(self, seats: int) -> None:
        force_seats(self.event, seats, actor="organizer", reason="Annan sal", now=self.now)

    # What must hold whatever happens.

    @invariant()
    def all_is_well(self) -> None:
        """Read everything once after each step, and check all that must hold."""
        db.session.flush()
        # Counted first: with the event's lock whatever was read before is read again, one by one.
        pool = queue.count_seats(lock_event(self.event), now=self.now).pool
        everybody = self.everybody = self.all()
        waiting = self.those(state=WAITLISTED)
        self.never_more_than_the_seats_unless_forced(everybody)
        self.no_place_is_free_while_someone_could_take_it(waiting, pool)
        self.every_change_has_one_letter(everybody)
        self.nobody_is_passed_by_an_equal(everybody, waiting)
        self.numbers_are_for_those_who_wait_and_no_two_are_alike(everybody, waiting)
        self.sessions_are_never_over_and_never_idle(everybody)
        self.only_those_with_a_place_sit_or_wait_in_sessions(everybody)
        assert all(
            registration.offer_ends_at > self.now for registration in self.those(state=OFFERED)
        )
        people = [(person.email, person.folded_name) for person in everybody if person.living]
        assert len(people) == len(set(people))

    def never_more_than_the_seats_unless_forced(self, everybody: list[Registration]) -> None:
        seated, seats = sum(map(self.takes_seat, everybody)), self.event.seats
        assert seated <= max(seats, self.most_seated)
        self.most_seated = max(seats, seated)
        assert self.event.availability is queue.availability(max(0, seats - seated), seats)

    def no_place_is_free_while_someone_could_take_it(
        self, waiting: list[Registration], pool: Pool
    ) -> None:
        assert (
            promote_in_order([queue._as_waiting(registration) for registration in waiting], pool)
            == []
        )

    def nobody_is_passed_by_an_equal(
        self, everybody: list[Registration], waiting: list[Registration]
    ) -> None:
        for promoted in everybody:
            before = self.waited.get(promoted.id)
            forced = promoted.id in self.forced
            if before is None or forced or before.whole or not promoted.holds_seat:
                continue
            for registration in waiting:
                equal = (
                    registration.delegation_id == before.delegation and not registration.party_whole
                )
                assert not equal or (registration.queue_number or 0) > before.number
        self.waited = {registration.id: queue._as_waiting(registration) for registration in waiting}

    def nobody_was_passed_by(
        self, newcomer: Registration, party: Sequence[Registration] = ()
    ) -> None:
        """Whoever just came has a seat only if the last in line would have got one."""
        if newcomer.state is WAITLISTED:
            return
        pool = queue.count_seats(lock_event(self.event), now=self.now).pool
        pool.release(newcomer.delegation_id)
        line = [
            queue._as_waiting(registration)
            for registration in self.all()
            if registration.state is WAITLISTED and registration not in party
        ]
        last = QueueEntry(newcomer.id, 1_000_000, newcomer.delegation_id)
        assert last in promote_in_order([*line, last], pool)

    def numbers_are_for_those_who_wait_and_no_two_are_alike(
        self, everybody: list[Registration], waiting: list[Registration]
    ) -> None:
        numbers = [registration.queue_number for registration in waiting]
        assert None not in numbers
        assert len(numbers) == len(set(numbers))
        assert max((n or 0 for n in numbers), default=0) <= self.event.last_queue_number
        assert all(
            registration.queue_number is None
            for registration in everybody
            if registration not in waiting
        )

    def sessions_are_never_over_and_never_idle(self, everybody: list[Registration]) -> None:
        for session in self.sessions:
            choices = [
                c
                for registration in everybody
                for c in registration.choices
                if c.session is session
            ]
            seated = [choice for choice in choices if choice.state is ChoiceState.CONFIRMED]
            waiting = [choice for choice in choices if choice.state is ChoiceState.WAITLISTED]
            assert session.seats is None or len(seated) <= session.seats
            assert not waiting or len(seated) == session.seats
            assert len({choice.queue_number for choice in waiting}) == len(waiting)

    def only_those_with_a_place_sit_or_wait_in_sessions(
        self, everybody: list[Registration]
    ) -> None:
        for registration in everybody:
            states = {choice.state for choice in registration.choices}
            if registration.holds_seat:
                assert self.may_wish(registration) or ChoiceState.WISHED not in states
            elif registration.living or self.has_left(registration):
                assert states <= ({ChoiceState.WISHED} if registration.living else set())

    def takes_seat(self, registration: Registration) -> bool:
        return registration.holds_seat

    def may_wish(self, registration: Registration) -> bool:
        """Whether sessions are wished for still, though there is a seat at the event."""
        return not registration.holds_seat

    def has_left(self, registration: Registration) -> bool:
        """Whether it is over for good: a letter has said so."""
        return not registration.living

    def every_change_has_one_letter(self, everybody: list[Registration]) -> None:
        rows = db.session.execute(select(Job.kind, Job.payload))
        letters = Counter((kind, payload.get("registration_id")) for kind, payload in rows)
        for registration in everybody:
            assert letters[JobKind.REGISTRATION_MAIL, registration.id] == 1
            assert letters[JobKind.CANCELLATION_MAIL, registration.id] == self.has_left(
                registration
            )
            offers = letters[JobKind.OFFER_MAIL, registration.id]
            promotions = letters[JobKind.PROMOTION_MAIL, registration.id]
            assert max(offers, promotions) <= 1
            assert (
                offers + promotions >= 1
                or registration.id not in self.waited
                or not registration.holds_seat
            )

    # Where to look.

    def those(self, **facts: Any) -> list[Registration]:
        """Everybody of whom these facts held after the last step, by number."""
        return [
            registration
            for registration in self.everybody
            if all(getattr(registration, name) == value for name, value in facts.items())
        ]

    def known(self, email: str) -> list[Registration]:
        """Whoever has a place, or waits, by this address and the name that goes with it."""
        return self.those(living=True, email=email, folded_name=fold_name(name_of(email)))

    def one_of(self, pick: int, **facts: Any) -> Registration:
        people = self.those(**facts)
        return people[pick % len(people)]

    def all(self) -> list[Registration]:
        return list(
            db.session.scalars(
                select(Registration)
                .where(Registration.event_id == self.event.id)
                .order_by(Registration.queue_number, Registration.id)
                .options(selectinload(Registration.choices))
            )
        )

    def teardown(self) -> None:
        db.session.rollback()


def test_an_events_seats_stay_right_whatever_happens(app: Flask) -> None:
    run_state_machine_as_test(
        LifeOfAnEvent,
        settings=settings(max_examples=36, stateful_step_count=30, phases=WITHOUT_EXPLAINING),
    )
