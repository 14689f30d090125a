"""Undoing a merge, ten minutes long: what was moved and is still there goes back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from eventapp.domain.errors import Refusal
from eventapp.domain.locking import lock_row
from eventapp.domain.organisation import transfer
from eventapp.domain.organisation.change import lock_events
from eventapp.domain.organisation.lifecycle import find_open_merge, is_used, remove
from eventapp.domain.people.organisation import lock_directory
from eventapp.domain.record.audit import UNDO_PERIOD, record
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Organisation, OrganisationMerge


class UndoTooLate(Refusal):
    """The time to undo is over, or it has been undone."""

    code = "undo-too-late"
    sentence = _l("This can no longer be undone.")


class MergedOn(Refusal):
    """What was kept has itself been merged into another since."""

    code = "merged-on"
    sentence = _l("What you kept has been merged since. Undo that first.")


def undo_merge(merge: OrganisationMerge, *, actor: str, now: datetime) -> None:
    """Give back what was moved and is still where it was moved to.

    Those who got a seat meanwhile keep it. Raises UndoTooLate, MergedOn.
    """
    locked = lock_events(merge.moved.get("events", []))
    lock_directory()
    lock_row(merge)
    if not may_undo(merge, now=now):
        raise UndoTooLate
    source, target = merge.source, merge.target
    if find_open_merge(target):
        raise MergedOn
    moved = merge.moved
    transfer.unseat_newcomers(moved["newcomers"])
    first, rest = transfer.split_names(moved["names"], transfer.BATCH)
    transfer.return_registrations(first, merge.source_id, target.id)
    if source is not None:
        _give_back(source, target, moved)
        record(AuditAction.ORGANISATIONS_SEPARATED, source, actor=actor, now=now, merge=merge.code)
    merge.undone_at, merge.moved, merge.unfinished = now, {"names": rest}, bool(rest)
    target.version += 1
    record(AuditAction.ORGANISATIONS_SEPARATED, target, actor=actor, now=now, merge=merge.code)
    db.session.flush()
    transfer.reassign_seats(locked, now=now)
    if merge.added_target and not rest and not is_used(target):
        remove(target)


def may_undo(merge: OrganisationMerge, *, now: datetime) -> bool:
    """Whether it was done less than ten minutes ago and has not been undone."""
    return merge.undone_at is None and now < merge.merged_at + UNDO_PERIOD


def list_undoable(*, now: datetime) -> Sequence[OrganisationMerge]:
    """Every merge that can still be undone, the latest first."""
    return db.session.scalars(
        select(OrganisationMerge)
        .where(
            OrganisationMerge.undone_at.is_(None), OrganisationMerge.merged_at > now - UNDO_PERIOD
        )
        .options(joinedload(OrganisationMerge.source), joinedload(OrganisationMerge.target))
        .order_by(OrganisationMerge.id.desc())
    ).all()


def forget_old(now: datetime) -> None:
    """Empty what could be undone and no longer can: it names rows about people."""
    db.session.execute(
        update(OrganisationMerge)
        .where(
            OrganisationMerge.merged_at <= now - UNDO_PERIOD,
            OrganisationMerge.unfinished.is_(False),
        )
        .values(moved={})
        .execution_options(synchronize_session=False)
    )


def _give_back(source: Organisation, target: Organisation, moved: transfer.Moved) -> None:
    transfer.return_delegations(moved, source, target)
    transfer.return_others(moved["others"], source, target.id)
    if not moved["ended_on"]:
        source.ended_on = None
    source.version += 1
