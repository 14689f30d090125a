"""A newer list of official codes, compared with the directory and taken in.

From the file come official code, official name and kind, and a parent for what is new. Own short
names, other names, mailboxes and places in the tree stay. A name that the file replaces becomes
the other name where there is none; a name that is the other name here replaces nothing. What has
an official code, is of a kind that the file lists and is not in the file has ended. What was ended
or merged here stays so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from eventapp.domain.errors import Refusal
from eventapp.domain.organisation.change import (
    coming_event_ids,
    lock_events,
    rename_people,
    renew_experiences,
    values_of,
)
from eventapp.domain.organisation.official_file import BrokenFile, OfficialRow
from eventapp.domain.people.folding import fold
from eventapp.domain.people.organisation import lock_directory
from eventapp.domain.record.audit import INSTALLATION, record, record_change
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Organisation, OrganisationKind

# A file that would end more of a kind than this share, and more than these, is rather cut short.
ENDED_SHARE_MAX = 0.1
ENDED_ALWAYS_ALLOWED = 3

Key = tuple[OrganisationKind, str]


class TooManyEnd(Refusal):
    """So much would end that the file is probably not whole."""

    code = "too-many-end"
    sentence = _l("The file would end so many organisations that it is probably not whole.")


@dataclass(frozen=True, slots=True)
class RowChange:
    """What the file changes of one organisation: by field, what is there and what comes."""

    organisation: Organisation
    before: Mapping[str, str]
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ListComparison:
    """What the file would do. `ended_here` are in the file, and yet ended or merged here."""

    added: Sequence[OfficialRow] = ()
    changed: Sequence[RowChange] = ()
    ended: Sequence[Organisation] = ()
    ended_here: Sequence[Organisation] = ()
    unchanged: int = 0


@dataclass
class _Known:
    """The directory by code, and by kind and official code."""

    by_code: dict[str, Organisation] = field(default_factory=dict)
    by_official: dict[Key, Organisation] = field(default_factory=dict)

    def find(self, row: OfficialRow) -> Organisation | None:
        official = self.by_official.get((row.kind, row.official_code))
        return (official if row.official_code else None) or self.by_code.get(row.code)


def compare_list(rows: Sequence[OfficialRow], *, today: date) -> ListComparison:
    """What taking in the file would do; writes nothing. Raises BrokenFile for an unknown parent."""
    known = _load()
    codes = {row.code for row in rows} | known.by_code.keys()
    for row in rows:
        if row.parent_code and row.parent_code not in codes:
            raise BrokenFile(row.line, f"there is no organisation {row.parent_code} to be part of.")
    pairs = [(row, known.find(row)) for row in rows]
    listed = [(row, organisation) for row, organisation in pairs if organisation is not None]
    current = [(row, organisation) for row, organisation in listed if not organisation.ended(today)]
    changes = [_change_of(organisation, row) for row, organisation in current]
    in_file = {organisation.id for _row, organisation in listed}
    kinds = {row.kind for row in rows if row.official_code}
    return ListComparison(
        added=[row for row, organisation in pairs if organisation is None],
        changed=[change for change in changes if change.values],
        ended=[
            organisation
            for organisation in known.by_code.values()
            if organisation.official_code
            and organisation.kind in kinds
            and organisation.id not in in_file
            if not organisation.ended(today)
        ],
        ended_here=[organisation for _row, organisation in listed if organisation.ended(today)],
        unchanged=sum(not change.values for change in changes),
    )


def update_organisations(
    rows: Sequence[OfficialRow],
    *,
    ends_on: date,
    many_may_end: bool = False,
    actor: str,
    now: datetime,
) -> ListComparison:
    """Take in the file: add, change, and end on that day. Returns what was done. Flushes.

    Raises BrokenFile, and TooManyEnd unless many may end.
    """
    before = compare_list(rows, today=now.date())
    renamed = [change.organisation.id for change in before.changed if "name" in change.values]
    lock_events(coming_event_ids(renamed, now))
    lock_directory()
    comparison = compare_list(rows, today=now.date())  # under the lock
    if not many_may_end:
        _refuse_many(comparison)
    _add(comparison.added, actor=actor, now=now)
    for change in comparison.changed:
        _change(change, actor=actor, now=now)
    for organisation in comparison.ended:
        was = values_of(organisation)
        organisation.ended_on = ends_on
        _finish(organisation, was, actor=actor, now=now)
    record(
        AuditAction.ORGANISATIONS_UPDATED,
        INSTALLATION,
        actor=actor,
        now=now,
        added=len(comparison.added),
        changed=len(comparison.changed),
        ended=len(comparison.ended),
    )
    db.session.flush()
    return comparison


def _load() -> _Known:
    known = _Known()
    for organisation in db.session.scalars(select(Organisation).order_by(Organisation.id)):
        known.by_code[organisation.code] = organisation
        if organisation.official_code:
            key = (organisation.kind, organisation.official_code)
            # Of two with one code, the one that has not ended.
            if key not in known.by_official or organisation.ended_on is None:
                known.by_official[key] = organisation
    return known


def _change_of(organisation: Organisation, row: OfficialRow) -> RowChange:
    wanted = {"official_code": row.official_code, "kind": row.kind.value}
    # Where the file's name is the organisation's other name, somebody here chose between the two.
    if fold(row.name) != fold(organisation.also_known_as):
        wanted["name"] = row.name
    values = {n: v for n, v in wanted.items() if v and getattr(organisation, n) != v}
    if not organisation.also_known_as:
        other = organisation.name if "name" in values else row.also_known_as
        values |= {"also_known_as": other} if other else {}
    return RowChange(organisation, {n: str(getattr(organisation, n)) for n in values}, values)


def _refuse_many(comparison: ListComparison) -> None:
    for kind in {organisation.kind for organisation in comparison.ended}:
        ended = sum(organisation.kind is kind for organisation in comparison.ended)
        whole = db.session.query(Organisation).filter_by(kind=kind, ended_on=None).count()
        if ended > max(ENDED_ALWAYS_ALLOWED, ENDED_SHARE_MAX * whole):
            raise TooManyEnd


def _add(rows: Sequence[OfficialRow], *, actor: str, now: datetime) -> None:
    new = {
        row.code: Organisation(
            code=row.code,
            kind=row.kind,
            name=row.new_name,
            short_name=row.short_name,
            also_known_as=row.also_known_as,
            official_code=row.official_code,
        )
        for row in rows
    }
    db.session.add_all(new.values())
    db.session.flush()
    known = _load().by_code
    for row in rows:
        new[row.code].parent = known.get(row.parent_code)
    db.session.flush()
    for organisation in new.values():
        after = values_of(organisation)
        record_change(
            AuditAction.ORGANISATION_ADDED,
            organisation,
            before={},
            after=after,
            actor=actor,
            now=now,
        )


def _change(change: RowChange, *, actor: str, now: datetime) -> None:
    organisation = change.organisation
    was, former_name = values_of(organisation), organisation.name
    for name, value in change.values.items():
        setattr(organisation, name, OrganisationKind(value) if name == "kind" else value)
    if "name" in change.values:
        rename_people(organisation, former_name, now=now)
        renew_experiences(organisation)
    _finish(organisation, was, actor=actor, now=now)


def _finish(
    organisation: Organisation,
    before: Mapping[str, str | int | None],
    *,
    actor: str,
    now: datetime,
) -> None:
    organisation.version += 1
    record_change(
        AuditAction.ORGANISATION_CHANGED,
        organisation,
        before=before,
        after=values_of(organisation),
        actor=actor,
        now=now,
    )
