"""Which acts of the log can still be undone: of every kind, in one query."""

from datetime import timedelta

import pytest

from eventapp.domain.desk.bulk_act import (
    PlannedAct,
    Selection,
    continue_act,
    preview_selection,
    start_act,
)
from eventapp.domain.desk.cancellation import force_cancel, undo_cancellation
from eventapp.domain.desk.double.double_merge import MergedVersions, merge_doubles
from eventapp.domain.desk.registration_filter import RegistrationFilter
from eventapp.domain.desk.undoable import UndoableKind, find_undoable
from eventapp.domain.organisation.merge import Versions, merge_organisations
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.models import BulkActKind, ImportState
from tests.builders import NOON, a_registration, an_event, an_organisation
from tests.builders.registration_import import a_person, an_import
from tests.views.organizer.counting import counted_statements

pytestmark = pytest.mark.usefixtures("app")

SOON, LATER = NOON + timedelta(minutes=5), NOON + UNDO_PERIOD
EVERYBODY = Selection(RegistrationFilter())


def test_of_every_kind_in_one_query_for_ten_minutes() -> None:
    event = an_event()
    source, target, person = (a_registration(event) for _ in range(3))
    cancelled = force_cancel(person, actor="desk", reason="Sjuk", now=NOON)
    merge = merge_doubles(source, target, MergedVersions(1, 1), actor="desk", now=NOON)
    town, other = an_organisation(), an_organisation()
    bodies = merge_organisations(town, other, Versions(1, 1), actor="desk", now=NOON)
    expected = preview_selection(event, EVERYBODY).count
    plan = PlannedAct(BulkActKind.CANCEL, reason="Buss")
    act = start_act(event, EVERYBODY, plan, expected=expected, actor="desk", now=NOON)
    while continue_act(act.id, now=NOON):
        pass
    plan_of_list = an_import(event, a_person())
    plan_of_list.state, plan_of_list.started_at = ImportState.DONE, NOON
    codes = {
        UndoableKind.CANCELLATION: [cancelled.code, "never"],
        UndoableKind.DOUBLES: [merge.code],
        UndoableKind.ORGANISATIONS: [bodies.code],
        UndoableKind.BULK_ACT: [act.code],
        UndoableKind.IMPORT: [plan_of_list.code],
    }

    with counted_statements() as sent:
        acts = find_undoable(codes, now=SOON)
    assert len(sent) <= 2, "one, and one that writes what the test has changed"
    assert {(act.kind, act.code, act.slug, act.stays) for act in acts.values()} == {
        (UndoableKind.CANCELLATION, cancelled.code, event.slug, ""),
        (UndoableKind.DOUBLES, merge.code, event.slug, target.code),
        (UndoableKind.ORGANISATIONS, bodies.code, "", other.code),
        (UndoableKind.BULK_ACT, act.code, event.slug, ""),
        (UndoableKind.IMPORT, plan_of_list.code, event.slug, ""),
    }
    assert find_undoable(codes, now=LATER) == {}
    undo_cancellation(cancelled, actor="desk", now=SOON)
    assert (UndoableKind.CANCELLATION, cancelled.code) not in find_undoable(codes, now=SOON)
