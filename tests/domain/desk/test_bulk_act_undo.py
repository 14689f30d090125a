"""What is done to many is stopped, and undone for ten minutes; what has changed since is told."""

from datetime import timedelta

import pytest

from eventapp.domain.desk import bulk_act, bulk_act_undo
from eventapp.domain.desk.bulk_act import (
    PlannedAct,
    Selection,
    continue_act,
    list_refused,
    measure_progress,
    preview_selection,
    start_act,
)
from eventapp.domain.desk.bulk_act_undo import (
    ActFinished,
    ActUndoClosed,
    continue_undo,
    list_not_undone,
    may_undo,
    stop_act,
    undo_act,
)
from eventapp.domain.desk.cancellation import complete_cancellation, list_due
from eventapp.domain.desk.registration_filter import RegistrationFilter
from eventapp.domain.desk.undoable import list_recent
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import (
    BulkAct,
    BulkActKind,
    ChoiceState,
    Event,
    Job,
    JobKind,
    Registration,
    RegistrationState,
)
from eventapp.worker import periodic
from tests.builders import (
    NOON,
    a_queue,
    a_registration,
    a_session,
    an_event,
    an_organisation,
)

pytestmark = pytest.mark.usefixtures("app")

SOON, LATER = NOON + timedelta(minutes=5), NOON + UNDO_PERIOD
EVERYBODY = Selection(RegistrationFilter())
CONFIRMED, WAITLISTED, CANCELLED, PENDING = (
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.CANCELLED,
    RegistrationState.PENDING,
)


def start(event: Event, kind: BulkActKind, target: str = "", reason: str = "") -> BulkAct:
    plan = PlannedAct(kind, target, reason)
    expected = preview_selection(event, EVERYBODY, kind).count
    return start_act(event, EVERYBODY, plan, expected=expected, actor="acc", now=NOON)


def do(event: Event, kind: BulkActKind, target: str = "", reason: str = "") -> BulkAct:
    act = start(event, kind, target, reason)
    while continue_act(act.id, now=NOON):
        pass
    return act


def undo(act: BulkAct) -> None:
    undo_act(act, actor="acc", now=SOON)
    while continue_undo(act.id, now=SOON):
        pass
    db.session.expire_all()


def states(*registrations: Registration) -> list[RegistrationState]:
    return [registration.state for registration in registrations]


def test_it_is_stopped_between_two_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_act, "BATCH_ROWS", 1)
    event = an_event()
    people = [a_registration(event) for _ in range(3)]
    act = start(event, BulkActKind.CANCEL, reason="Inställd buss")
    continue_act(act.id, now=NOON)

    stop_act(act, actor="acc", now=NOON)
    assert not continue_act(act.id, now=NOON)

    assert states(*people) == [CANCELLED, CONFIRMED, CONFIRMED]
    progress = measure_progress(act)
    assert (progress.done, progress.waiting, act.reason) == (1, 2, "")
    with pytest.raises(ActFinished):
        stop_act(act, actor="acc", now=NOON)
    undo(act)
    assert states(*people) == [CONFIRMED] * 3


def test_cancelling_many_is_undone_but_for_those_who_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulk_act_undo, "BATCH_ROWS", 2)
    event = an_event(seats=3)
    people = [a_registration(event, name=f"Person {number}") for number in range(3)]
    (waiting,) = a_queue(event, 1)
    act = do(event, BulkActKind.CANCEL, reason="Inställd buss")
    assert states(*people, waiting) == [CANCELLED] * 4
    a_registration(event, name=people[1].name, email=people[1].email)
    assert [recent.code for recent in list_recent(event, now=SOON)] == [act.code]

    undo(act)

    assert states(*people, waiting) == [CONFIRMED, CANCELLED, CONFIRMED, WAITLISTED]
    assert [(person.id, why) for person, why in list_not_undone(act)] == [
        (people[1].id, "already-registered")
    ]
    progress = measure_progress(act)
    assert (progress.undone, progress.done, progress.refused) == (3, 1, {})
    assert list_refused(act) == []
    with pytest.raises(ActUndoClosed):
        undo_act(act, actor="acc", now=SOON)


def test_undone_at_the_last_moment_nothing_takes_effect_before_its_turn() -> None:
    event = an_event()
    person = a_registration(event)
    act = do(event, BulkActKind.CANCEL, reason="Inställd buss")
    undo_act(act, actor="acc", now=LATER - timedelta(seconds=1))

    assert list_due(now=LATER) == []
    continue_undo(act.id, now=LATER)
    assert person.state is CONFIRMED


def test_after_ten_minutes_it_is_final_and_a_letter_never_comes_back() -> None:
    event = an_event()
    a_registration(event)
    resent = do(event, BulkActKind.SEND_LINK)
    act = do(event, BulkActKind.CANCEL, reason="Inställd buss")

    assert not may_undo(resent, now=NOON)
    assert may_undo(act, now=SOON)
    with pytest.raises(ActUndoClosed):
        undo_act(act, actor="acc", now=LATER)
    for code in list_due(now=LATER):
        complete_cancellation(code, now=LATER)
    assert not list_recent(event, now=LATER)


def test_who_was_moved_goes_back_unless_the_seat_is_gone_or_they_changed() -> None:
    old, new = an_organisation("Ale"), an_organisation("Bo")
    event = an_event(seats=3, reserved={old: 2, new: 1})
    back, changed = (a_registration(event, organisation=old) for _ in range(2))
    delegation = back.delegation_id
    free = a_registration(event, name="Fri Person")
    name = free.organisation_name
    act = do(event, BulkActKind.MOVE, new.code, "Felskrivet")
    assert {person.organisation_name for person in (back, changed, free)} == {"Bo"}
    changed.role, changed.version = "chef", changed.version + 1

    undo(act)

    assert (back.organisation_name, back.delegation_id) == ("Ale", delegation)
    assert (free.organisation_name, free.organisation_id) == (name, None)
    assert [(person.id, why) for person, why in list_not_undone(act)] == [
        (changed.id, "changed-since")
    ]


def test_who_was_added_to_a_session_leaves_it_unless_they_had_it_before() -> None:
    session = a_session(event := an_event(), seats=2)
    before = a_registration(event, sessions=(session,))
    added, gone = a_registration(event), a_registration(event)
    act = do(event, BulkActKind.ADD_TO_SESSION, session.code)
    assert [choice.state for choice in gone.choices] == [ChoiceState.WAITLISTED]
    cancel(gone, now=NOON)

    undo(act)

    assert [choice.session_id for choice in before.choices] == [session.id]
    assert added.choices == []
    assert [why for _person, why in list_not_undone(act)] == ["changed-since"]
    assert not db.session.query(Job).filter_by(kind=JobKind.SESSION_PLACE_MAIL).count()


def test_only_those_who_wait_for_it_are_approved_or_declined() -> None:
    event = an_event(seats=3, approval_days=2)
    first = a_registration(event)
    do(event, BulkActKind.APPROVE)
    second = a_registration(event)
    assert preview_selection(event, EVERYBODY, BulkActKind.DECLINE).count == 1

    act = do(event, BulkActKind.DECLINE, reason="Mötet är för kommuner.")
    assert states(first, second) == [CONFIRMED, CANCELLED]
    assert second.decline_reason == "Mötet är för kommuner."
    undo(act)
    assert (second.state, second.decline_reason) == (PENDING, "")


def test_the_worker_undoes_it() -> None:
    event = an_event()
    person = a_registration(event)
    act = do(event, BulkActKind.CANCEL, reason="Inställd buss")
    undo_act(act, actor="acc", now=SOON)
    db.session.commit()
    act_id, person_id = act.id, person.id

    periodic.run_due(now=SOON)

    assert db.session.get_one(Registration, person_id).state is CONFIRMED
    assert db.session.get_one(BulkAct, act_id).undo_finished_at == SOON
