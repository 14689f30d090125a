"""The audit log in words, and sessions by day."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import Blueprint

from eventapp.i18n import _l
from eventapp.models import AuditAction, Session

ACTION_LABELS = {
    AuditAction.PUBLISHED: _l("Published"),
    AuditAction.QUESTIONS_CHANGED: _l("The questions when registering were changed"),
    AuditAction.CREATED: _l("Created"),
    AuditAction.EDITED: _l("Edited"),
    AuditAction.MOVED: _l("Moved"),
    AuditAction.COPIED: _l("Made as a copy"),
    AuditAction.POSTPONED: _l("Postponed"),
    AuditAction.CALLED_OFF: _l("Called off"),
    AuditAction.RESUMED: _l("Given a new time"),
    AuditAction.SCHEDULE_RELEASED: _l("Schedule released"),
    AuditAction.SESSION_EDITED: _l("Session edited"),
    AuditAction.CONFLICT_OVERRIDDEN: _l("A conflict in the schedule was kept"),
    AuditAction.SEATS_FORCED: _l("Seats changed against the rules"),
    AuditAction.RESERVE_FORCED: _l("Seats reserved beyond those there are"),
    AuditAction.SEATS_RESERVED: _l("Seats reserved"),
    AuditAction.REGISTERED: _l("Registered"),
    AuditAction.REGISTRATION_FORCED: _l("Registered outside the time for it"),
    AuditAction.REGISTERED_UNDER_ALIAS: _l("Registered under an alias"),
    AuditAction.REGISTERED_BY_THE_COORDINATOR: _l("Registered by the coordinator"),
    AuditAction.REGISTERED_INSTEAD: _l("Registered in a colleague's place"),
    AuditAction.PLACE_FORCED: _l("Given a place past the queue"),
    AuditAction.CANCELLED: _l("Cancelled"),
    AuditAction.CHANGED: _l("Changed by the participant"),
    AuditAction.OFFER_ACCEPTED: _l("The offered place was taken"),
    AuditAction.LINK_SENT_AGAIN: _l("The personal link was sent again"),
    AuditAction.ATTENDANCE_MARKED: _l("Attendance marked"),
    AuditAction.PHONE_INVITED: _l("A phone was invited"),
    AuditAction.PHONE_PAIRED: _l("A phone was paired"),
    AuditAction.PHONE_REVOKED: _l("A phone was shut out"),
    AuditAction.QUARANTINE_LIFTED: _l("A phone's late scans were let count"),
    AuditAction.SCAN_KEPT_ASIDE: _l("A scan was kept aside"),
    AuditAction.DOOR_SEARCH: _l("Somebody was searched for at the door"),
    AuditAction.KITCHEN_LIST_READ: _l("The kitchen list was read"),
    AuditAction.MATERIAL_ADDED: _l("Material added"),
    AuditAction.MATERIAL_WITHDRAWN: _l("Material withdrawn"),
    AuditAction.SURVEY_MADE_READY: _l("Survey made ready"),
    AuditAction.SURVEY_DRAFT_DELETED: _l("Draft of a survey deleted"),
    AuditAction.SURVEY_OPENED: _l("Survey opened"),
    AuditAction.SURVEY_CLOSED: _l("Survey closed"),
    AuditAction.EXPERIENCE_DRAFTED: _l("Draft of an experience made"),
    AuditAction.EXPERIENCE_EDITED: _l("Text changed; both approvals are needed anew"),
    AuditAction.EXPERIENCE_SENT_FOR_REVIEW: _l("Sent to be read"),
    AuditAction.EXPERIENCE_APPROVED_BY_THE_ORGANISATION: _l("Approved by the organisation"),
    AuditAction.EXPERIENCE_CHANGE_WANTED: _l("The organisation wants a change"),
    AuditAction.EXPERIENCE_APPROVED_BY_AN_EDITOR: _l("Approved by an editor"),
    AuditAction.EXPERIENCE_PUBLISHED: _l("Published"),
    AuditAction.EXPERIENCE_WITHDRAWN: _l("Withdrawn"),
    AuditAction.OFFER_WRITTEN: _l("Offer written"),
    AuditAction.OFFER_WITHDRAWN: _l("Offer withdrawn"),
    AuditAction.NEED_WRITTEN: _l("Need written"),
    AuditAction.NEED_WITHDRAWN: _l("Need withdrawn"),
    AuditAction.SESSION_SEATS_CUT: _l("A session got fewer seats than are taken"),
    AuditAction.SEATS_CUT: _l("Fewer seats than are taken"),
    AuditAction.REGISTERED_AGAIN: _l("Registered once more; got the link again"),
    AuditAction.REGISTRATION_ADMITTED: _l("Accepted by an organizer"),
    AuditAction.ATTENDANCE_UNMARKED: _l("Attendance mark removed"),
}
ACTOR_LABELS = {
    "participant": _l("The participant"),
    "organizer": _l("The organizer"),
    "coordinator": _l("The coordinator"),
    "editor": _l("The editor"),
    "security-contact": _l("The security contact"),
    "system": _l("By itself"),
    "device": _l("A phone at the door"),
}


def init_app(bp: Blueprint) -> None:
    """Provide templates with filters for the audit log and sessions."""
    bp.add_app_template_filter(action_label, "action_label")
    bp.add_app_template_filter(actor_label, "actor_label")
    bp.add_app_template_filter(sessions_by_day, "groupby_day")


def action_label(action: str) -> str:
    """The words for an action; an unknown action is returned as it is."""
    known = action in set(AuditAction)
    return str(ACTION_LABELS[AuditAction(action)]) if known else action


def actor_label(actor: str) -> str:
    """The actor: an account's name, or the words for a kind of actor."""
    return str(ACTOR_LABELS.get(actor.partition(":")[0], actor))


def sessions_by_day(sessions: Iterable[Session], zone: str) -> list[tuple[date, list[Session]]]:
    """Sessions, which are in order, by their day in that zone."""
    days = groupby(
        sessions, key=lambda session: session.starts_at.astimezone(ZoneInfo(zone)).date()
    )
    return [(day, list(on_day)) for day, on_day in days]
