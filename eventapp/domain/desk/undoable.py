"""What was done a moment ago and can still be undone, for many acts of the log in one query."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import literal, or_, select, union_all

from eventapp.domain.desk.bulk_act_undo import UNDOABLE
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.extensions import db
from eventapp.models import (
    BulkAct,
    Cancellation,
    DoubleMerge,
    Event,
    ImportState,
    Material,
    Organisation,
    OrganisationMerge,
    Registration,
    RegistrationImport,
    ScheduleImport,
    VenuePicture,
)


class UndoableKind(StrEnum):
    """What can be undone from the log."""

    CANCELLATION = "cancellation"
    DOUBLES = "doubles"
    ORGANISATIONS = "organisations"
    BULK_ACT = "bulk-act"
    IMPORT = "import"
    SCHEDULE = "schedule"
    MATERIAL = "material"
    VENUE_PICTURE = "venue-picture"


@dataclass(frozen=True, slots=True)
class UndoableAct:
    """One act: its code, its event's slug, and of a merge the code of what stays."""

    kind: UndoableKind
    code: str
    slug: str
    stays: str


def find_undoable(
    codes: Mapping[UndoableKind, Sequence[str]], *, now: datetime
) -> dict[tuple[UndoableKind, str], UndoableAct]:
    """Those among the acts of these codes that can be undone now."""
    queries = [
        query.add_columns(literal(kind.value)).where(column.in_(codes[kind]))
        for kind, (query, column) in _queries(now).items()
        if codes.get(kind)
    ]
    if not queries:
        return {}
    acts = [
        UndoableAct(UndoableKind(kind), code, slug, stays)
        for code, slug, stays, kind in db.session.execute(union_all(*queries))
    ]
    return {(act.kind, act.code): act for act in acts}


@dataclass(frozen=True, slots=True)
class RecentAct:
    """Somebody cancelled a moment ago, by name; or something done to many, or under way.

    `kind` is CANCELLATION, or a bulk act's own. `until` is when undoing a cancellation ends, or
    when an act was finished.
    """

    kind: str
    code: str
    person: str
    person_code: str
    until: datetime | None


def list_recent(event: Event, *, now: datetime) -> list[RecentAct]:
    """What the event's list shows as just done, the latest first; one query."""
    cancelled = (
        select(
            literal(UndoableKind.CANCELLATION.value),
            Cancellation.code,
            Registration.name,
            Registration.code,
            Cancellation.undo_until,
            Cancellation.cancelled_at.label("at"),
        )
        .join(Registration, Registration.id == Cancellation.registration_id)
        .where(
            Cancellation.event_id == event.id,
            Cancellation.act_id.is_(None),
            Cancellation.closed_at.is_(None),
            Cancellation.undo_until > now,
        )
    )
    finished = BulkAct.finished_at
    acts = select(
        BulkAct.kind, BulkAct.code, literal(""), literal(""), finished, BulkAct.started_at
    ).where(
        BulkAct.event_id == event.id,
        or_(finished.is_(None), finished > now - UNDO_PERIOD),
    )
    rows: Iterable[Any] = db.session.execute(union_all(cancelled, acts))
    return [
        RecentAct(str(row[0]), *row[1:5])
        for row in sorted(rows, key=lambda row: row[5], reverse=True)
    ]


def _queries(now: datetime) -> dict[UndoableKind, tuple[Any, Any]]:
    """For each kind, a query for code, slug and what stays, and the column of the code."""
    since = now - UNDO_PERIOD
    return _until(now) | _since(since) | _of_schedule_since(since)


def _until(now: datetime) -> dict[UndoableKind, tuple[Any, Any]]:
    return {
        UndoableKind.CANCELLATION: (
            select(Cancellation.code, Event.slug, literal(""))
            .join(Event, Event.id == Cancellation.event_id)
            .where(Cancellation.closed_at.is_(None), Cancellation.undo_until > now),
            Cancellation.code,
        ),
        UndoableKind.DOUBLES: (
            select(DoubleMerge.code, Event.slug, Registration.code)
            .join(Event, Event.id == DoubleMerge.event_id)
            .join(Registration, Registration.id == DoubleMerge.target_id)
            .where(DoubleMerge.closed_at.is_(None), DoubleMerge.undo_until > now),
            DoubleMerge.code,
        ),
    }


def _since(since: datetime) -> dict[UndoableKind, tuple[Any, Any]]:
    return {
        UndoableKind.ORGANISATIONS: (
            select(OrganisationMerge.code, literal(""), Organisation.code)
            .join(Organisation, Organisation.id == OrganisationMerge.target_id)
            .where(OrganisationMerge.undone_at.is_(None), OrganisationMerge.merged_at > since),
            OrganisationMerge.code,
        ),
        UndoableKind.BULK_ACT: (
            select(BulkAct.code, Event.slug, literal(""))
            .join(Event, Event.id == BulkAct.event_id)
            .where(
                BulkAct.kind.in_(UNDOABLE),
                BulkAct.undo_started_at.is_(None),
                BulkAct.finished_at > since,
            ),
            BulkAct.code,
        ),
        UndoableKind.IMPORT: (
            select(RegistrationImport.code, Event.slug, literal(""))
            .join(Event, Event.id == RegistrationImport.event_id)
            .where(
                RegistrationImport.state.in_((ImportState.RUNNING, ImportState.DONE)),
                RegistrationImport.started_at > since,
            ),
            RegistrationImport.code,
        ),
    }


def _of_schedule_since(since: datetime) -> dict[UndoableKind, tuple[Any, Any]]:
    return {
        UndoableKind.SCHEDULE: (
            select(ScheduleImport.code, Event.slug, literal(""))
            .join(Event, Event.id == ScheduleImport.event_id)
            .where(
                ScheduleImport.state.in_((ImportState.RUNNING, ImportState.DONE)),
                ScheduleImport.started_at > since,
            ),
            ScheduleImport.code,
        ),
        UndoableKind.MATERIAL: (
            select(Material.code, Event.slug, literal(""))
            .join(Event, Event.id == Material.event_id)
            .where(Material.withdrawn_at > since),
            Material.code,
        ),
        UndoableKind.VENUE_PICTURE: (  # an event has one
            select(Event.public_id, Event.slug, literal(""))
            .join(VenuePicture, VenuePicture.event_id == Event.id)
            .where(VenuePicture.withdrawn_at > since),
            Event.public_id,
        ),
    }
