"""The audit log in words, and sessions by day."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import Blueprint

from eventapp.i18n import _l
from eventapp.models import AuditAction, Session

ACTION_LABELS = {
    AuditAction.PUBLISHED: _l("Published"),
    AuditAction.QUESTIONS_CHANGED: _l("The registration questions were changed"),
    AuditAction.CREATED: _l("Created"),
    AuditAction.EDITED: _l("Edited"),
    AuditAction.MOVED: _l("Moved"),
    AuditAction.COPIED: _l("Created as a copy"),
    AuditAction.POSTPONED: _l("Postponed"),
    AuditAction.CALLED_OFF: _l("Called off"),
    AuditAction.MEETING_NOTES_SAVED: _l("Meeting notes saved"),
    AuditAction.CALENDARS_SENT: _l("Newest calendar entries sent"),
    AuditAction.RESUMED: _l("Given a new time"),
    AuditAction.SCHEDULE_RELEASED: _l("Schedule published"),
    AuditAction.SESSION_EDITED: _l("Session edited"),
    AuditAction.SESSION_DELETED: _l("Session deleted"),
    AuditAction.CONFLICT_OVERRIDDEN: _l("A conflict in the schedule was accepted"),
    AuditAction.SEATS_FORCED: _l("Number of places changed against the rules"),
    AuditAction.RESERVE_FORCED: _l("More places reserved than there are"),
    AuditAction.SEATS_RESERVED: _l("Places reserved"),
    AuditAction.REGISTERED: _l("Registered"),
    AuditAction.REGISTRATION_FORCED: _l("Registered outside the registration period"),
    # Nothing but the security contact's own page tells an alias from anybody else.
    AuditAction.REGISTERED_UNDER_ALIAS: _l("Registered by an organiser"),
    AuditAction.REGISTERED_BY_THE_COORDINATOR: _l("Registered by the coordinator"),
    AuditAction.REGISTERED_INSTEAD: _l("Registered in place of a colleague"),
    AuditAction.PLACE_FORCED: _l("Given a place ahead of the waiting list"),
    AuditAction.CANCELLED: _l("Cancelled"),
    AuditAction.CHANGED: _l("Registration changed"),
    AuditAction.OFFER_ACCEPTED: _l("The offered place was accepted"),
    AuditAction.LINK_SENT_AGAIN: _l("The personal link was sent again"),
    AuditAction.ATTENDANCE_MARKED: _l("Attendance marked"),
    AuditAction.PHONE_INVITED: _l("A phone was invited"),
    AuditAction.PHONE_PAIRED: _l("A phone was paired"),
    AuditAction.PHONE_REVOKED: _l("A phone was blocked"),
    AuditAction.CHECK_IN_LIST_CREATED: _l("A check-in list was created"),
    AuditAction.CHECK_IN_LIST_CHANGED: _l("A check-in list was changed"),
    AuditAction.CHECK_IN_LIST_CLOSED: _l("A check-in list was closed"),
    AuditAction.CHECK_IN_LIST_REOPENED: _l("A check-in list was opened again"),
    AuditAction.CHECK_IN_LIST_DELETED: _l("A check-in list was deleted"),
    AuditAction.INSIDE_READ: _l("The names of those inside were read"),
    AuditAction.CHECKED_IN_AT_DESK: _l("Checked in by an organiser"),
    AuditAction.CHECK_IN_UNDONE: _l("Check-in undone"),
    AuditAction.QUARANTINE_LIFTED: _l("A phone’s late scans were accepted"),
    AuditAction.SCAN_KEPT_ASIDE: _l("A scan was saved separately"),
    AuditAction.DOOR_SEARCH: _l("Someone was looked up at the door"),
    AuditAction.KITCHEN_LIST_READ: _l("The kitchen list was read"),
    AuditAction.MATERIAL_ADDED: _l("Material added"),
    AuditAction.MATERIAL_WITHDRAWN: _l("Material withdrawn"),
    AuditAction.MATERIAL_RESTORED: _l("Material given back"),
    AuditAction.MATERIAL_CHANGED: _l("Material changed"),
    AuditAction.MATERIAL_REPLACED: _l("New version of a material"),
    AuditAction.MATERIAL_OPENED: _l("Material opened"),
    AuditAction.FORMAT_REQUEST_ANSWERED: _l("Request for another format answered"),
    AuditAction.SURVEY_MADE_READY: _l("Survey set to open automatically"),
    AuditAction.SURVEY_DRAFT_DELETED: _l("Draft of a survey deleted"),
    AuditAction.SURVEY_OPENED: _l("Survey opened"),
    AuditAction.SURVEY_CLOSED: _l("Survey closed"),
    AuditAction.SURVEY_OPENING_UNDONE: _l("Opening of a survey undone"),
    AuditAction.SURVEY_TIMES_CHANGED: _l("Times of an open survey changed"),
    AuditAction.SURVEY_SLIPS_ISSUED: _l("One-time codes of a survey printed"),
    AuditAction.SURVEY_RESULTS_SHARED: _l("Who may read a survey’s results changed"),
    AuditAction.EXPERIENCE_DRAFTED: _l("Draft of an experience created"),
    AuditAction.EXPERIENCE_EDITED: _l("Text changed; both approvals are needed again"),
    AuditAction.EXPERIENCE_SENT_FOR_REVIEW: _l("Sent for review"),
    AuditAction.EXPERIENCE_APPROVED_BY_THE_ORGANISATION: _l("Approved by the organisation"),
    AuditAction.EXPERIENCE_CHANGE_WANTED: _l("The organisation wants a change"),
    AuditAction.EXPERIENCE_APPROVED_BY_AN_EDITOR: _l("Approved by an editor"),
    AuditAction.EXPERIENCE_PUBLISHED: _l("Published"),
    AuditAction.EXPERIENCE_WITHDRAWN: _l("Withdrawn"),
    AuditAction.ADAPTATION_DECLARED: _l("An organisation said what it does with the experience"),
    AuditAction.ADAPTATION_WITHDRAWN: _l("An organisation took back what it does with it"),
    AuditAction.ADAPTATION_UNDONE: _l("An organisation undid what it had just said of it"),
    AuditAction.EXPERIENCE_RENEWED: _l("Still holds, says its mailbox"),
    AuditAction.EXPERIENCE_RETIRED: _l("Retired by its mailbox"),
    AuditAction.EXPERIENCE_RETIREMENT_UNDONE: _l("Retiring it was undone"),
    AuditAction.PLAN_CHANGED: _l("The organisation’s plan was changed"),
    AuditAction.EXPERIENCE_FILE_ADDED: _l("File added; both approvals are needed again"),
    AuditAction.EXPERIENCE_FILE_REMOVED: _l("File removed"),
    AuditAction.EXPERIENCE_FILE_RESTORED: _l("Removed file restored"),
    AuditAction.OFFER_WRITTEN: _l("Offer written"),
    AuditAction.OFFER_WITHDRAWN: _l("Offer withdrawn"),
    AuditAction.NEED_WRITTEN: _l("Need written"),
    AuditAction.NEED_WITHDRAWN: _l("Need withdrawn"),
    AuditAction.SESSION_SEATS_CUT: _l("A session got fewer places than are taken"),
    AuditAction.SEATS_CUT: _l("Fewer places than are taken"),
    AuditAction.REGISTERED_AGAIN: _l("Registered again; the link was sent again"),
    AuditAction.REGISTRATION_ADMITTED: _l("Approved by an organiser"),
    AuditAction.ORGANISATION_VOUCHED: _l("Confirmed to come from the organisation"),
    AuditAction.ATTENDANCE_UNMARKED: _l("Attendance mark removed"),
    AuditAction.ACCOUNT_CREATED: _l("Account created"),
    AuditAction.ACCOUNT_CHANGED: _l("Account changed"),
    AuditAction.ACCOUNT_ENDED: _l("Account ended"),
    AuditAction.ACCOUNT_INVITED: _l("Invited"),
    AuditAction.INVITATION_SENT_AGAIN: _l("Invitation sent again"),
    AuditAction.INVITATION_WITHDRAWN: _l("Invitation withdrawn"),
    AuditAction.INVITATION_ACCEPTED: _l("Invitation accepted"),
    AuditAction.ROLE_GIVEN: _l("Role given"),
    AuditAction.ROLE_ENDED: _l("Role ended"),
    AuditAction.ORGANISATION_ADDED: _l("Organisation added"),
    AuditAction.ORGANISATION_CHANGED: _l("Organisation changed"),
    AuditAction.ORGANISATION_DELETED: _l("Organisation deleted"),
    AuditAction.ORGANISATIONS_MERGED: _l("Organisations merged"),
    AuditAction.ORGANISATIONS_SEPARATED: _l("Merging of organisations undone"),
    AuditAction.ORGANISATIONS_UPDATED: _l("List of organisations updated"),
    AuditAction.DELEGATION_INVITED: _l("Organisation invited to the event"),
    AuditAction.DELEGATION_REMINDED: _l("Organisation reminded"),
    AuditAction.DELEGATION_ANSWERED: _l("Organisation answered the invitation"),
    AuditAction.SYNONYMS_ADDED: _l("Words of the same meaning added"),
    AuditAction.SYNONYMS_CHANGED: _l("Words of the same meaning changed"),
    AuditAction.SYNONYMS_WITHDRAWN: _l("Words of the same meaning withdrawn"),
    AuditAction.SYNONYMS_RESTORED: _l("Words of the same meaning as they were before"),
    AuditAction.FOCUS_AREA_ADDED: _l("Focus area added"),
    AuditAction.FOCUS_AREA_CHANGED: _l("Focus area changed"),
    AuditAction.FOCUS_AREA_ENDED: _l("Focus area ended"),
    AuditAction.FOCUS_AREA_REOPENED: _l("Focus area taken into use again"),
    AuditAction.FOCUS_AREA_DELETED: _l("Focus area deleted"),
    AuditAction.SETTINGS_CHANGED: _l("Settings changed"),
    AuditAction.SETTINGS_RESTORED: _l("Earlier settings restored"),
    AuditAction.REGISTERED_BY_AN_ORGANIZER: _l("Registered by an organiser"),
    AuditAction.PERSON_REACHED: _l("The way to reach a protected person was opened"),
    AuditAction.LOG_READ: _l("The log was read"),
    AuditAction.LIST_READ: _l("A list of people was read"),
    AuditAction.PERSON_READ: _l("Details about a person were read"),
    AuditAction.FILE_EXPORTED: _l("Downloaded as a file"),
    AuditAction.REPORT_CREATED: _l("Report made"),
    AuditAction.REPORT_REFRESHED: _l("Figures of a report gathered anew"),
    AuditAction.REPORT_TEXT_CHANGED: _l("Text of a report changed"),
    AuditAction.REPORT_DELETED: _l("Report deleted"),
    AuditAction.PRINTED: _l("Printed"),
    AuditAction.PERSON_CORRECTED: _l("Details about a person corrected"),
    AuditAction.ADDRESS_CORRECTED: _l("The participant changed the email address"),
    AuditAction.PERSON_ERASED: _l("A person was erased"),
    AuditAction.RETENTION_DECIDED: _l("Retention decided"),
    AuditAction.RETENTION_RUN: _l("Data deleted by rule"),
    AuditAction.SERIES_CREATED: _l("Series created"),
    AuditAction.SERIES_EDITED: _l("Series changed"),
    AuditAction.SERIES_DELETED: _l("Series deleted"),
    AuditAction.EVENT_CONCLUDED: _l("The event was closed"),
    AuditAction.EVENT_REOPENED: _l("The event was opened again"),
    AuditAction.BUNDLE_MADE_ANEW: _l("The bundle of the event was asked for anew"),
    AuditAction.PEOPLE_DELETED: _l("The people of the event were deleted ahead of the rules"),
    AuditAction.RETENTION_PAUSED: _l("Deletion paused"),
    AuditAction.RETENTION_RESUMED: _l("Deletion resumed"),
    AuditAction.DRAFT_DELETED: _l("Draft deleted"),
    AuditAction.BACKED_UP: _l("Backed up"),
    AuditAction.RESTORED: _l("Restored from a backup"),
    AuditAction.LETTERS_RELEASED: _l("Held emails released"),
    AuditAction.LETTERS_DISCARDED: _l("Held emails discarded"),
    AuditAction.DOUBLES_MERGED: _l("Double registrations merged"),
    AuditAction.DOUBLES_SEPARATED: _l("Merging of double registrations undone"),
    AuditAction.CANCELLATION_UNDONE: _l("Cancelling undone"),
    AuditAction.REGISTRATION_DECLINED: _l("Declined by an organiser"),
    AuditAction.DECLINE_UNDONE: _l("Declining undone"),
    AuditAction.DOUBLES_TOLD_APART: _l("Marked as not the same person as somebody alike"),
    AuditAction.DOUBLES_PROBABLE_AGAIN: _l("No longer marked as not the same person"),
    AuditAction.BULK_ACT_STARTED: _l("Something done for many people"),
    AuditAction.BULK_ACT_STOPPED: _l("What was being done for many people was stopped"),
    AuditAction.BULK_ACT_UNDONE: _l("What was done for many people was undone"),
    AuditAction.LIST_IMPORTED: _l("A list was taken in"),
    AuditAction.IMPORT_UNDONE: _l("The taking in of a list was undone"),
    AuditAction.SCHEDULE_IMPORTED: _l("A schedule was taken in from a file"),
    AuditAction.SCHEDULE_IMPORT_UNDONE: _l("The taking in of a schedule was undone"),
    AuditAction.REGISTERED_BY_IMPORT: _l("Registered by a list that was taken in"),
    AuditAction.ROWS_QUARANTINED: _l("Rows of a list are held for the security contact"),
    AuditAction.QUARANTINE_READ: _l("Held rows of lists were read"),
    AuditAction.QUARANTINED_ROW_SETTLED: _l("A held row of a list was settled"),
    AuditAction.LETTER_SCHEDULED: _l("Letter set to be sent"),
    AuditAction.LETTER_UNDONE: _l("Letter taken back before it was sent"),
    AuditAction.LETTER_STOPPED: _l("Letter stopped on its way"),
    AuditAction.LETTER_STARTED: _l("Letter began to be sent"),
    AuditAction.LETTER_SENT_AGAIN: _l("Letter sent again to one person"),
    AuditAction.AUTOMATIC_LETTER_CHANGED: _l("Automatic letter changed"),
    AuditAction.BUILT_IN_LETTER_CHANGED: _l("Words of a built-in letter changed"),
    AuditAction.INVITEES_ADDED: _l("People put on the list of those invited"),
    AuditAction.INVITEES_WRITTEN_TO: _l("Invitations sent"),
    AuditAction.INVITEES_REMINDED: _l("Invited people reminded"),
    AuditAction.INVITEE_LETTERS_UNDONE: _l("Letters to invited people taken back"),
    AuditAction.INVITEE_REMOVED: _l("Invited person taken off the list"),
    AuditAction.INVITEE_ANSWERED: _l("Invitation answered"),
    AuditAction.SPEAKER_EDITED: _l("Speaker edited"),
    AuditAction.SPEAKER_REMOVED: _l("Speaker deleted"),
    AuditAction.SPEAKERS_WRITTEN_TO: _l("Speakers written to"),
    AuditAction.SPEAKER_LETTERS_UNDONE: _l("Letters to speakers taken back"),
    AuditAction.SPEAKER_LINK_RENEWED: _l("Speaker’s link replaced"),
    AuditAction.SPEAKER_CONFIRMED: _l("Speaker confirmed time and room"),
    AuditAction.SPEAKER_REPORTED: _l("Speaker said that something is wrong"),
    AuditAction.SPEAKER_CONSENTED: _l("Speaker answered what may be shown"),
    AuditAction.SPEAKER_PROPOSED: _l("Speaker sent text or photo"),
    AuditAction.SPEAKER_PROPOSAL_ACCEPTED: _l("Speaker’s text and photo accepted"),
    AuditAction.SPEAKER_PROPOSAL_DECLINED: _l("Speaker’s text and photo not used"),
    AuditAction.SPEAKER_PROBLEM_SETTLED: _l("What a speaker reported was dealt with"),
    AuditAction.SESSION_QUESTIONS_TURNED_ON: _l("Questions to lecturers turned on"),
    AuditAction.SESSION_QUESTIONS_TURNED_OFF: _l("Questions to lecturers turned off"),
    AuditAction.SESSION_QUESTION_PUBLISHED: _l("Question to a lecturer published"),
    AuditAction.SESSION_QUESTION_DECLINED: _l("Question to a lecturer not published"),
    AuditAction.SESSION_QUESTION_UNDONE: _l("Decision about a question to a lecturer undone"),
    AuditAction.SESSION_ANSWER_PROPOSED: _l("Lecturer answered a question"),
    AuditAction.SESSION_ANSWER_PUBLISHED: _l("Answer of a lecturer published"),
    AuditAction.SESSION_ANSWER_WITHDRAWN: _l("Answer of a lecturer taken off the page"),
    AuditAction.SESSION_QUESTION_TAKEN_BACK: _l("Question to a lecturer taken back by its asker"),
    AuditAction.SESSION_QUESTION_UNNAMED: _l("Name taken off a question to a lecturer"),
    AuditAction.SESSION_FEEDBACK_TURNED_ON: _l("Feedback about sessions turned on"),
    AuditAction.SESSION_FEEDBACK_TURNED_OFF: _l("Feedback about sessions turned off"),
    AuditAction.EXPERIENCE_LINKED: _l("Experience shown with a session"),
    AuditAction.EXPERIENCE_UNLINKED: _l("Experience no longer shown with a session"),
    AuditAction.SLIDES_DUE_SET: _l("Last day for slides changed"),
}
ACTOR_LABELS = {
    "participant": _l("The participant"),
    "organizer": _l("The organiser"),
    "coordinator": _l("The coordinator"),
    "editor": _l("The editor"),
    "security-contact": _l("The organiser"),  # of old entries; new ones look like everybody's
    "system": _l("Automatically"),
    "operator": _l("Whoever runs the server"),
    "device": _l("A phone at the door"),
}

# Reasons that the product gives by itself, as they are stored; people's own are their own words.
REASON_LABELS = {
    "offer lapsed": _l("the offer was not answered in time"),
    "not decided in time": _l("nobody decided in time"),
    "took over a colleague's place": _l("took over a colleague’s place"),
}


def init_app(bp: Blueprint) -> None:
    """Provide templates with filters for the audit log and sessions."""
    bp.add_app_template_filter(action_label, "action_label")
    bp.add_app_template_filter(actor_label, "actor_label")
    bp.add_app_template_filter(reason_label, "reason_label")
    bp.add_app_template_filter(sessions_by_day, "groupby_day")
    bp.add_app_template_filter(iso_day, "iso_day")


def action_label(action: str) -> str:
    """The words for an action; an unknown action is returned as it is."""
    known = action in set(AuditAction)
    return str(ACTION_LABELS[AuditAction(action)]) if known else action


def actor_label(actor: str) -> str:
    """The actor: an account's name, or the words for a kind of actor."""
    return str(ACTOR_LABELS.get(actor.partition(":")[0], actor))


def reason_label(reason: str) -> str:
    """The reason for an act: somebody's own words, or those for one of the product's."""
    return str(REASON_LABELS.get(reason, reason))


def iso_day(moment: datetime, zone: str) -> str:
    """The day of a moment in that zone, as addresses have it."""
    return moment.astimezone(ZoneInfo(zone)).date().isoformat()


def sessions_by_day(sessions: Iterable[Session], zone: str) -> list[tuple[date, list[Session]]]:
    """Sessions, which are in order, by their day in that zone."""
    days = groupby(
        sessions, key=lambda session: session.starts_at.astimezone(ZoneInfo(zone)).date()
    )
    return [(day, list(on_day)) for day, on_day in days]
