"""Counts of registrations follow each change by themselves, and are found and repaired if wrong."""

import os
import signal
from collections.abc import Callable

import pytest
from sqlalchemy import delete, func, select, text, update

from eventapp.domain.desk.bulk_act import PlannedAct, Selection, continue_act, start_act
from eventapp.domain.desk.registration_filter import RegistrationFilter
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.registration_count import (
    DELEGATION,
    ORGANISATION,
    count_by_state,
    list_miscounted,
    recount,
    select_counts,
)
from eventapp.extensions import db
from eventapp.models import (
    BulkActKind,
    Event,
    Registration,
    RegistrationCount,
    RegistrationState,
    Ticket,
)
from eventapp.worker import periodic
from tests.builders import NOON, a_queue, a_registration, an_event, an_organisation
from tests.marks import list_unmarked

pytestmark = pytest.mark.usefixtures("app")
CONFIRMED, WAITLISTED, CANCELLED = (
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.CANCELLED,
)


def names_counted(event: Event) -> dict[str, int]:
    name = RegistrationCount.organisation_name
    return {row[0]: row[1] for row in db.session.execute(select_counts([event.id], name))}


def test_each_change_of_state_is_counted_in_its_own_event() -> None:
    event, other = an_event(seats=1), an_event()
    first = a_registration(event)
    a_queue(event, 2)
    a_registration(other)
    assert count_by_state(event) == {CONFIRMED: 1, WAITLISTED: 2}

    cancel(first, now=NOON)
    db.session.flush()

    assert count_by_state(event) == {CONFIRMED: 1, WAITLISTED: 1, CANCELLED: 1}
    assert count_by_state(other) == {CONFIRMED: 1}
    assert list_miscounted() == []


def test_many_changed_or_deleted_in_one_statement_are_counted_too() -> None:
    event, town = an_event(), an_organisation("Älvstad")
    for _ in range(3):
        a_registration(event, organisation=town)

    db.session.execute(update(Registration).values(organisation_id=None, organisation_name="Byn"))
    assert names_counted(event) == {"Byn": 3}
    columns = ORGANISATION, DELEGATION
    assert db.session.execute(select_counts([event.id], *columns)).all() == [(None, None, 3)]

    db.session.execute(delete(Ticket))
    db.session.execute(delete(Registration).where(Registration.event_id == event.id))
    assert db.session.scalar(select(func.count()).select_from(RegistrationCount)) == 0


def test_a_name_that_nobody_has_any_longer_is_stored_nowhere() -> None:
    event = an_event()
    registration = a_registration(event)
    assert registration.organisation_name in names_counted(event)

    registration.organisation_name = "Rättat"
    db.session.flush()

    assert names_counted(event) == {"Rättat": 1}


@pytest.mark.parametrize(
    "fault",
    [
        "UPDATE registration_counts SET people = people + 1",
        "DELETE FROM registration_counts",
        "UPDATE registration_counts SET organisation_name = 'somebody else'",
    ],
)
def test_a_count_that_somebody_changed_is_found_and_counted_anew(fault: str) -> None:
    event, other = an_event(), an_event()
    a_registration(event)
    db.session.commit()
    assert list_miscounted() == []

    db.session.execute(text(fault))
    db.session.commit()
    assert list_miscounted() == [event.slug]

    periodic.repair_counts(now=NOON)

    assert list_miscounted() == []
    assert count_by_state(event) == {CONFIRMED: 1}
    recount(other.slug)
    recount("gone")
    assert count_by_state(other) == {}


def register_somebody(event: Event) -> None:
    a_registration(event, name="Bo Ås")


def cancel_everybody(event: Event) -> None:
    people = Selection(RegistrationFilter())
    plan = PlannedAct(BulkActKind.CANCEL, reason="The house has burnt down.")
    act = start_act(event, people, plan, expected=2, actor="organizer", now=NOON)
    while continue_act(act.id, now=NOON):
        pass


@pytest.mark.parametrize("work", [register_somebody, cancel_everybody])
@pytest.mark.parametrize("commits", [False, True])
def test_counts_are_right_after_a_kill(work: Callable[[Event], None], *, commits: bool) -> None:
    event = an_event()
    for number in range(2):
        a_registration(event, name="Bo Ås", email=f"{number}@x.example")
    db.session.commit()
    before, event_id = count_by_state(event), event.id

    do_and_be_killed(event_id, work, commits=commits)

    after = count_by_state(db.session.get_one(Event, event_id))
    assert (after != before) is commits
    assert list_miscounted() == []
    assert list_unmarked() == []


def do_and_be_killed(event_id: int, work: Callable[[Event], None], *, commits: bool) -> None:
    """Do it in a process of its own, which `kill -9` ends before or after it commits."""
    db.session.remove()
    db.engine.dispose()
    process = os.fork()
    if process == 0:
        try:
            work(db.session.get_one(Event, event_id))
            db.session.flush()
            if commits:
                db.session.commit()
            os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)  # it could not do it
    assert os.WTERMSIG(os.waitpid(process, 0)[1]) == signal.SIGKILL
