"""Moving what refers to an organisation to another one, and back, row by row as it was noted.

What was moved is plain JSON: ids by table, registrations by the name they had, and seats.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, select, update
from sqlalchemy.orm import aliased

from eventapp.domain.exchange.finding.search_index import index_experiences
from eventapp.domain.locking import LockedEvent
from eventapp.domain.organisation.lifecycle import references
from eventapp.domain.people.organisation import lineage
from eventapp.domain.registration import queue
from eventapp.domain.registration.registration import reassign_free_seats
from eventapp.extensions import db
from eventapp.models import (
    Delegation,
    Experience,
    ExperienceState,
    Grant,
    Organisation,
    OrganisationMerge,
    Registration,
)

Moved = dict[str, Any]

EXPERIENCES = f"{Experience.__tablename__}.organisation_id"
IDS_PER_STATEMENT = 5_000
BATCH = 1_000  # registrations in one transaction, well within 200 ms
# These have rules of their own, below; what merges refer to is their own history.
SPECIAL = {
    Delegation.__tablename__,
    Registration.__tablename__,
    OrganisationMerge.__tablename__,
}


def move_registrations(
    which: Sequence[ColumnElement[bool]], target: Organisation, *, most: int | None = None
) -> dict[str, list[int]]:
    """Give these registrations, or so many, to the target; their ids by the name each had."""
    names: dict[str, list[int]] = {}
    rows = db.session.execute(
        select(Registration.id, Registration.organisation_name)
        .where(*which)
        .order_by(Registration.id)
        .limit(most)
    )
    for id_, name in rows:
        names.setdefault(name, []).append(id_)
    for some in _portions(list_ids(names)):
        db.session.execute(
            update(Registration)
            .where(Registration.id.in_(some))
            .values(organisation_id=target.id, organisation_name=target.name)
            .execution_options(synchronize_session=False)
        )
    return names


def list_ids(names: Mapping[str, list[int]]) -> list[int]:
    """All ids, whatever the name."""
    return [id_ for ids in names.values() for id_ in ids]


def join_names(
    names: Mapping[str, list[int]], others: Mapping[str, list[int]]
) -> dict[str, list[int]]:
    """Both, by name."""
    return {name: [*names.get(name, ()), *others.get(name, ())] for name in {**names, **others}}


def split_names(
    names: Mapping[str, list[int]], most: int
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """The first so many ids by name, and the rest."""
    first: dict[str, list[int]] = {}
    rest: dict[str, list[int]] = {}
    for name, ids in names.items():
        room = max(0, most - len(list_ids(first)))
        if ids[:room]:
            first[name] = ids[:room]
        if ids[room:]:
            rest[name] = ids[room:]
    return first, rest


def return_registrations(names: Mapping[str, list[int]], source_id: int | None, to: int) -> None:
    """Give them back their names and their organisation, where they are still the target's."""
    for name, ids in names.items():
        for some in _portions(ids):
            db.session.execute(
                update(Registration)
                .where(Registration.id.in_(some), Registration.organisation_id == to)
                .values(organisation_id=source_id, organisation_name=name)
                .execution_options(synchronize_session=False)
            )


def move_delegations(source: Organisation, target: Organisation) -> Moved:
    """Give the source's delegations to the target; where it has one too, seats and people join it.

    As many seats are reserved as before. The delegation that was joined stays, empty, and is
    listed nowhere.
    """
    own = {delegation.event_id: delegation for delegation in _delegations_of(target)}
    moved: list[int] = []
    joined: list[Moved] = []
    for delegation in _delegations_of(source):
        other = own.get(delegation.event_id)
        if other is None:
            delegation.organisation_id = target.id
            moved.append(delegation.id)
        else:
            joined.append(_join(delegation, other))
        delegation.version += 1
        delegation.event.revision += 1
    db.session.flush()
    return {"delegations": moved, "joined": joined}


def return_delegations(moved: Moved, source: Organisation, target: Organisation) -> None:
    """Give back delegations, and of joined seats as many as the target still has."""
    for delegation in _delegations_of(target):
        if delegation.id in moved["delegations"]:
            delegation.organisation_id = source.id
            delegation.version += 1
            delegation.event.revision += 1
    for part in moved["joined"]:
        emptied, other = (db.session.get(Delegation, part[name]) for name in ("from", "to"))
        if emptied is None or other is None:
            continue
        seats = min(part["seats"], other.reserved_seats)
        other.reserved_seats -= seats
        emptied.reserved_seats += seats
        for changed in (emptied, other):
            changed.version += 1
        _set_delegation(part["registrations"], emptied.id, was=other.id)
    db.session.flush()


def seat_newcomers(
    locked_events: Sequence[LockedEvent], ids: Sequence[int], target: Organisation, now: datetime
) -> list[Moved]:
    """Let those who moved and have no delegation join that of the target, where it has one.

    Not where the event is over: who belonged to which is settled there.
    """
    above = tuple(lineage(target.id, _parents()))
    joined = []
    for locked in locked_events:
        if now >= locked.event.ends_at:
            continue
        delegation = queue.count_seats(locked, now=now).delegation_of(above)
        if delegation is None:
            continue
        own = select(Registration.id).where(
            Registration.event_id == locked.event.id, Registration.delegation_id.is_(None)
        )
        newcomers = sorted(set(db.session.scalars(own)) & set(ids))
        _set_delegation(newcomers, delegation, was=None)
        joined.append({"delegation": delegation, "registrations": newcomers})
    return joined


def unseat_newcomers(joined: Sequence[Moved]) -> None:
    """Take those who joined out of the delegation again."""
    for part in joined:
        _set_delegation(part["registrations"], None, was=part["delegation"])


def reassign_seats(locked_events: Sequence[LockedEvent], *, now: datetime) -> None:
    """Give seats that are free for those who wait to them, at the events that are not over."""
    for locked in locked_events:
        if now < locked.event.ends_at:
            reassign_free_seats(locked, now=now)


def move_others(source: Organisation, target: Organisation) -> dict[str, list[int]]:
    """Give the target every other row that refers to the source; their ids by table."""
    moved = {
        f"{table.name}.{column}": _move_rows(table, column, source.id, target.id)
        for table, column in references()
        if table.name not in SPECIAL
    }
    _index(moved[EXPERIENCES])
    return moved


def return_others(moved: Mapping[str, list[int]], source: Organisation, to: int) -> None:
    """Give those rows back that are still the target's."""
    for name, ids in moved.items():
        table_name, _dot, column = name.partition(".")
        table = next(
            (referring for referring, _c in references() if referring.name == table_name), None
        )
        for some in _portions(ids):
            if table is not None:
                _set_owner(table, column, some, source.id, was=to)
    _index(moved[EXPERIENCES])


def _move_rows(table: Table, column: str, source_id: int, target_id: int) -> list[int]:
    which = select(table.c.id).where(table.c[column] == source_id)
    if table.name == Grant.__tablename__:
        which = which.where(~_granted_already(target_id))
    ids = list(db.session.scalars(which))
    for some in _portions(ids):
        _set_owner(table, column, some, target_id, was=source_id)
    return ids


def _index(ids: Sequence[int]) -> None:
    """Let the published ones among these experiences be found by their new organisation's name."""
    db.session.flush()
    db.session.expire_all()  # their rows were written beside the session
    for some in _portions(ids):
        wanted = select(Experience).where(
            Experience.id.in_(some), Experience.state == ExperienceState.PUBLISHED
        )
        index_experiences(db.session.scalars(wanted.order_by(Experience.id)).all())


def _granted_already(target_id: int) -> ColumnElement[bool]:
    """Whether the account has the same role for the target: nobody has a role twice."""
    other = aliased(Grant)
    return (
        select(other.id)
        .where(
            other.account_id == Grant.account_id,
            other.role == Grant.role,
            other.organisation_id == target_id,
        )
        .exists()
    )


def _set_owner(table: Table, column: str, ids: list[int], owner: int, *, was: int) -> None:
    values: dict[str, Any] = {column: owner}
    if "version" in table.c:
        values["version"] = table.c.version + 1
    db.session.execute(
        update(table).where(table.c.id.in_(ids), table.c[column] == was).values(values)
    )


def _join(delegation: Delegation, other: Delegation) -> Moved:
    people = select(Registration.id).where(Registration.delegation_id == delegation.id)
    ids, seats = list(db.session.scalars(people)), delegation.reserved_seats
    _set_delegation(ids, other.id, was=delegation.id)
    other.reserved_seats += seats
    other.version += 1
    delegation.reserved_seats = 0
    return {"from": delegation.id, "to": other.id, "seats": seats, "registrations": ids}


def _set_delegation(ids: Sequence[int], delegation: int | None, *, was: int | None) -> None:
    for some in _portions(ids):
        db.session.execute(
            update(Registration)
            .where(Registration.id.in_(some), Registration.delegation_id.is_not_distinct_from(was))
            .values(delegation_id=delegation)
            .execution_options(synchronize_session=False)
        )


def _delegations_of(organisation: Organisation) -> Sequence[Delegation]:
    return db.session.scalars(
        select(Delegation)
        .where(Delegation.organisation_id == organisation.id)
        .order_by(Delegation.event_id)
    ).all()


def _parents() -> dict[int, int | None]:
    rows = db.session.execute(select(Organisation.id, Organisation.parent_id)).all()
    return {row[0]: row[1] for row in rows}


def _portions(ids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), IDS_PER_STATEMENT):
        yield list(ids[start : start + IDS_PER_STATEMENT])
