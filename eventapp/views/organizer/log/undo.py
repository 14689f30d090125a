"""Undoing from the log: what was done a moment ago, where its own page could undo it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from eventapp.domain.desk.undoable import UndoableAct, UndoableKind, find_undoable
from eventapp.domain.permission import Action
from eventapp.models import AuditAction, AuditEntry

MayDo = Callable[[Action, int | None], bool]


@dataclass(frozen=True, slots=True)
class Undoing:
    """Who may undo acts of a kind, where, and in which detail of the log the act's code stands."""

    kind: UndoableKind
    action: Action
    endpoint: str
    detail: str


CANCELLING = Undoing(
    UndoableKind.CANCELLATION,
    Action.FORCE_PLACE,
    "organizer.cancellation.destroy",
    "cancellation",
)
UNDOINGS = {
    AuditAction.CANCELLED.value: CANCELLING,
    AuditAction.REGISTRATION_DECLINED.value: CANCELLING,
    AuditAction.DOUBLES_MERGED.value: Undoing(
        UndoableKind.DOUBLES, Action.FORCE_PLACE, "organizer.double.destroy", "merge"
    ),
    AuditAction.ORGANISATIONS_MERGED.value: Undoing(
        UndoableKind.ORGANISATIONS,
        Action.MANAGE_ORGANISATIONS,
        "organizer.organisation_merge.destroy",
        "merge",
    ),
    AuditAction.BULK_ACT_STARTED.value: Undoing(
        UndoableKind.BULK_ACT, Action.FORCE_PLACE, "organizer.bulk_act.destroy", "bulk_act"
    ),
    AuditAction.LIST_IMPORTED.value: Undoing(
        UndoableKind.IMPORT,
        Action.IMPORT_REGISTRATIONS,
        "organizer.registration_import.undo",
        "plan",
    ),
    AuditAction.SCHEDULE_IMPORTED.value: Undoing(
        UndoableKind.SCHEDULE, Action.EDIT_EVENT, "organizer.schedule_import.undo", "plan"
    ),
    AuditAction.MATERIAL_WITHDRAWN.value: Undoing(
        UndoableKind.MATERIAL, Action.EDIT_EVENT, "organizer.material.restore", "material"
    ),
    AuditAction.VENUE_PICTURE_WITHDRAWN.value: Undoing(
        UndoableKind.VENUE_PICTURE, Action.EDIT_EVENT, "organizer.venue_picture.restore", "event"
    ),
}


def undo_urls(entries: Sequence[AuditEntry], may: MayDo, *, now: datetime) -> dict[int, str]:
    """The addresses that undo these acts, by the entries' ids, where the reader may; one query.

    Of a merge it is said once, at what stays; of an import at its latest run.
    """
    codes: dict[UndoableKind, list[str]] = defaultdict(list)
    sought = [(entry, UNDOINGS[entry.action]) for entry in entries if entry.action in UNDOINGS]
    for entry, undoing in sought:
        codes[undoing.kind].append(str(entry.details.get(undoing.detail, "")))
    acts, urls, said = find_undoable(codes, now=now), dict[int, str](), set[UndoableAct]()
    for entry, undoing in sought:
        act = acts.get((undoing.kind, str(entry.details.get(undoing.detail, ""))))
        if act is None or act in said or act.stays not in {"", entry.subject_code}:
            continue
        said.add(act)
        if may(undoing.action, entry.event_id):
            values: dict[str, Any] = {"slug": act.slug} if act.slug else {}
            urls[entry.id] = url_for(undoing.endpoint, code=act.code, **values)
    return urls
