"""A merge is undone within ten minutes, once, from the last to the first."""

from datetime import timedelta

import pytest

from eventapp.domain.organisation.merge import Versions, merge_organisations
from eventapp.domain.organisation.merge_undo import (
    MergedOn,
    UndoTooLate,
    list_undoable,
    undo_merge,
)
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.extensions import db
from eventapp.models import Organisation, OrganisationMerge
from tests.builders import NOON, an_organisation

pytestmark = pytest.mark.usefixtures("app")

ACTOR = "organizer"
LATER = NOON + timedelta(minutes=5)


def merge(source: Organisation, target: Organisation) -> OrganisationMerge:
    versions = Versions(source.version, target.version)
    return merge_organisations(source, target, versions, actor=ACTOR, now=NOON)


def undo(merge: OrganisationMerge) -> None:
    undo_merge(merge, actor=ACTOR, now=LATER)


def test_it_is_undone_once_within_ten_minutes_and_from_the_last_to_the_first() -> None:
    first, second, third = an_organisation(), an_organisation(), an_organisation()
    done = merge(first, second)
    two = merge(second, third)
    with pytest.raises(MergedOn):
        undo(done)
    undo(two)
    undo(done)
    with pytest.raises(UndoTooLate):
        undo(done)
    three = merge(first, second)
    with pytest.raises(UndoTooLate):
        undo_merge(three, actor=ACTOR, now=NOON + UNDO_PERIOD)


def test_what_can_no_longer_be_undone_is_forgotten_at_the_next_merge() -> None:
    done = merge(an_organisation(), an_organisation())
    source, target = an_organisation(), an_organisation()
    merge_organisations(source, target, Versions(1, 1), actor=ACTOR, now=NOON + UNDO_PERIOD)
    db.session.refresh(done)
    assert done.moved == {}


def test_those_that_can_be_undone_are_listed_the_latest_first() -> None:
    done = merge(an_organisation(), an_organisation())
    two = merge(an_organisation(), an_organisation())
    three = merge(an_organisation(), an_organisation())
    undo(two)

    assert list_undoable(now=LATER) == [three, done]
    assert list_undoable(now=NOON + UNDO_PERIOD) == []
