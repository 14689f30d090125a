"""Audit: what was done, by which kind of actor, to what, and why. Only ever appended to."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
    CALENDARS_SENT = "calendars sent"
    MEETING_NOTES_SAVED = "meeting notes saved"
    SESSION_EDITED = "session edited"
    SESSION_DELETED = "session deleted"
    CONFLICT_OVERRIDDEN = "conflict overridden"
    SEATS_FORCED = "seats forced"
    RESERVE_FORCED = "reserve forced"
    SEATS_RESERVED = "seats reserved"
    REGISTERED = "registered"
    REGISTRATION_FORCED = "registration forced"
    REGISTERED_UNDER_ALIAS = "registered under alias"  # of old entries; none is written now
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
    CHECKED_IN_AT_DESK = "checked in at desk"
    CHECK_IN_UNDONE = "check in undone"
    CHECK_IN_MOVED = "check in moved"
    QUARANTINE_LIFTED = "quarantine lifted"
    SCAN_KEPT_ASIDE = "scan kept aside"
    DOOR_SEARCH = "door search"
    CHECK_IN_LIST_CREATED = "check in list created"
    CHECK_IN_LIST_CHANGED = "check in list changed"
    CHECK_IN_LIST_CLOSED = "check in list closed"
    CHECK_IN_LIST_REOPENED = "check in list reopened"
    CHECK_IN_LIST_DELETED = "check in list deleted"
    INSIDE_READ = "inside read"
    DOORS_TOLD = "doors told"
    DOORS_UNTOLD = "doors untold"
    DOOR_PAUSED = "door paused"
    DOOR_OPENED = "door opened"
    REGISTERED_AT_THE_DOOR = "registered at the door"
    WALK_IN_NOTED = "walk in noted"
    WALK_IN_MATCHED = "walk in matched"
    WALK_IN_REFUSED = "walk in refused"
    WALK_IN_TAKEN_BACK = "walk in taken back"
    WALK_IN_REOPENED = "walk in reopened"
    KITCHEN_LIST_READ = "kitchen list read"
    MATERIAL_ADDED = "material added"
    MATERIAL_WITHDRAWN = "material withdrawn"
    MATERIAL_RESTORED = "material restored"
    VENUE_PICTURE_SAVED = "venue picture saved"
    VENUE_PICTURE_WITHDRAWN = "venue picture withdrawn"
    VENUE_PICTURE_RESTORED = "venue picture restored"
    MATERIAL_CHANGED = "material changed"
    MATERIAL_REPLACED = "material replaced"
    MATERIAL_OPENED = "material opened"
    FORMAT_REQUEST_ANSWERED = "format request answered"
    SURVEY_MADE_READY = "survey made ready"
    SURVEY_DRAFT_DELETED = "survey draft deleted"
    SURVEY_OPENED = "survey opened"
    SURVEY_CLOSED = "survey closed"
    SURVEY_OPENING_UNDONE = "survey opening undone"
    SURVEY_TIMES_CHANGED = "survey times changed"
    SURVEY_SLIPS_ISSUED = "survey slips issued"
    SURVEY_RESULTS_SHARED = "survey results shared"
    EXPERIENCE_DRAFTED = "experience drafted"
    EXPERIENCE_EDITED = "experience edited"
    EXPERIENCE_SENT_FOR_REVIEW = "experience sent for review"
    EXPERIENCE_APPROVED_BY_THE_ORGANISATION = "experience approved by the organisation"
    EXPERIENCE_CHANGE_WANTED = "experience change wanted"
    EXPERIENCE_APPROVED_BY_AN_EDITOR = "experience approved by an editor"
    EXPERIENCE_PUBLISHED = "experience published"
    EXPERIENCE_WITHDRAWN = "experience withdrawn"
    EXPERIENCE_FILE_ADDED = "experience file added"
    EXPERIENCE_FILE_REMOVED = "experience file removed"
    EXPERIENCE_FILE_RESTORED = "experience file restored"
    ADAPTATION_DECLARED = "adaptation declared"
    ADAPTATION_WITHDRAWN = "adaptation withdrawn"
    ADAPTATION_UNDONE = "adaptation undone"
    EXPERIENCE_RENEWED = "experience renewed"
    EXPERIENCE_RETIRED = "experience retired"
    EXPERIENCE_RETIREMENT_UNDONE = "experience retirement undone"
    PLAN_CHANGED = "plan changed"
    OFFER_WRITTEN = "offer written"
    OFFER_WITHDRAWN = "offer withdrawn"
    NEED_WRITTEN = "need written"
    NEED_WITHDRAWN = "need withdrawn"
    SESSION_SEATS_CUT = "session seats cut"
    SEATS_CUT = "seats cut"
    REGISTERED_AGAIN = "registered again"
    REGISTRATION_ADMITTED = "registration admitted"
    ORGANISATION_VOUCHED = "organisation vouched"
    ATTENDANCE_UNMARKED = "attendance unmarked"
    ACCOUNT_CREATED = "account created"
    ACCOUNT_CHANGED = "account changed"
    ACCOUNT_ENDED = "account ended"
    ACCOUNT_INVITED = "account invited"
    INVITATION_SENT_AGAIN = "invitation sent again"
    INVITATION_WITHDRAWN = "invitation withdrawn"
    INVITATION_ACCEPTED = "invitation accepted"
    ROLE_GIVEN = "role given"
    ROLE_ENDED = "role ended"
    ORGANISATION_ADDED = "organisation added"
    ORGANISATION_CHANGED = "organisation changed"
    ORGANISATION_DELETED = "organisation deleted"
    ORGANISATIONS_MERGED = "organisations merged"
    ORGANISATIONS_SEPARATED = "organisations separated"
    ORGANISATIONS_UPDATED = "organisations updated"
    DELEGATION_INVITED = "delegation invited"
    DELEGATION_REMINDED = "delegation reminded"
    DELEGATION_ANSWERED = "delegation answered"
    SYNONYMS_ADDED = "synonyms added"
    SYNONYMS_CHANGED = "synonyms changed"
    SYNONYMS_WITHDRAWN = "synonyms withdrawn"
    SYNONYMS_RESTORED = "synonyms restored"
    FOCUS_AREA_ADDED = "focus area added"
    FOCUS_AREA_CHANGED = "focus area changed"
    FOCUS_AREA_ENDED = "focus area ended"
    FOCUS_AREA_REOPENED = "focus area reopened"
    FOCUS_AREA_DELETED = "focus area deleted"
    SETTINGS_CHANGED = "settings changed"
    SETTINGS_RESTORED = "settings restored"
    REGISTERED_BY_AN_ORGANIZER = "registered by an organizer"
    PERSON_REACHED = "person reached"
    LOG_READ = "log read"
    LIST_READ = "list read"
    PERSON_READ = "person read"
    FILE_EXPORTED = "file exported"
    REPORT_CREATED = "report created"
    REPORT_REFRESHED = "report refreshed"
    REPORT_TEXT_CHANGED = "report text changed"
    REPORT_DELETED = "report deleted"
    PRINTED = "printed"
    PERSON_CORRECTED = "person corrected"
    ADDRESS_CORRECTED = "address corrected"
    PERSON_ERASED = "person erased"
    RETENTION_DECIDED = "retention decided"
    RETENTION_RUN = "retention run"
    PEOPLE_DELETED = "event closed"  # the word of a release when that was what closing meant
    EVENT_CONCLUDED = "event concluded"
    EVENT_REOPENED = "event reopened"
    BUNDLE_MADE_ANEW = "bundle made anew"
    SERIES_CREATED = "series created"
    SERIES_EDITED = "series edited"
    SERIES_DELETED = "series deleted"
    SERIES_CLOSED = "series closed"
    SERIES_REOPENED = "series reopened"
    RETENTION_PAUSED = "retention paused"
    RETENTION_RESUMED = "retention resumed"
    DRAFT_DELETED = "draft deleted"
    BACKED_UP = "backed up"
    RESTORED = "restored"
    LETTERS_RELEASED = "letters released"
    LETTERS_DISCARDED = "letters discarded"
    BULK_ACT_STARTED = "bulk act started"
    LIST_IMPORTED = "list imported"
    IMPORT_UNDONE = "import undone"
    REGISTERED_BY_IMPORT = "registered by import"
    SCHEDULE_IMPORTED = "schedule imported"
    SCHEDULE_IMPORT_UNDONE = "schedule import undone"
    ROWS_QUARANTINED = "rows quarantined"
    QUARANTINE_READ = "quarantine read"
    QUARANTINED_ROW_SETTLED = "quarantined row settled"
    LETTER_SCHEDULED = "letter scheduled"
    LETTER_UNDONE = "letter undone"
    LETTER_STOPPED = "letter stopped"
    LETTER_STARTED = "letter started"
    LETTER_SENT_AGAIN = "letter sent again"
    AUTOMATIC_LETTER_CHANGED = "automatic letter changed"
    BUILT_IN_LETTER_CHANGED = "built in letter changed"
    DOUBLES_MERGED = "doubles merged"
    DOUBLES_SEPARATED = "doubles separated"
    CANCELLATION_UNDONE = "cancellation undone"
    BULK_ACT_STOPPED = "bulk act stopped"
    BULK_ACT_UNDONE = "bulk act undone"
    REGISTRATION_DECLINED = "registration declined"
    DECLINE_UNDONE = "decline undone"
    INVITEES_ADDED = "invitees added"
    INVITEES_WRITTEN_TO = "invitees written to"
    INVITEES_REMINDED = "invitees reminded"
    INVITEE_LETTERS_UNDONE = "invitee letters undone"
    INVITEE_REMOVED = "invitee removed"
    INVITEE_ANSWERED = "invitee answered"
    SPEAKER_EDITED = "speaker edited"
    SPEAKER_REMOVED = "speaker removed"
    SPEAKERS_WRITTEN_TO = "speakers written to"
    SPEAKER_LETTERS_UNDONE = "speaker letters undone"
    SPEAKER_LINK_RENEWED = "speaker link renewed"
    SPEAKER_CONFIRMED = "speaker confirmed"
    SPEAKER_REPORTED = "speaker reported"
    SPEAKER_CONSENTED = "speaker consented"
    SPEAKER_PROPOSED = "speaker proposed"
    SPEAKER_PROPOSAL_ACCEPTED = "speaker proposal accepted"
    SPEAKER_PROPOSAL_DECLINED = "speaker proposal declined"
    SPEAKER_PROBLEM_SETTLED = "speaker problem settled"
    DOUBLES_TOLD_APART = "doubles told apart"
    DOUBLES_PROBABLE_AGAIN = "doubles probable again"
    SESSION_QUESTIONS_TURNED_ON = "session questions turned on"
    SESSION_QUESTIONS_TURNED_OFF = "session questions turned off"
    SESSION_QUESTION_PUBLISHED = "session question published"
    SESSION_QUESTION_DECLINED = "session question declined"
    SESSION_QUESTION_UNDONE = "session question undone"
    SESSION_ANSWER_PROPOSED = "session answer proposed"
    SESSION_ANSWER_PUBLISHED = "session answer published"
    SESSION_ANSWER_WITHDRAWN = "session answer withdrawn"
    SESSION_QUESTION_TAKEN_BACK = "session question taken back"
    SESSION_QUESTION_UNNAMED = "session question unnamed"
    SESSION_FEEDBACK_TURNED_ON = "session feedback turned on"
    SESSION_FEEDBACK_TURNED_OFF = "session feedback turned off"
    EXPERIENCE_LINKED = "experience linked"
    EXPERIENCE_UNLINKED = "experience unlinked"
    SLIDES_DUE_SET = "slides due set"


class NamedOrganisation(ColumnElement[str]):
    """The code of the organisation that an entry's details name; written as its index has it."""

    inherit_cache = True
    type = String()


@compiles(NamedOrganisation, "sqlite")
def _of_sqlite(_element: NamedOrganisation, _compiler: Any, **_options: Any) -> str:
    return "json_extract(details, '$.organisation')"


@compiles(NamedOrganisation, "postgresql")
def _of_postgresql(_element: NamedOrganisation, _compiler: Any, **_options: Any) -> str:
    return "(details ->> 'organisation')"


class AuditEntry(Base):
    """One act: codes, never names or addresses. What it changed, and why, is an AuditChange.

    Triggers refuse to change, replace or delete an entry. `event_id` is the event that it belongs
    to, `change_digest` a salted digest of its AuditChange: that may be deleted, the entry never.
    """

    __tablename__ = "audit_entries"
    # Newest first within each of what the log is filtered by.
    __table_args__ = (
        Index("audit_by_subject", "subject_kind", "subject_code"),
        Index("audit_by_time", "at", "id"),
        Index("audit_by_actor", "actor", "at", "id"),
        Index("audit_by_action", "action", "at", "id"),
        Index("audit_by_event", "event_id", "at", "id"),
        Index("audit_by_kind", "subject_kind", "at", "id"),
        Index("audit_by_code", "subject_code", "at", "id"),
        Index(
            "audit_by_organisation",
            NamedOrganisation(),
            "at",
            "id",
            sqlite_where=NamedOrganisation().is_not(None),
            postgresql_where=NamedOrganisation().is_not(None),
        ),
    )

    id: Mapped[PrimaryKey]
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_code: Mapped[str]
    # The reasons of earlier releases; today's stand beside what was changed.
    reason_before: Mapped[str] = mapped_column("reason", default="")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    event_id: Mapped[int | None]
    change_digest: Mapped[str] = mapped_column(default="", server_default="")
    change: Mapped["AuditChange | None"] = relationship(viewonly=True, uselist=False)

    @property
    def reason(self) -> str:
        """Why it was done, as it was typed; empty where retention has deleted it."""
        return self.change.reason if self.change else self.reason_before


class AuditChange(Base):
    """What an act changed, from what to what, and why. It may hold names: retention deletes it."""

    __tablename__ = "audit_changes"

    entry_id: Mapped[int] = mapped_column(
        ForeignKey("audit_entries.id"), primary_key=True, autoincrement=False
    )
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(default="", server_default="")
    salt: Mapped[str] = mapped_column(default="", server_default="")


class AuditWord(Base):
    """A folded word of a reason, so that reasons can be searched. It goes with its change."""

    __tablename__ = "audit_words"

    word: Mapped[str] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(
        ForeignKey("audit_changes.entry_id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )


class AuditSeal(Base):
    """The seal of one entry: an HMAC over the seal before it and the entry.

    Positions count from 1 without a gap, in the order of the entries' ids. No foreign key: a seal
    outlives an entry that somebody has removed, and so tells of it.
    """

    __tablename__ = "audit_seals"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(unique=True)
    key_print: Mapped[str]  # which key it was made with
    mac: Mapped[bytes]
