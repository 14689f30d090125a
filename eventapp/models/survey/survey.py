"""Survey: what those who came to an event are asked, from when until when."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, PrimaryKey, Version
from eventapp.models.survey.audience import SurveyAudience

if TYPE_CHECKING:
    from eventapp.models.event.event import Event
    from eventapp.models.schedule.session import Session
    from eventapp.models.survey.question import SurveyQuestion


class SurveyState(StrEnum):
    """How far a survey has come. It never opens twice: the difference would show who came late."""

    DRAFT = "draft"
    READY = "ready"
    OPEN = "open"
    CLOSED = "closed"


class SurveyMode(StrEnum):
    """What binds an answer to a person. Anonymous: nothing at all."""

    ANONYMOUS = "anonymous"


class Survey(Base):
    """One survey. Its counts include only answers that have been mixed."""

    __tablename__ = "surveys"
    __table_args__ = (
        CheckConstraint("closes_at >= opens_at", name="closes_not_before_opening"),
        CheckConstraint("min_group >= 5", name="min_group_is_five_or_more"),
        Index("surveys_by_state", "state"),
        Index("surveys_by_session", "session_id", unique=True),
    )

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    # The session that it is about; None where it is about the event.
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id"))
    title: Mapped[str]
    intro: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="sv")
    state: Mapped[SurveyState] = mapped_column(default=SurveyState.DRAFT)
    mode: Mapped[SurveyMode] = mapped_column(default=SurveyMode.ANONYMOUS)
    min_group: Mapped[int] = mapped_column(default=5)
    # The code of the one question by whose choices results are broken down; none when empty.
    breakdown: Mapped[str] = mapped_column(default="")
    # The class of each group, by its code, as the agency set them before opening; none when empty.
    class_by_group: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    # Who reads the results beside organizers and coordinators: domain/survey/results/sharing.py.
    shown_to_participants: Mapped[bool] = mapped_column(default=False, server_default=false())
    links_shared: Mapped[bool] = mapped_column(default=False, server_default=false())
    link_revision: Mapped[int] = mapped_column(default=0, server_default="0")
    audience: Mapped[SurveyAudience] = mapped_column(
        default=SurveyAudience.CAME, server_default=SurveyAudience.CAME.value
    )
    # The code of the session whose people are asked; none when empty.
    session_code: Mapped[str] = mapped_column(default="", server_default="")
    # The code of the survey that this one follows up; none when empty.
    follows: Mapped[str] = mapped_column(default="", server_default="")
    # When the first letters go, if an organizer opened it: until then opening can be undone.
    letters_at: Mapped[datetime | None]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    reminds_at: Mapped[datetime | None]
    reminded: Mapped[bool] = mapped_column(default=False)

    asked: Mapped[int] = mapped_column(default=0)
    # How many of those asked are one-time codes on paper, which an organizer can use as well.
    slips: Mapped[int] = mapped_column(default=0, server_default="0")
    asked_by_group: Mapped[dict[str, Any]] = mapped_column(default=dict)
    answered: Mapped[int] = mapped_column(default=0)
    incomplete: Mapped[int] = mapped_column(default=0)
    mixed_at: Mapped[datetime | None]
    complete: Mapped[bool] = mapped_column(default=False)
    version: Mapped[Version]

    event: Mapped[Event] = relationship()
    session: Mapped[Session | None] = relationship()
    questions: Mapped[list[SurveyQuestion]] = relationship(
        order_by="SurveyQuestion.position, SurveyQuestion.id", cascade="all, delete-orphan"
    )

    def takes_answers(self, now: datetime) -> bool:
        """Whether it is open: from opening up to, not at, closing."""
        return self.state is SurveyState.OPEN and now < self.closes_at

    @property
    def has_results(self) -> bool:
        """Whether it is closed and every answer has been mixed."""
        return self.state is SurveyState.CLOSED and self.complete
