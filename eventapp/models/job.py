"""Job: work promised in the same transaction as its cause, done later by the worker."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base, CreatedAt, PrimaryKey


class JobKind(StrEnum):
    """What is promised; each kind has one handler in the worker."""

    REGISTRATION_MAIL = "registration-mail"
    PERSONAL_LINK_MAIL = "personal-link-mail"
    LOST_LINK_MAIL = "lost-link-mail"
    PROMOTION_MAIL = "promotion-mail"
    OFFER_MAIL = "offer-mail"
    CANCELLATION_MAIL = "cancellation-mail"
    SESSION_PLACE_MAIL = "session-place-mail"
    SIGN_IN_MAIL = "sign-in-mail"
    EVENT_NEWS_MAIL = "event-news-mail"
    SESSION_NEWS_MAIL = "session-news-mail"
    SURVEY_MAIL = "survey-mail"
    SURVEY_REMINDER_MAIL = "survey-reminder-mail"
    CONTACT_MAIL = "contact-mail"
    CONTACT_ANSWER_MAIL = "contact-answer-mail"
    CARD_NOTICE_MAIL = "card-notice-mail"
    LEAD_NOTICE_MAIL = "lead-notice-mail"
    ERASURE_MAIL = "erasure-mail"
    ACCOUNT_INVITATION_MAIL = "account-invitation-mail"
    ADDRESS_CHANGE_MAIL = "address-change-mail"
    ADDRESS_NOTICE_MAIL = "address-notice-mail"
    PERSON_REACHED_MAIL = "person-reached-mail"
    MAIL_TRIAL = "mail-trial"
    DELEGATION_INVITATION_MAIL = "delegation-invitation-mail"
    DELEGATION_REMINDER_MAIL = "delegation-reminder-mail"
    UNUSED_ACCOUNT_MAIL = "unused-account-mail"
    DELEGATION_SEATS_MAIL = "delegation-seats-mail"
    REGISTRATION_IMPORT = "registration-import"
    QUARANTINE_MAIL = "quarantine-mail"
    EVENT_LETTER_MAIL = "event-letter-mail"
    EVENT_LETTER_TRIAL = "event-letter-trial"
    INVITEE_MAIL = "invitee-mail"
    INVITEE_REMINDER_MAIL = "invitee-reminder-mail"
    LISTED_ERASURE = "listed-erasure"
    DECISION_MAIL = "decision-mail"
    FILE_REMOVAL = "file-removal"
    MATERIAL_TEXT = "material-text"
    FORMAT_REQUEST_MAIL = "format-request-mail"
    BULK_ACT = "bulk-act"
    SPEAKER_MAIL = "speaker-mail"
    SPEAKER_REMINDER_MAIL = "speaker-reminder-mail"
    SPEAKER_NEWS_MAIL = "speaker-news-mail"
    MAILBOX_CONTACT_MAIL = "mailbox-contact-mail"
    MAILBOX_REVIEW_MAIL = "mailbox-review-mail"
    EXPERIENCE_REMINDER_MAIL = "experience-reminder-mail"
    SPEAKER_QUESTIONS_MAIL = "speaker-questions-mail"
    SPEAKER_FEEDBACK_MAIL = "speaker-feedback-mail"
    DOOR_LIST_MAIL = "door-list-mail"
    SESSION_ANSWER_MAIL = "session-answer-mail"
    REPORT_FIGURES = "report-figures"
    REPORT_FILE = "report-file"
    EVENT_BUNDLE = "event-bundle"


class JobState(StrEnum):
    """How far a job has come. A leased job whose lease has run out is waiting again.

    A restore holds what waited, until somebody releases or discards it.
    """

    WAITING = "waiting"
    LEASED = "leased"
    DONE = "done"
    FAILED = "failed"
    HELD = "held"
    DISCARDED = "discarded"


ABOUT_NOBODY = 0  # no registration has this id


def _registration_of(context: Any) -> int:
    """What a new row's payload says."""
    return int(context.get_current_parameters()["payload"].get("registration_id", ABOUT_NOBODY))


class Job(Base):
    """One promise. `attempts` is also the fencing token of the lease.

    `registration_id` is that of the payload, to find jobs by, or ABOUT_NOBODY; it is empty in rows
    that the release before has written.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        Index("jobs_due", "state", "due_at"),
        Index("jobs_by_registration", "registration_id"),
    )

    id: Mapped[PrimaryKey]
    kind: Mapped[JobKind]
    payload: Mapped[dict[str, Any]]
    registration_id: Mapped[int | None] = mapped_column(default=_registration_of)
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[JobState] = mapped_column(default=JobState.WAITING)
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[CreatedAt]
    done_at: Mapped[datetime | None]
