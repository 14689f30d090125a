"""The same event, with organizers at work on its people: its seats stay right all the same."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from eventapp.domain.desk import cancellation as cancellations
from eventapp.domain.desk import registration_import as imports
from eventapp.domain.desk.double.double_merge import (
    MergedVersions,
    better_first,
    complete_merge,
    list_due,
    list_open_merges,
    merge_doubles,
    undo_merge,
)
from eventapp.domain.desk.registration import register_for_somebody
from eventapp.domain.desk.registration_edit import (
    move_to_address,
    move_to_organisation,
    rename_person,
)
from eventapp.domain.errors import Refusal
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.registration.registration import AlreadyRegistered
from eventapp.extensions import db
from eventapp.models import Cancellation, DoubleMerge, Registration, RegistrationImport
from tests.builders import an_affiliation
from tests.builders.registration_import import a_person, an_import
from tests.races.test_life_of_an_event import (
    PEOPLE,
    WAITLISTED,
    WITHOUT_EXPLAINING,
    LifeOfAnEvent,
    name_of,
    picks,
    some_sessions,
)

pytestmark = pytest.mark.xdist_group("life")

ORGANIZER, REASON = "organizer", "Ringde"


class LifeAtTheDesk(LifeOfAnEvent):
    """All that may happen without an organizer, and what organizers do with people."""

    undoable: Sequence[RegistrationImport] = ()
    merged: Sequence[DoubleMerge] = ()
    cancelled: Sequence[Cancellation] = ()

    @rule(email=st.sampled_from(PEOPLE), from_town=st.booleans(), chosen=some_sessions)
    def by_hand(self, email: str, *, from_town: bool, chosen: tuple[int, ...]) -> None:
        known = self.known(email)
        try:
            registration = self.register_by_hand(email, from_town, chosen, with_seat=False)
        except AlreadyRegistered:
            assert known
        else:
            assert not known
            self.nobody_was_passed_by(registration)

    @rule(email=st.sampled_from(PEOPLE))
    @precondition(lambda self: self.those(state=WAITLISTED))
    def by_hand_ahead_of_the_queue(self, email: str) -> None:
        if not self.known(email):
            registration = self.register_by_hand(email, from_town=False, with_seat=True)
            assert registration.holds_seat
            self.most_seated += 1

    def register_by_hand(
        self, email: str, from_town: bool, chosen: tuple[int, ...] = (), *, with_seat: bool
    ) -> Registration:
        applicant = self.applicant(email, from_town=from_town, chosen=chosen)
        return register_for_somebody(
            self.event,
            applicant,
            actor=ORGANIZER,
            reason=REASON,
            now=self.now,
            with_seat=with_seat,
        ).registration

    @rule(first=st.integers(0, len(PEOPLE) - 3))
    def take_in_a_list(self, first: int) -> None:
        """Three rows; those registered already are refused."""
        emails = PEOPLE[first : first + 3]
        rows = [a_person(Namn=name_of(email), **{"E-post": email}) for email in emails]
        before = {person.id for person in self.everybody}
        plan = an_import(self.event, *rows)
        try:
            imports.start_import(plan, version=plan.version, actor=ORGANIZER, now=self.now)
        except imports.NothingToTake:
            return
        self.finish(plan)
        newcomers = [person for person in self.all() if person.id not in before]
        assert {person.email for person in newcomers} <= set(emails)
        self.nobody_was_passed_by(max(newcomers, key=lambda person: person.id))

    @rule(pick=picks)
    @precondition(lambda self: self.undoable)
    def take_the_list_out(self, pick: int) -> None:
        plan = self.undoable[pick % len(self.undoable)]
        imports.undo_import(plan, actor=ORGANIZER, now=self.now)
        self.finish(plan)

    def finish(self, plan: RegistrationImport) -> None:
        while imports.continue_import(plan.id, now=self.now):
            pass

    @rule(pick=picks, office=st.booleans())
    @precondition(lambda self: self.those(living=True))
    def edit(self, pick: int, *, office: bool) -> None:
        person = self.one_of(pick, living=True)
        if office:
            host = "town" if "office" in person.email else "office"
            email = f"{person.email.partition('@')[0]}@{host}.example"
            self.at_the_desk(person, lambda facts: move_to_address(person, email, **facts))
        else:
            name = f"{person.name} Ny" if not person.name.endswith("Ny") else person.name[:-3]
            self.at_the_desk(person, lambda facts: rename_person(person, name, **facts))

    def at_the_desk(self, person: Registration, act: Callable[[dict[str, object]], None]) -> None:
        """Edit as the page does; another living person of that name and address forbids it."""
        with db.session.begin_nested() as step:
            try:
                act({"version": person.version, "actor": ORGANIZER, "now": self.now})
            except AlreadyRegistered:
                step.rollback()

    @rule(pick=picks, to_town=st.booleans())
    @precondition(lambda self: self.those(living=True))
    def move(self, pick: int, *, to_town: bool) -> None:
        person = self.one_of(pick, living=True)
        self.forced.add(person.id)  # among others now, who may have been ahead of other people
        move_to_organisation(
            person,
            an_affiliation(self.town if to_town else None),
            version=person.version,
            actor=ORGANIZER,
            now=self.now,
            reason=REASON,
        )

    @rule(pick=picks, other=picks)
    @precondition(lambda self: len(self.mergeable()) > 1)
    def merge(self, pick: int, other: int) -> None:
        people = self.mergeable()
        some = people.pop(pick % len(people))
        target, source = better_first(some, people[other % len(people)])
        versions = MergedVersions(source.version, target.version)
        merge_doubles(source, target, versions, actor=ORGANIZER, now=self.now)

    def mergeable(self) -> list[Registration]:
        """The living, without parties that hold up the queue: they wait for one another."""
        return [person for person in self.those(living=True) if not person.party_whole]

    @rule(pick=picks)
    @precondition(lambda self: self.merged)
    def part_again(self, pick: int) -> None:
        merge = self.merged[pick % len(self.merged)]
        self.forced.add(merge.source_id)
        again = self.those(
            living=True, email=merge.source.email, folded_name=merge.source.folded_name
        )
        try:
            undo_merge(merge, actor=ORGANIZER, now=self.now)
        except Refusal:
            assert again
        else:
            assert not again

    @rule(pick=picks)
    @precondition(lambda self: self.those(living=True))
    def cancel_for_somebody(self, pick: int) -> None:
        person = self.one_of(pick, living=True)
        cancellations.force_cancel(person, actor=ORGANIZER, reason=REASON, now=self.now)

    @rule(pick=picks)
    @precondition(lambda self: self.cancelled)
    def take_back(self, pick: int) -> None:
        """Whoever is back may be ahead of people who have joined the queue meanwhile."""
        cancellation = self.cancelled[pick % len(self.cancelled)]
        person = cancellation.registration
        self.forced.add(person.id)
        again = self.those(living=True, email=person.email, folded_name=person.folded_name)
        try:
            cancellations.undo_cancellation(cancellation, actor=ORGANIZER, now=self.now)
        except AlreadyRegistered:
            assert again
        else:
            assert not again

    @rule()
    @precondition(lambda self: self.merged or self.cancelled)
    def ten_minutes_pass(self) -> None:
        self.wait(UNDO_PERIOD)

    def wait(self, time: timedelta) -> None:
        super().wait(time)
        for code in list_due(now=self.now):
            complete_merge(code, now=self.now)
        for code in cancellations.list_due(now=self.now):
            cancellations.complete_cancellation(code, now=self.now)

    # What is different while it can be undone.

    def all(self) -> list[Registration]:
        """Everybody; and what can still be undone."""
        plans = db.session.scalars(select(RegistrationImport).order_by(RegistrationImport.id))
        self.undoable = [plan for plan in plans if imports.may_undo(plan, now=self.now)]
        self.merged = list_open_merges(self.event, now=self.now)
        self.cancelled = db.session.scalars(
            select(Cancellation)
            .where(Cancellation.closed_at.is_(None), Cancellation.undo_until > self.now)
            .order_by(Cancellation.id)
        ).all()
        return super().all()

    def takes_seat(self, registration: Registration) -> bool:
        return (
            super().takes_seat(registration)
            or any(merge.source_id == registration.id and merge.holds_seat for merge in self.merged)
            or any(
                cancellation.registration_id == registration.id and cancellation.holds_seat
                for cancellation in self.cancelled
            )
        )

    def may_wish(self, registration: Registration) -> bool:
        return super().may_wish(registration) or any(
            merge.target_id == registration.id for merge in self.merged
        )

    def has_left(self, registration: Registration) -> bool:
        unsettled = {merge.source_id for merge in self.merged} | {
            cancellation.registration_id for cancellation in self.cancelled
        }
        return super().has_left(registration) and registration.id not in unsettled


def test_an_events_seats_stay_right_whatever_organizers_do(app: Flask) -> None:
    run_state_machine_as_test(
        LifeAtTheDesk,
        settings=settings(max_examples=16, stateful_step_count=30, phases=WITHOUT_EXPLAINING),
    )
