"""Undoing from the log: what was done a moment ago, where its own page could undo it."""

from collections.abc import Callable
from datetime import datetime

from flask import url_for

from eventapp.domain.desk import bulk_act, bulk_act_undo, cancellation, double_merge, import_list
from eventapp.domain.desk import registration_import as imports
from eventapp.domain.organisation import merge, merge_undo
from eventapp.domain.permission import Action
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, Event

Undoing = Callable[[AuditEntry, datetime], str]


def undo_url(entry: AuditEntry, may: Callable[[Action, int | None], bool], *, now: datetime) -> str:
    """The address that undoes the act, or nothing: too late, undone, or not the reader's to do."""
    action, undoing = UNDOINGS.get(entry.action, (None, None))
    if action is None or undoing is None or entry.at <= now - UNDO_PERIOD:
        return ""
    return undoing(entry, now) if may(action, entry.event_id) else ""


def _of_organisations(entry: AuditEntry, now: datetime) -> str:
    """Said once, at the organisation that was kept."""
    merged = merge.find_merge(_detail(entry, "merge"))
    if merged is None or not merge_undo.may_undo(merged, now=now):
        return ""
    is_of_target = entry.subject_code == merged.target.code
    return url_for("organizer.organisation_merge.destroy", code=merged.code) if is_of_target else ""


def _of_doubles(entry: AuditEntry, now: datetime) -> str:
    """Said once, at the registration that stays."""
    event = _event(entry)
    merged = double_merge.find_merge(event, _detail(entry, "merge"))
    if merged is None or not double_merge.may_undo(merged, now=now):
        return ""
    if entry.subject_code != merged.target.code:
        return ""
    return url_for("organizer.double.destroy", slug=event.slug, code=merged.code)


def _of_cancellation(entry: AuditEntry, now: datetime) -> str:
    event = _event(entry)
    undoable = cancellation.find_cancellation(event, _detail(entry, "cancellation"))
    if undoable is None or not cancellation.may_undo(undoable, now=now):
        return ""
    return url_for("organizer.cancellation.destroy", slug=event.slug, code=undoable.code)


def _of_bulk_act(entry: AuditEntry, now: datetime) -> str:
    event = _event(entry)
    act = bulk_act.find_act(event, _detail(entry, "bulk_act"))
    if act is None or not bulk_act_undo.may_undo(act, now=now):
        return ""
    return url_for("organizer.bulk_act.destroy", slug=event.slug, code=act.code)


def _of_import(entry: AuditEntry, now: datetime) -> str:
    event = _event(entry)
    plan = import_list.find_import(event, _detail(entry, "plan"))
    if plan is None or not imports.may_undo(plan, now=now) or plan.started_at != entry.at:
        return ""
    return url_for("organizer.registration_import.undo", slug=event.slug, code=plan.code)


def _detail(entry: AuditEntry, name: str) -> str:
    return str(entry.details.get(name, ""))


def _event(entry: AuditEntry) -> Event:
    return db.session.get_one(Event, entry.event_id)


UNDOINGS: dict[str, tuple[Action, Undoing]] = {
    AuditAction.ORGANISATIONS_MERGED: (Action.MANAGE_ORGANISATIONS, _of_organisations),
    AuditAction.DOUBLES_MERGED: (Action.FORCE_PLACE, _of_doubles),
    AuditAction.CANCELLED: (Action.FORCE_PLACE, _of_cancellation),
    AuditAction.REGISTRATION_DECLINED: (Action.FORCE_PLACE, _of_cancellation),
    AuditAction.BULK_ACT_STARTED: (Action.FORCE_PLACE, _of_bulk_act),
    AuditAction.LIST_IMPORTED: (Action.IMPORT_REGISTRATIONS, _of_import),
}
