"""Session question: what somebody with a place asks the lecturer, and what is answered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, CreatedAt, PrimaryKey, Version
from eventapp.models.registration.registration import Registration
from eventapp.models.schedule.session import Session


class SessionQuestionState(StrEnum):
    """How far a question has come. The strings are stored, and stand in addresses."""

    WAITING = "waiting"
    PUBLISHED = "published"
    DECLINED = "declined"


class SessionQuestion(Base):
    """One question to those who speak in a session.

    `text` is as it was asked: whoever asked and the organizers see it. `shown_text` is what others
    may see, once it is published. `registration_id` is empty when who asked has been erased.
    `wants_letter`: the asker gets a letter when an answer is published. `answer` is public with the
    question; `proposed_answer` is a speaker's, until an organizer lets it through. `answered_by`
    and `proposed_by` are codes of speakers; empty for the organizers.
    """

    __tablename__ = "session_questions"
    __table_args__ = (Index("session_questions_by_state", "event_id", "state"),)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"), index=True)
    text: Mapped[str]
    shown_text: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="sv")
    names_asker: Mapped[bool] = mapped_column(default=False)
    wants_letter: Mapped[bool] = mapped_column(default=False)
    state: Mapped[SessionQuestionState] = mapped_column(default=SessionQuestionState.WAITING)
    decline_reason: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[str] = mapped_column(default="")
    proposed_answer: Mapped[str] = mapped_column(default="")
    proposed_by: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[CreatedAt]
    decided_at: Mapped[datetime | None]
    version: Mapped[Version]

    session: Mapped[Session] = relationship()
    registration: Mapped[Registration | None] = relationship()
