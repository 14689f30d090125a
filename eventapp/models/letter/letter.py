"""EventLetter: what an organizer writes to people of an event; to whom it goes, and how far."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, CreatedAt, PrimaryKey, Version
from eventapp.models.event.event import Event
from eventapp.models.people.account import Account
from eventapp.models.registration.invitee import Invitee
from eventapp.models.registration.registration import Registration
from eventapp.models.schedule.speaker import SpeakerAddress


class LetterState(StrEnum):
    """How far a letter has come. What is sent has been promised to everybody it goes to."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    SENT = "sent"
    STOPPED = "stopped"


class LetterKind(StrEnum):
    """Who decides when it goes: an organizer, or the event's timetable. The strings are stored."""

    WRITTEN = "written"
    INVITATION_REMINDER = "invitation-reminder"
    CHOOSE_SESSIONS = "choose-sessions"
    PRACTICAL = "practical"
    REMINDER = "reminder"
    MATERIALS = "materials"
    THANKS = "thanks"


class LetterTrouble(StrEnum):
    """Why somebody on the list was not sent the letter after all."""

    NONE = ""
    LEFT = "left"  # cancelled, erased or taken off the list meanwhile
    UNSUBSCRIBED = "unsubscribed"
    NO_ADDRESS = "no-address"
    STOPPED = "stopped"


WHERE_AUTOMATIC = text("kind <> 'written'")


class EventLetter(Base):
    """One letter. `audience` says to whom, `last_id` how far the worker has come with promising it.

    Nothing leaves before `sends_at`. `version` rises each time the draft is saved.
    """

    __tablename__ = "event_letters"
    __table_args__ = (
        # The clock sends each automatic letter once.
        Index(
            "one_automatic_letter_of_a_kind",
            "event_id",
            "kind",
            unique=True,
            sqlite_where=WHERE_AUTOMATIC,
            postgresql_where=WHERE_AUTOMATIC,
        ),
        Index("letters_by_state", "state", "sends_at"),
    )

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    kind: Mapped[LetterKind] = mapped_column(default=LetterKind.WRITTEN)
    audience: Mapped[dict[str, Any]] = mapped_column(default=dict)
    subject: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    subject_en: Mapped[str] = mapped_column(default="")
    body_en: Mapped[str] = mapped_column(default="")
    about_place: Mapped[bool] = mapped_column(default=True)
    state: Mapped[LetterState] = mapped_column(default=LetterState.DRAFT)
    sends_at: Mapped[datetime | None]
    last_id: Mapped[int] = mapped_column(default=0)
    actor: Mapped[str]
    created_at: Mapped[CreatedAt]
    saved_at: Mapped[datetime]
    version: Mapped[Version]

    event: Mapped[Event] = relationship()


class LetterRecipient(Base):
    """One person on a letter's list; `job_key` is the outbox's, where the result is.

    All references are empty for somebody who was erased: the figures stay right.
    """

    __tablename__ = "letter_recipients"
    __table_args__ = (
        UniqueConstraint("letter_id", "registration_id"),
        UniqueConstraint("letter_id", "account_id"),
        UniqueConstraint("letter_id", "invitee_id"),
        CheckConstraint("registration_id IS NULL OR account_id IS NULL", name="one_person"),
        Index("one_letter_a_speaker", "letter_id", "speaker_address_id", unique=True),
    )

    id: Mapped[PrimaryKey]
    letter_id: Mapped[int] = mapped_column(ForeignKey("event_letters.id"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    speaker_address_id: Mapped[int | None] = mapped_column(
        ForeignKey("speaker_addresses.id"), index=True
    )
    invitee_id: Mapped[int | None] = mapped_column(ForeignKey("invitees.id"), index=True)
    job_key: Mapped[str] = mapped_column(unique=True)
    trouble: Mapped[LetterTrouble] = mapped_column(default=LetterTrouble.NONE)

    letter: Mapped[EventLetter] = relationship()
    registration: Mapped[Registration | None] = relationship()
    account: Mapped[Account | None] = relationship()
    speaker: Mapped[SpeakerAddress | None] = relationship()
    invitee: Mapped[Invitee | None] = relationship()


class AutomaticLetter(Base):
    """What an event's timetable says of one kind of letter, where it differs from the rule.

    `days` are counted from the event's first day, or its last, as the kind has it; `minute` is
    of the day, as clocks at the event show it. Empty texts mean the built-in ones. `organisations`
    are the names of those whose people get it; none means all.
    """

    __tablename__ = "automatic_letters"
    __table_args__ = (UniqueConstraint("event_id", "kind"),)

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    kind: Mapped[LetterKind]
    active: Mapped[bool]
    days: Mapped[int]
    minute: Mapped[int]
    organisations: Mapped[list[str]] = mapped_column(JSON, default=list)
    subject: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    subject_en: Mapped[str] = mapped_column(default="")
    body_en: Mapped[str] = mapped_column(default="")
    version: Mapped[Version]


class BuiltInLetter(StrEnum):
    """What happens to a person that a letter says by itself. The strings are stored."""

    CONFIRMATION = "confirmation"
    WAITING = "waiting"
    PLACE_GIVEN = "place-given"
    OFFER = "offer"
    SESSION_PLACE = "session-place"
    CANCELLED = "cancelled"
    CANCELLED_BY_ORGANIZER = "cancelled-by-organizer"
    EVENT_MOVED = "event-moved"
    EVENT_POSTPONED = "event-postponed"
    EVENT_CANCELLED = "event-cancelled"
    SURVEY = "survey"
    SURVEY_REMINDER = "survey-reminder"
    QUESTION_ANSWERED = "question-answered"
    SPEAKER_QUESTIONS = "speaker-questions"
    SPEAKER_FEEDBACK = "speaker-feedback"
    DOOR_LIST = "door-list"


class LetterWording(Base):
    """An event's own words at the beginning of a built-in letter; empty ones mean the built-in.

    What the letter is for stands below them whatever they say: time, place, ticket, links.
    """

    __tablename__ = "letter_wordings"
    __table_args__ = (UniqueConstraint("event_id", "kind"),)

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    kind: Mapped[BuiltInLetter]
    subject: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    subject_en: Mapped[str] = mapped_column(default="")
    body_en: Mapped[str] = mapped_column(default="")
    version: Mapped[Version]


class Unsubscription(Base):
    """An address that wants no letters but those about its own places; stored as a digest alone."""

    __tablename__ = "unsubscriptions"

    digest: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[CreatedAt]


class Bounce(Base):
    """What came back from a person's mail server. It counts while the address is the same."""

    __tablename__ = "bounces"

    id: Mapped[PrimaryKey]
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), unique=True)
    job_key: Mapped[str] = mapped_column(default="", index=True)
    email: Mapped[str]
    status: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
