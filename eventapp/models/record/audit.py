"""Audit: what was done, by which kind of actor, to what, and why. Only ever appended to."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base, PrimaryKey


class AuditAction(StrEnum):
    """What was done. The strings are stored: they never change."""

    PUBLISHED = "published"
    QUESTIONS_CHANGED = "questions changed"
    CREATED = "created"
    EDITED = "edited"
    MOVED = "moved"
    COPIED = "copied"
    POSTPONED = "postponed"
    CALLED_OFF = "called off"
    RESUMED = "resumed"
    SCHEDULE_RELEASED = "schedule released"
    SESSION_EDITED = "session edited"
    CONFLICT_OVERRIDDEN = "conflict overridden"
    SEATS_FORCED = "seats forced"
    RESERVE_FORCED = "reserve forced"
    SEATS_RESERVED = "seats reserved"
    REGISTERED = "registered"
    REGISTRATION_FORCED = "registration forced"
    REGISTERED_UNDER_ALIAS = "registered under alias"
    REGISTERED_BY_THE_COORDINATOR = "registered by the coordinator"
    REGISTERED_INSTEAD = "registered instead"
    PLACE_FORCED = "place forced"
    CANCELLED = "cancelled"
    CHANGED = "changed"
    OFFER_ACCEPTED = "offer accepted"
    LINK_SENT_AGAIN = "link sent again"
    ATTENDANCE_MARKED = "attendance marked"
    PHONE_INVITED = "phone invited"
    PHONE_PAIRED = "phone paired"
    PHONE_REVOKED = "phone revoked"
    QUARANTINE_LIFTED = "quarantine lifted"
    SCAN_KEPT_ASIDE = "scan kept aside"
    DOOR_SEARCH = "door search"
    KITCHEN_LIST_READ = "kitchen list read"
    MATERIAL_ADDED = "material added"
    MATERIAL_WITHDRAWN = "material withdrawn"
    SURVEY_MADE_READY = "survey made ready"
    SURVEY_DRAFT_DELETED = "survey draft deleted"
    SURVEY_OPENED = "survey opened"
    SURVEY_CLOSED = "survey closed"
    EXPERIENCE_DRAFTED = "experience drafted"
    EXPERIENCE_EDITED = "experience edited"
    EXPERIENCE_SENT_FOR_REVIEW = "experience sent for review"
    EXPERIENCE_APPROVED_BY_THE_ORGANISATION = "experience approved by the organisation"
    EXPERIENCE_CHANGE_WANTED = "experience change wanted"
    EXPERIENCE_APPROVED_BY_AN_EDITOR = "experience approved by an editor"
    EXPERIENCE_PUBLISHED = "experience published"
    EXPERIENCE_WITHDRAWN = "experience withdrawn"
    OFFER_WRITTEN = "offer written"
    OFFER_WITHDRAWN = "offer withdrawn"
    NEED_WRITTEN = "need written"
    NEED_WITHDRAWN = "need withdrawn"
    SESSION_SEATS_CUT = "session seats cut"
    SEATS_CUT = "seats cut"
    REGISTERED_AGAIN = "registered again"
    REGISTRATION_ADMITTED = "registration admitted"
    ATTENDANCE_UNMARKED = "attendance unmarked"


class AuditEntry(Base):
    """One act: codes, never names or addresses."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("audit_by_subject", "subject_kind", "subject_code"),)

    id: Mapped[PrimaryKey]
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_code: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
