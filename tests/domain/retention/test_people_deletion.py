"""People of a past event are deleted: at once, nobody else, and a receipt says by what."""

import pytest
from sqlalchemy import func, select

from eventapp.domain.record.pause import begin_pause
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.retention import run as runs
from eventapp.domain.retention.people_deletion import (
    DeletionDecision,
    DeletionPaused,
    EventNotOver,
    NobodyLeft,
    count_people,
    delete_people,
)
from eventapp.domain.retention.run import RunUnderWay
from eventapp.extensions import db
from eventapp.models import (
    AttendanceCount,
    AuditEntry,
    CareNeed,
    DataKind,
    Event,
    EventState,
    Invitee,
    Registration,
)
from eventapp.worker import retention
from tests.builders import DAY, NOON, a_registration, an_event, an_organisation
from tests.builders.invitee import an_invitee
from tests.builders.retention import deleted_by

pytestmark = pytest.mark.usefixtures("app")
DECISION = DeletionDecision("FIKTIVT 2027/12-3", "Underlaget är överlämnat.")


def a_past_event(people: int = 3) -> Event:
    event, town = an_event(), an_organisation()
    for _ in range(people):
        a_registration(event, organisation=town, needs=CareNeeds(diet="Vegan"))
    event.starts_at, event.ends_at = NOON - 2 * DAY, NOON - DAY
    db.session.commit()
    return event


def people_of(event: Event) -> int:
    own = select(func.count()).select_from(Registration).where(Registration.event_id == event.id)
    return db.session.scalar(own) or 0


def test_the_events_people_go_and_others_stay_and_the_counts_too() -> None:
    event, other = a_past_event(3), a_past_event(2)
    assert count_people(event, now=NOON)[DataKind.REGISTRATIONS] == 3

    run = delete_people(event, DECISION, actor="admin", now=NOON)
    db.session.commit()
    retention.carry_out(run.id)

    finished = runs.find_run(run.code)
    assert finished is not None
    assert deleted_by(finished) == {DataKind.CARE_NEEDS: 3, DataKind.REGISTRATIONS: 3}
    assert (people_of(event), people_of(other)) == (0, 2)
    assert db.session.scalar(select(func.count()).select_from(CareNeed)) == 2
    counted = db.session.scalars(select(AttendanceCount)).one()
    assert (counted.event_id, counted.registered) == (event.id, 3)
    closed = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "event closed")).one()
    assert closed.reason == DECISION.reason
    assert closed.details == {"reference": DECISION.reference, "run": run.code}


def test_one_that_is_not_over_is_paused_or_empty_is_not_closed() -> None:
    coming, empty, postponed = an_event(), a_past_event(0), a_past_event()
    postponed.state = EventState.POSTPONED
    db.session.commit()
    for event, refusal in (
        (coming, EventNotOver),
        (postponed, EventNotOver),
        (empty, NobodyLeft),
    ):
        with pytest.raises(refusal):
            delete_people(event, DECISION, actor="admin", now=NOON)
    paused = a_past_event()
    begin_pause(paused, "2027/1", actor="admin", now=NOON)
    with pytest.raises(DeletionPaused):
        delete_people(paused, DECISION, actor="admin", now=NOON)


def test_a_pause_that_begins_meanwhile_holds_what_is_left() -> None:
    event = a_past_event()
    run = delete_people(event, DECISION, actor="admin", now=NOON)
    begin_pause(event, "2027/1", actor="admin", now=NOON)
    db.session.commit()

    retention.carry_out(run.id)

    assert people_of(event) == 3
    finished = runs.find_run(run.code)
    assert finished is not None
    assert sum(count.paused for step in finished.steps for count in step.counts) == 6


def test_one_run_at_a_time() -> None:
    event, other = a_past_event(), a_past_event()
    delete_people(event, DECISION, actor="admin", now=NOON)
    db.session.commit()
    with pytest.raises(RunUnderWay):
        delete_people(other, DECISION, actor="admin", now=NOON)


def test_who_was_invited_goes_too() -> None:
    event = an_event()
    an_invitee(event, "anna@town.example")
    event.starts_at, event.ends_at = NOON - 2 * DAY, NOON - DAY
    db.session.commit()
    assert count_people(event, now=NOON)[DataKind.INVITEES] == 1

    run = delete_people(event, DECISION, actor="admin", now=NOON)
    db.session.commit()
    retention.carry_out(run.id)

    assert db.session.scalar(select(func.count()).select_from(Invitee)) == 0
