"""Whatever phones lose, repeat and send late, and organizers correct: who came stays right."""

import random
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import settings
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

from eventapp.domain.desk.walk_in.decision import (
    ReadPerson,
    confirm_walk_in,
    match_walk_in,
    may_undo,
    undo_decision,
)
from eventapp.domain.door import scan_tally
from eventapp.domain.door.attendance import attended_registration_ids, has_attended_on
from eventapp.domain.door.by_hand.correction import DidNotCome, add_day, move_day, remove_day
from eventapp.domain.door.check_in import receive_scans
from eventapp.domain.door.check_in_list import definition
from eventapp.domain.door.check_in_list.inside import count_lists, list_inside
from eventapp.domain.door.desk_check_in import AlreadyCheckedIn, check_in_from_paper, list_days
from eventapp.domain.door.projection import EVENT_LIST
from eventapp.domain.door.roster import milliseconds
from eventapp.domain.registration.registration import Affiliation
from eventapp.extensions import db
from eventapp.models import CheckIn, CheckInList, Registration, ScanKind, WalkIn
from tests.builders import DAY, HOUR, NOON, a_registration, an_event
from tests.builders.door import a_check_in_list, a_digest, send_walk_ins
from tests.domain.door.phones import Phone
from tests.domain.door.test_scan_tally import arrivals, arrivals_afresh
from tests.races.door_phone import DoorPhone, scans_in, walk_ins_in
from tests.races.test_life_of_an_event import WITHOUT_EXPLAINING

pytestmark = pytest.mark.xdist_group("life")

ORGANIZER, REASON = "organizer", "Stod fel"
GUESTS = 3
who = st.integers(0, GUESTS - 1)
picks = st.integers(0, 11)
phones = st.integers(0, 2)


@dataclass
class Fact:
    """Somebody who came to a list or left it, as it truly was; `id` is that of its scan."""

    id: str
    at: int
    guest: int
    number: int
    kind: ScanKind
    phone: int | None = None
    admits: bool = True
    undone_by: str | None = None  # the scan by which its own phone took it back
    corrected: bool = False


class LifeAtTheDoor(RuleBasedStateMachine):
    """Three phones (one with yesterday's app), the desk and the server, on an event's two days."""

    @initialize(
        offsets=st.tuples(*[st.sampled_from([-7_200_000, 0, 300_000])] * 3), chance=st.integers(0)
    )
    def open(self, offsets: tuple[int, ...], chance: int) -> None:
        self.now, self.chance = NOON, random.Random(chance)
        self.event = an_event(starts_at=NOON - 2 * HOUR, ends_at=NOON + DAY + 6 * HOUR)
        self.zone = ZoneInfo(self.event.time_zone)
        self.guests: list[Registration] = [
            a_registration(self.event, name=f"Guest {n}") for n in range(GUESTS)
        ]
        workshop, room = (a_check_in_list(self.event, exits=True, capacity=1) for _ in range(2))
        self.numbers = [EVENT_LIST, workshop.number, room.number]
        starts = milliseconds(self.now)
        self.phones = [
            DoorPhone(self.event, n + 1, Phone(offset=offset, now=starts), old=n == 2)
            for n, offset in enumerate(offsets)
        ]
        self.ids = [guest.id for guest in self.guests]  # and of those who came unregistered
        self.facts: list[Fact] = []
        self.walk_ins: dict[str, datetime] = {}
        self.stored: set[str] = set()
        self.decided: dict[str, str | None] = {}

    def tick(self, seconds: int = 3) -> int:
        """Nothing happens at the same time as anything else."""
        self.now += timedelta(seconds=seconds)
        for phone in self.phones:
            phone.spend(seconds)
        return milliseconds(self.now)

    # At the doors.

    @rule(phone=phones, guest=who, of=st.integers(0, 2), leaves=st.booleans(), pick=picks)
    def scan(self, phone: int, guest: int, of: int, *, leaves: bool, pick: int) -> None:
        at, old = self.tick(), self.phones[phone].old
        number = EVENT_LIST if old else self.numbers[of]
        kind = ScanKind.EXIT if leaves and not old else ScanKind.ENTRY
        verdict = ["welcome", "welcome", "again", "cancelled"][pick % 4]
        digest = a_digest(self.guests[guest])
        scan_id = self.phones[phone].scan(digest, number, kind=kind.value, verdict=verdict)
        admits = kind is ScanKind.EXIT or verdict != "cancelled"
        self.facts.append(Fact(scan_id, at, guest, number, kind, phone, admits))

    @rule(phone=phones, pick=picks)
    def undo(self, phone: int, pick: int) -> None:
        own = [fact for fact in self.facts if fact.phone == phone and not fact.undone_by]
        if own:
            self.tick()
            fact = own[pick % len(own)]
            fact.undone_by = self.phones[phone].scan("", fact.number, target=fact.id)

    @rule(phone=st.integers(0, 1))
    def note_walk_in(self, phone: int) -> None:
        self.tick()
        self.walk_ins[self.phones[phone].note_walk_in("Vilma Utan")] = self.now

    @rule(phone=phones, minutes=st.integers(1, 90))
    def sleep(self, phone: int, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        for number, other in enumerate(self.phones):
            other.spend(minutes * 60, asleep=number == phone)

    @rule()
    @precondition(lambda self: self.now < NOON + 12 * HOUR)
    def a_night_passes(self) -> None:
        self.tick(int((NOON + DAY - HOUR - self.now).total_seconds()))

    @rule(phone=phones, lost=st.integers(1_000, 10_000))
    def phone_dies(self, phone: int, lost: int) -> None:
        """What is on its disk lives on; its odometer goes back to what was saved last."""
        if self.phones[phone].may_sleep:
            self.phones[phone].timing.reload(lost)

    @rule(phone=phones, hours=st.sampled_from([-30, -1, 1, 30]))
    def clock_is_set(self, phone: int, hours: int) -> None:
        if self.phones[phone].may_have_clock_set:
            self.phones[phone].timing.set_clock(hours * 3_600_000)

    # On the way.

    @rule(phone=phones, fate=st.sampled_from(["answered", "answer lost", "server dies"]))
    def send(self, phone: int, fate: str) -> None:
        door = self.phones[phone]
        self.tick()
        bodies = door.batch(self.chance)
        with db.session.begin_nested() as step:
            received = receive_scans(door.device, scans_in(bodies), now=self.now).answers
            answers = [*received, *self.send_walk_ins(door, walk_ins_in(bodies))]
            if fate == "server dies":
                step.rollback()
                return
        results = {answer.id: answer.result for answer in answers if answer.id}
        assert [answer.id for answer in answers if answer.result == "stored"] == [
            body["id"]
            for body in sorted(bodies, key=lambda body: body["kind"] == "walk-in")
            if body["id"] not in self.stored
        ]
        self.stored |= results.keys()
        if fate == "answered":
            door.hear(results)

    def send_walk_ins(self, door: DoorPhone, items: list[dict[str, object]]) -> list[object]:
        return [*send_walk_ins(self.event, door.token, *items, now=self.now)] if items else []

    @rule(phone=phones)
    def hear_of_the_server(self, phone: int) -> None:
        self.tick()
        self.phones[phone].shake_hands()

    # At the desk.

    @rule(guest=who, pick=picks)
    def add_day(self, guest: int, pick: int) -> None:
        self.tick()
        day = self.day(pick)
        with self.unless(self.entries(guest, day, EVENT_LIST), AlreadyCheckedIn):
            add_day(self.guests[guest], day, reason=REASON, actor=ORGANIZER, now=self.now)
            self.came_by_hand(guest, day)

    @rule(guest=who, of=st.integers(0, 2), pick=picks)
    def enter_from_paper(self, guest: int, of: int, pick: int) -> None:
        self.tick()
        day, number = self.day(pick), self.numbers[of]
        listing = self.listing(number)
        code = self.guests[guest].desk_code
        with self.unless(self.entries(guest, day, number), AlreadyCheckedIn):
            check_in_from_paper(self.event, listing, code, day, actor=ORGANIZER, now=self.now)
            self.came_by_hand(guest, day, number)

    @rule(guest=who, pick=picks)
    def remove_day(self, guest: int, pick: int) -> None:
        self.tick()
        day = self.day(pick)
        with self.unless(not self.entries(guest, day), DidNotCome):
            remove_day(self.guests[guest], day, reason=REASON, actor=ORGANIZER, now=self.now)
            self.correct(guest, day)

    @rule(guest=who, pick=picks)
    @precondition(lambda self: self.now > NOON + 12 * HOUR)
    def move_day(self, guest: int, pick: int) -> None:
        self.tick()
        day, to = self.day(pick), self.day(pick + 1)
        refused = not self.entries(guest, day) or self.entries(guest, to, EVENT_LIST)
        with self.unless(refused, DidNotCome, AlreadyCheckedIn):
            move_day(self.guests[guest], day, to, reason=REASON, actor=ORGANIZER, now=self.now)
            self.correct(guest, day)
            self.came_by_hand(guest, to)

    @rule(guest=who, pick=picks, is_new=st.booleans())
    @precondition(lambda self: self.undecided())
    def decide_about_a_walk_in(self, guest: int, pick: int, *, is_new: bool) -> None:
        self.tick()
        walk_in_id = self.undecided()[pick % len(self.undecided())]
        walk_in, noted_at = self.walk_in(walk_in_id), self.walk_ins[walk_in_id]
        if is_new:
            guest = len(self.ids)
            person = ReadPerson(f"Guest {guest}", "", Affiliation(""))
            person_id = confirm_walk_in(walk_in, person, actor=ORGANIZER, now=self.now).id
            self.ids.append(person_id)
        else:
            match_walk_in(walk_in, self.guests[guest], actor=ORGANIZER, now=self.now)
        db.session.flush()
        if not self.entries(guest, noted_at.astimezone(self.zone).date()):
            at, entry = milliseconds(noted_at), walk_in.entry_id or ""
            self.facts.append(Fact(entry, at, guest, EVENT_LIST, ScanKind.ENTRY))
        self.decided[walk_in_id] = walk_in.entry_id

    def undecided(self) -> list[str]:
        return sorted((self.walk_ins.keys() & self.stored) - self.decided.keys())

    @rule(pick=picks)
    @precondition(lambda self: self.decided)
    def let_a_walk_in_wait_again(self, pick: int) -> None:
        self.tick()
        walk_in_id = sorted(self.decided)[pick % len(self.decided)]
        if may_undo(self.walk_in(walk_in_id), now=self.now):
            undo_decision(self.walk_in(walk_in_id), actor=ORGANIZER, now=self.now)
            entry = self.decided.pop(walk_in_id)
            for fact in self.facts:
                fact.corrected |= entry is not None and fact.id == entry

    def walk_in(self, walk_in_id: str) -> WalkIn:
        return db.session.scalars(select(WalkIn).where(WalkIn.walk_in_id == walk_in_id)).one()

    @rule(of=st.integers(1, 2))
    def close_or_open_a_list(self, of: int) -> None:
        listing = self.listing(self.numbers[of])
        act = definition.reopen_list if listing.closed_at else definition.close_list
        act(self.event, listing, actor=ORGANIZER, now=self.now)

    @rule()
    def count(self) -> None:
        while scan_tally.store_tally(self.event):
            pass
        assert arrivals(self.event) == arrivals_afresh(self.event)

    def listing(self, number: int) -> CheckInList:
        return next(of for of in definition.load_lists(self.event) if of.number == number)

    # What truly was, as far as the server has heard.

    def day(self, pick: int) -> date:
        days = list_days(self.event, now=self.now)
        return days[pick % len(days)]

    def day_of(self, fact: Fact) -> date:
        return datetime.fromtimestamp(fact.at // 1000, self.zone).date()

    def unless(self, refused: object, *refusals: type[Exception]) -> AbstractContextManager[object]:
        return pytest.raises(refusals) if refused else nullcontext()

    def came_by_hand(self, guest: int, day: date, number: int = EVENT_LIST) -> None:
        begins = datetime.combine(day, self.event.starts_at.astimezone(self.zone).time(), self.zone)
        at = milliseconds(min(self.now, begins))
        self.facts.append(Fact("", at, guest, number, ScanKind.ENTRY))

    def correct(self, guest: int, day: date) -> None:
        for fact in self.entries(guest, day):
            fact.corrected = True

    def heard(self, guest: int, day: date) -> list[Fact]:
        """What counts of somebody on a day, in the order in which it happened."""
        facts = [
            fact
            for fact in self.facts
            if fact.guest == guest
            and self.day_of(fact) == day
            and (fact.phone is None or fact.id in self.stored)
            and fact.admits
            and not fact.corrected
            and fact.undone_by not in self.stored
        ]
        return sorted(facts, key=lambda fact: fact.at)

    def entries(self, guest: int, day: date, number: int | None = None) -> list[Fact]:
        return [
            fact
            for fact in self.heard(guest, day)
            if fact.kind is ScanKind.ENTRY and number in {None, fact.number}
        ]

    def is_inside(self, guest: int, day: date, number: int) -> bool:
        """Leaving a room is not leaving the house, and coming to one is coming there."""
        house = number == EVENT_LIST
        there = [
            fact.kind is ScanKind.ENTRY
            for fact in self.heard(guest, day)
            if fact.number == number or (house and fact.kind is ScanKind.ENTRY)
        ]
        return there[-1] if there else False

    @invariant()
    def the_server_has_what_was_sent_and_says_who_came(self) -> None:
        db.session.flush()
        scans = select(CheckIn.scan_id).where(
            CheckIn.device_id.in_(phone.device.id for phone in self.phones)
        )
        stored = {*db.session.scalars(scans), *db.session.scalars(select(WalkIn.walk_in_id))}
        assert stored == self.stored
        days = list_days(self.event, now=self.now)
        assert attended_registration_ids(self.event.id) == {
            person_id
            for n, person_id in enumerate(self.ids)
            if any(self.entries(n, day) for day in days)
        }
        for day in days:
            self.the_day_is_right(day)

    def the_day_is_right(self, day: date) -> None:
        came = {n for n in range(len(self.ids)) if self.entries(n, day)}
        query = select(Registration.name).where(has_attended_on(day, self.event))
        assert set(db.session.scalars(query)) == {f"Guest {n}" for n in came}
        for count in count_lists(self.event, day):
            number = count.listing.number
            at = came if number == EVENT_LIST else {n for n in came if self.entries(n, day, number)}
            inside = {f"Guest {n}" for n in range(len(self.ids)) if self.is_inside(n, day, number)}
            assert (count.came, count.inside) == (len(at), len(inside)), (day, number)
            people = list_inside(self.event, count.listing, day)
            assert {person.name for person in people} == inside, (day, number)

    def teardown(self) -> None:
        """In the end every phone finds the network, and has nothing left."""
        try:
            for phone in range(len(getattr(self, "phones", ()))):
                self.phones[phone].shake_hands()
                while self.phones[phone].waiting:
                    self.send(phone, "answered")
            if hasattr(self, "phones"):
                self.the_server_has_what_was_sent_and_says_who_came()
        finally:
            db.session.rollback()


def test_who_came_stays_right_whatever_happens_at_the_doors(app: Flask) -> None:
    run_state_machine_as_test(
        LifeAtTheDoor,
        settings=settings(max_examples=8, stateful_step_count=30, phases=WITHOUT_EXPLAINING),
    )
