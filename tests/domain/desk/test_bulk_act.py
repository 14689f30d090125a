"""Doing one thing to many: planned for those shown, done in batches, refused one by one."""

import pytest
from sqlalchemy import select

from eventapp.domain.desk import bulk_act
from eventapp.domain.desk.bulk_act import (
    ActUnderWay,
    NobodySelected,
    PlannedAct,
    Selection,
    SelectionChanged,
    continue_act,
    measure_progress,
    preview_selection,
    start_act,
)
from eventapp.domain.desk.cancellation import complete_cancellation, list_due
from eventapp.domain.desk.registration_filter import RegistrationFilter
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.override import ReasonMissing
from eventapp.extensions import db
from eventapp.models import (
    BulkAct,
    BulkActKind,
    Event,
    Job,
    JobKind,
    Registration,
    RegistrationState,
)
from eventapp.worker import periodic
from tests.builders import NOON, a_queue, a_registration, a_session, an_event, an_organisation
from tests.views.organizer.counting import counted_statements

pytestmark = pytest.mark.usefixtures("app")
EVERYBODY = Selection(RegistrationFilter())


def start(event: Event, plan: PlannedAct, selection: Selection = EVERYBODY) -> BulkAct:
    expected = preview_selection(event, selection).count
    return start_act(event, selection, plan, expected=expected, actor="acc", now=NOON)


def finish(act: BulkAct) -> int:
    batches = 0
    while continue_act(act.id, now=NOON):
        batches += 1
    return batches


def states(*registrations: Registration) -> list[RegistrationState]:
    return [registration.state for registration in registrations]


def test_those_shown_are_cancelled_in_batches_and_others_move_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulk_act, "BATCH_ROWS", 2)
    event = an_event(seats=3)
    seated = [a_registration(event) for _ in range(3)]
    waiting = a_queue(event, 1)
    chosen = Selection(RegistrationFilter(states=(RegistrationState.CONFIRMED,)))

    act = start(event, PlannedAct(BulkActKind.CANCEL, reason="Inställd buss"), chosen)
    assert finish(act) == 2

    assert states(*seated) == [RegistrationState.CANCELLED] * 3
    assert states(*waiting) == [RegistrationState.WAITLISTED], "it can be undone yet"
    for code in list_due(now=NOON + UNDO_PERIOD):
        complete_cancellation(code, now=NOON + UNDO_PERIOD)
    assert states(*waiting) == [RegistrationState.CONFIRMED]
    assert (act.finished_at, act.reason) == (NOON, "")
    progress = measure_progress(act)
    assert (progress.total, progress.done, progress.refused) == (3, 3, {})


def test_ticks_win_over_the_filter_and_the_cancelled_never_count() -> None:
    event = an_event()
    ticked, gone, _other = (a_registration(event) for _ in range(3))
    cancel(gone, now=NOON)

    shown = preview_selection(event, Selection(RegistrationFilter(), (ticked.code, gone.code)))

    assert (shown.count, list(shown.first), shown.others) == (1, [ticked], 0)


def test_what_was_shown_is_what_is_done_or_nothing() -> None:
    event = an_event()
    plan = PlannedAct(BulkActKind.SEND_LINK)
    with pytest.raises(NobodySelected):
        start_act(event, EVERYBODY, plan, expected=0, actor="acc", now=NOON)
    a_registration(event)
    with pytest.raises(SelectionChanged):
        start_act(event, EVERYBODY, plan, expected=2, actor="acc", now=NOON)
    with pytest.raises(ReasonMissing):
        start(event, PlannedAct(BulkActKind.CANCEL))
    assert db.session.scalars(select(BulkAct)).all() == []


def test_the_same_is_not_started_twice_for_anybody_and_something_else_is() -> None:
    event = an_event()
    first, second = (a_registration(event) for _ in range(2))
    plan = PlannedAct(BulkActKind.SEND_LINK)
    act = start(event, plan, Selection(RegistrationFilter(), (first.code,)))

    with pytest.raises(ActUnderWay):
        start(event, plan)
    start(event, plan, Selection(RegistrationFilter(), (second.code,)))
    start(event, PlannedAct(BulkActKind.CANCEL, reason="Inställd buss"))
    finish(act)
    start(event, plan, Selection(RegistrationFilter(), (first.code,)))


def test_whoever_cancels_meanwhile_is_left_out_alone() -> None:
    event = an_event()
    people = [a_registration(event) for _ in range(3)]
    act = start(event, PlannedAct(BulkActKind.SEND_LINK))
    cancel(people[1], now=NOON)

    finish(act)

    assert measure_progress(act).refused == {"already-cancelled": 1}
    assert [(r.id, why) for r, why in bulk_act.list_refused(act)] == [
        (people[1].id, "already-cancelled")
    ]
    sent = db.session.scalars(select(Job).where(Job.kind == JobKind.LOST_LINK_MAIL)).all()
    assert {job.payload["registration_id"] for job in sent} == {people[0].id, people[2].id}


def test_a_collision_leaves_one_out_and_the_rest_get_seats_while_there_are() -> None:
    event = an_event()
    wanted, other = a_session(event, seats=1), a_session(event)
    clashing = a_registration(event, sessions=(other,))
    first, second = a_registration(event), a_registration(event)

    finish(act := start(event, PlannedAct(BulkActKind.ADD_TO_SESSION, wanted.code)))

    assert measure_progress(act).refused == {"sessions-collide": 1}
    assert [choice.session_id for choice in clashing.choices] == [other.id]
    assert [choice.state.value for r in (first, second) for choice in r.choices] == [
        "confirmed",
        "waitlisted",
    ]


def test_people_move_to_another_organisation_while_it_has_seats() -> None:
    own, new = an_organisation(), an_organisation()
    event = an_event(seats=3, reserved={own: 2, new: 1})
    people = [a_registration(event, organisation=own) for _ in range(2)]

    finish(act := start(event, PlannedAct(BulkActKind.MOVE, new.code)))

    assert [r.organisation_id for r in people] == [new.id, own.id]
    assert measure_progress(act).refused == {"no-seat-there": 1}


def test_the_worker_goes_on_with_what_is_unfinished() -> None:
    event = an_event()
    person = a_registration(event)
    act = start(event, PlannedAct(BulkActKind.CANCEL, reason="Sjuk"))
    db.session.commit()

    periodic.run_due(now=NOON)

    db.session.refresh(person)
    assert person.state is RegistrationState.CANCELLED
    assert db.session.get_one(BulkAct, act.id).finished_at == NOON


def test_what_is_the_same_for_all_is_read_once_for_a_batch() -> None:
    own, new = an_organisation(), an_organisation()
    event = an_event(seats=9)
    for _ in range(3):
        a_registration(event, organisation=own)
    act = start(event, PlannedAct(BulkActKind.MOVE, new.code))

    with counted_statements() as sent:
        bulk_act.continue_act(act.id, now=NOON)

    assert measure_progress(act).done == 3
    assert len([statement for statement in sent if "FROM organisation_merges" in statement]) == 1
