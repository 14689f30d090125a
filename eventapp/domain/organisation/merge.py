"""Merging an organisation, or a name that people wrote, into another one.

All that has to do with seats and access moves in one transaction, under the locks of the events:
whoever looks sees it done or not begun, and a kill leaves nothing. So do up to BATCH of the other
registrations. Where there are more, the merge is `unfinished`, and the worker moves a batch in each
transaction: at a hundred thousand, one transaction would keep everybody waiting for seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.locking import LockedEvent, lock_row
from eventapp.domain.organisation import transfer
from eventapp.domain.organisation.change import (
    NotInUse,
    OrganisationText,
    add_organisation,
    is_below,
    lock_events,
)
from eventapp.domain.organisation.lifecycle import MergedAway, find_open_merge
from eventapp.domain.organisation.merge_undo import forget_old, may_undo
from eventapp.domain.people.folding import fold
from eventapp.domain.people.organisation import lock_directory
from eventapp.domain.record.audit import record, record_change
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    Delegation,
    Event,
    Organisation,
    OrganisationMerge,
    Registration,
)


class SameOrganisation(Refusal):
    """Nothing is merged into itself."""

    code = "same-organisation"
    sentence = _l("Choose another organisation to keep.")


class TargetIsAPart(Refusal):
    """What would be kept is a part of what would go."""

    code = "target-is-a-part"
    sentence = _l("The one you keep is a part of the other. Keep the other one, or move it first.")


class NothingToMerge(Refusal):
    """Nobody has written that text, or another has merged it meanwhile."""

    code = "nothing-to-merge"
    sentence = _l("Nothing is left to merge: someone else may just have done it.")


class StillMoving(Refusal):
    """An earlier merge of one of them still moves registrations."""

    code = "still-moving"
    sentence = _l("An earlier merge is still moving registrations. Try again in a minute.")


@dataclass(frozen=True, slots=True)
class Versions:
    """What the preview was of: the versions of the one that goes and of the one that stays."""

    source: int
    target: int


def merge_organisations(
    source: Organisation, target: Organisation, seen: Versions, *, actor: str, now: datetime
) -> OrganisationMerge:
    """Give all that is the source's to the target, and end the source.

    Where both have a delegation, the seats reserved are added. Raises SameOrganisation,
    StaleVersion, MergedAway, NotInUse, TargetIsAPart, StillMoving.
    """
    if source.id == target.id:
        raise SameOrganisation
    locked = lock_events(_events_with(source, target, now))
    lock_directory()
    _refuse(source, target, now)  # first: what is done already is more than stale
    check_version(source, seen.source)
    check_version(target, seen.target)
    forget_old(now)
    own = [Registration.organisation_id == source.id]
    names, unfinished = _move_first(own, target, locked, now)
    moved = {
        **transfer.move_delegations(source, target),
        "names": names,
        "others": transfer.move_others(source, target),
        "events": [locked_event.event.id for locked_event in locked],
        "ended_on": source.ended_on.isoformat() if source.ended_on else "",
    }
    ids = transfer.list_ids(names)
    moved["newcomers"] = transfer.seat_newcomers(locked, ids, target, now)
    source.ended_on = source.ended_on or now.date()
    merge = OrganisationMerge(
        source_id=source.id, target_id=target.id, moved=moved, unfinished=unfinished
    )
    _finish(merge, target, source.name, people=len(ids), actor=actor, now=now)
    source.version += 1
    record(AuditAction.ORGANISATIONS_MERGED, source, actor=actor, now=now, merge=merge.code)
    transfer.reassign_seats(locked, now=now)
    return merge


def merge_text(text: str, target: Organisation, *, actor: str, now: datetime) -> OrganisationMerge:
    """Give those who wrote this name, however they spelt it, the organisation.

    Where it has a delegation at an event that is not over, they join it. Raises NothingToMerge,
    NotInUse.
    """
    locked = _lock_events_of(text, now)
    return _merge_text(text, target, locked, added=False, actor=actor, now=now)


def add_from_text(
    text: str, words: OrganisationText, *, actor: str, now: datetime
) -> OrganisationMerge:
    """Add an organisation of that name, and give it those who wrote the text.

    Raises NothingToMerge, OrganisationNameTaken, OfficialCodeTaken.
    """
    locked = _lock_events_of(text, now)  # before the directory, which adding locks
    target = add_organisation(words, None, actor=actor, now=now)
    return _merge_text(text, target, locked, added=True, actor=actor, now=now)


def list_unfinished() -> Sequence[str]:
    """The codes of the merges that the worker goes on with."""
    return db.session.scalars(
        select(OrganisationMerge.code)
        .where(OrganisationMerge.unfinished)
        .order_by(OrganisationMerge.id)
    ).all()


def continue_merge(code: str, *, now: datetime) -> bool:
    """Move one more batch, or give one back if it was undone; False when nothing is left."""
    merge = find_merge(code)
    if merge is None:
        return False
    lock_row(merge)
    if not merge.unfinished:
        return False
    names = merge.moved.get("names", {})
    if merge.undone_at is None:
        own = [Registration.organisation_id == merge.source_id]
        which = own if merge.source_id else wrote(texts_like(merge.folded_text))
        batch = transfer.move_registrations(which, merge.target, most=transfer.BATCH)
        if may_undo(merge, now=now):
            merge.moved = {**merge.moved, "names": transfer.join_names(names, batch)}
        merge.unfinished = bool(batch)
    else:
        first, rest = transfer.split_names(names, transfer.BATCH)
        transfer.return_registrations(first, merge.source_id, merge.target_id)
        merge.moved, merge.unfinished = {"names": rest}, bool(rest)
    db.session.flush()
    return merge.unfinished


def find_merge(code: str) -> OrganisationMerge | None:
    """The merge of this code."""
    return db.session.scalar(
        select(OrganisationMerge)
        .where(OrganisationMerge.code == code)
        .options(joinedload(OrganisationMerge.source), joinedload(OrganisationMerge.target))
    )


def list_merges(organisation: Organisation) -> Sequence[OrganisationMerge]:
    """What was merged into the organisation or away from it and stands, the latest first."""
    return db.session.scalars(
        select(OrganisationMerge)
        .where(
            or_(
                OrganisationMerge.source_id == organisation.id,
                OrganisationMerge.target_id == organisation.id,
            ),
            OrganisationMerge.undone_at.is_(None),
        )
        .options(joinedload(OrganisationMerge.source), joinedload(OrganisationMerge.target))
        .order_by(OrganisationMerge.id.desc())
    ).all()


def texts_like(text: str) -> list[str]:
    """The free texts of registrations that are this one but for letters' case and accents."""
    wanted = fold(text)
    texts = db.session.scalars(
        select(Registration.organisation_name)
        .where(Registration.organisation_id.is_(None))
        .distinct()
    )
    return [spelling for spelling in texts if wanted and fold(spelling) == wanted]


def wrote(texts: Sequence[str]) -> list[ColumnElement[bool]]:
    """The conditions of a registration whose organisation is one of these free texts."""
    return [Registration.organisation_id.is_(None), Registration.organisation_name.in_(texts)]


def _lock_events_of(text: str, now: datetime) -> list[LockedEvent]:
    wanted = _coming(now).where(*wrote(texts_like(text)))
    return lock_events(set(db.session.scalars(wanted)))


def _merge_text(
    text: str,
    target: Organisation,
    locked: Sequence[LockedEvent],
    *,
    added: bool,
    actor: str,
    now: datetime,
) -> OrganisationMerge:
    lock_directory()
    texts = texts_like(text)  # again: another may have merged them while this one waited
    if not texts:
        raise NothingToMerge
    if target.ended(now.date()):
        raise NotInUse
    forget_old(now)
    _refuse_while_moving(target)
    names, unfinished = _move_first(wrote(texts), target, locked, now)
    ids = transfer.list_ids(names)
    moved = {
        "names": names,
        "newcomers": transfer.seat_newcomers(locked, ids, target, now),
        "events": [locked_event.event.id for locked_event in locked],
    }
    merge = OrganisationMerge(
        folded_text=fold(text),
        target_id=target.id,
        added_target=added,
        moved=moved,
        unfinished=unfinished,
    )
    _finish(merge, target, text, people=len(ids), actor=actor, now=now)
    transfer.reassign_seats(locked, now=now)
    return merge


def _move_first(
    which: Sequence[ColumnElement[bool]],
    target: Organisation,
    locked: Sequence[LockedEvent],
    now: datetime,
) -> tuple[dict[str, list[int]], bool]:
    """Move all who are at the events to come, then a batch; and whether more are left."""
    coming = [locked_event.event.id for locked_event in locked if now < locked_event.event.ends_at]
    at_coming = [*which, Registration.event_id.in_(coming)]
    names = transfer.move_registrations(at_coming, target)
    batch = transfer.move_registrations(which, target, most=transfer.BATCH)
    return transfer.join_names(names, batch), len(transfer.list_ids(batch)) == transfer.BATCH


def _refuse(source: Organisation, target: Organisation, now: datetime) -> None:
    if find_open_merge(source):
        raise MergedAway
    if target.ended(now.date()):
        raise NotInUse
    if is_below(target, source):
        raise TargetIsAPart
    _refuse_while_moving(source, target)


def _refuse_while_moving(*organisations: Organisation) -> None:
    ids = [organisation.id for organisation in organisations]
    moving = select(OrganisationMerge.id).where(
        OrganisationMerge.unfinished,
        or_(OrganisationMerge.source_id.in_(ids), OrganisationMerge.target_id.in_(ids)),
    )
    if db.session.scalar(moving.limit(1)) is not None:
        raise StillMoving


def _finish(
    merge: OrganisationMerge,
    target: Organisation,
    name: str,
    *,
    people: int,
    actor: str,
    now: datetime,
) -> None:
    merge.actor, merge.merged_at = actor, now
    target.version += 1
    db.session.add(merge)
    db.session.flush()
    record_change(
        AuditAction.ORGANISATIONS_MERGED,
        target,
        before={"merged": name},
        after={"merged": target.name},
        actor=actor,
        now=now,
        merge=merge.code,
        registrations=people,
    )


def _events_with(source: Organisation, target: Organisation, now: datetime) -> set[int]:
    """The events where either has a delegation, and those to come with people of the source."""
    delegations = select(Delegation.event_id).where(
        Delegation.organisation_id.in_([source.id, target.id])
    )
    people = _coming(now).where(Registration.organisation_id == source.id)
    return {*db.session.scalars(delegations), *db.session.scalars(people)}


def _coming(now: datetime) -> Select[int]:
    return (
        select(Event.id)
        .join(Registration, Registration.event_id == Event.id)
        .where(Event.ends_at > now)
        .distinct()
    )
