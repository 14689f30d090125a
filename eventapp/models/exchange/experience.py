"""Experience: what was tried, how it went, and how well that is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Table,
    Text,
    false,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, CreatedAt, PrimaryKey, Version
from eventapp.models.event.focus_area import FocusArea
from eventapp.models.people.organisation import Organisation

OUTCOME_MAX_LENGTH = 240
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖÉ0-9”\"])")


class ExperienceState(StrEnum):
    """How far an experience has come; who has approved it follows from its approval times."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class EvidenceStage(StrEnum):
    """How well it is tested where it was tried, from an idea to an outsider's evaluation."""

    UNTESTED = "untested"
    TRIED = "tried"
    FOLLOWED_UP = "followed-up"
    COMPARED = "compared"
    EVALUATED = "evaluated"

    @property
    def level(self) -> int:
        """1 to 5."""
        return list(EvidenceStage).index(self) + 1


class Research(StrEnum):
    """The research on such measures; another question than how well this one is tested."""

    STRONG = "strong"
    SOME = "some"
    UNCLEAR = "unclear"
    NO_EFFECT = "no-effect"


class Cost(StrEnum):
    """Classes of cost in kronor."""

    UP_TO_50 = "up-to-50"
    UP_TO_200 = "up-to-200"
    UP_TO_500 = "up-to-500"
    OVER_500 = "over-500"


class ProcessStep(StrEnum):
    """The step of the law on municipalities' crime prevention (2023:196) that it is about."""

    SITUATION = "situation"
    CAUSES = "causes"
    PLAN = "plan"
    AGREEMENT = "agreement"
    IMPLEMENTATION = "implementation"
    FOLLOW_UP = "follow-up"


class Readership(StrEnum):
    """Who may read: everybody, or those who have signed in."""

    ALL = "all"
    NETWORK = "network"


experience_focus_areas = Table(
    "experience_focus_areas",
    Base.metadata,
    Column("experience_id", ForeignKey("experiences.id"), primary_key=True),
    Column("focus_area_id", ForeignKey("focus_areas.id"), primary_key=True, index=True),
)


class Experience(Base):
    """One card: problem, cause, measure, result. The contact is a function, never a person."""

    __tablename__ = "experiences"
    __table_args__ = (Index("experiences_by_state", "state", "published_at", "version"),)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    state: Mapped[ExperienceState] = mapped_column(default=ExperienceState.DRAFT)
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    problem: Mapped[str] = mapped_column(default="")
    cause: Mapped[str] = mapped_column(default="")
    setting: Mapped[str] = mapped_column(default="")
    measure: Mapped[str] = mapped_column(default="")
    result: Mapped[str] = mapped_column(default="")
    lesson: Mapped[str] = mapped_column(default="")
    failed: Mapped[bool] = mapped_column(default=False)
    stage: Mapped[EvidenceStage] = mapped_column(default=EvidenceStage.UNTESTED)
    research: Mapped[Research] = mapped_column(default=Research.UNCLEAR)
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    cost: Mapped[Cost] = mapped_column(default=Cost.UP_TO_50)
    step: Mapped[ProcessStep] = mapped_column(
        default=ProcessStep.IMPLEMENTATION, server_default=ProcessStep.IMPLEMENTATION.value
    )
    hours_per_month: Mapped[int | None]
    target: Mapped[str] = mapped_column(default="")
    needed: Mapped[list[str]] = mapped_column(default=list)
    partners: Mapped[list[str]] = mapped_column(default=list)
    materials: Mapped[list[str]] = mapped_column(default=list)
    references: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    contact_function: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    contact_for: Mapped[Readership] = mapped_column(default=Readership.NETWORK)
    audience: Mapped[Readership] = mapped_column(default=Readership.ALL)
    source_event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), index=True)
    municipality_approved_at: Mapped[datetime | None]
    editor_approved_at: Mapped[datetime | None]
    change_wanted: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="")
    review_on: Mapped[date | None]
    # When its mailbox is asked next whether it still holds; what was published before has none.
    next_ask_on: Mapped[date | None]
    renewed_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]
    version: Mapped[Version]

    organisation: Mapped[Organisation] = relationship()
    focus_areas: Mapped[list[FocusArea]] = relationship(
        secondary=experience_focus_areas, order_by=FocusArea.position
    )

    @property
    def both_approve(self) -> bool:
        """Whether the municipality and an editor have approved this very text."""
        return self.municipality_approved_at is not None and self.editor_approved_at is not None

    @property
    def outcome(self) -> str:
        """What others meet first: the beginning of the result, and of a text without one, in short.

        Whole sentences of its first paragraph, at most OUTCOME_MAX_LENGTH characters, Markdown.
        """
        sentences = _sentences((self.result or self.summary).strip().partition("\n\n")[0])
        beginning = next(sentences, "")
        for sentence in sentences:
            if len(beginning) + len(sentence) >= OUTCOME_MAX_LENGTH:
                break
            beginning = f"{beginning} {sentence}"
        if len(beginning) <= OUTCOME_MAX_LENGTH:
            return beginning
        return beginning[:OUTCOME_MAX_LENGTH].rpartition(" ")[0].rstrip(",;:") + " …"

    @property
    def background(self) -> str:
        """What the summary says beyond problem and result, which are told in full; or nothing."""
        chain = f"{self.problem} {self.result}"
        own = (sentence for sentence in _sentences(self.summary) if sentence not in chain)
        return self.summary if any(own) else ""


def _sentences(text: str) -> Iterator[str]:
    return (sentence for sentence in _SENTENCE_END.split(text.strip()) if sentence)


class ExperienceVersion(Base):
    """A text as it was saved; `text` is what people wrote, by field."""

    __tablename__ = "experience_versions"

    experience_id: Mapped[int] = mapped_column(ForeignKey("experiences.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    saved_at: Mapped[CreatedAt]
    text: Mapped[dict[str, Any]]


class SessionExperience(Base):
    """A published experience that is shown with a session, and the session with it."""

    __tablename__ = "session_experiences"

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    experience_id: Mapped[int] = mapped_column(
        ForeignKey("experiences.id"), primary_key=True, index=True
    )


class ExperienceStems(Base):
    """What the older release finds cards by. Nothing writes it any more; a later one drops it."""

    __tablename__ = "experience_stems"

    experience_id: Mapped[int] = mapped_column(ForeignKey("experiences.id"), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)


class AdaptationKind(StrEnum):
    """What an organisation does with another's experience; having refrained is worth as much."""

    PLANS = "plans"
    ADAPTS = "adapts"
    USES = "uses"
    REFRAINED = "refrained"


class AdaptationState(StrEnum):
    """Submitted by somebody without an account; shown once an editor has read it."""

    TOLD = "told"
    SHOWN = "shown"
    DECLINED = "declined"


class Adaptation(Base):
    """A line beneath a card, from another organisation: we adapted this.

    Either submitted without an account, and read by an editor; or `declared` by a coordinator, one
    row for each organisation and card. Such a row is SHOWN if the organisation may be `named`, and
    DECLINED otherwise, so that the release before names nobody. `before` is what it said until
    `changed_at`, None if it said nothing.
    """

    __tablename__ = "adaptations"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    experience_id: Mapped[int] = mapped_column(ForeignKey("experiences.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    kind: Mapped[AdaptationKind]
    state: Mapped[AdaptationState] = mapped_column(default=AdaptationState.TOLD)
    comment: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    told_on: Mapped[date]
    declared: Mapped[bool] = mapped_column(default=False, server_default=false())
    named: Mapped[bool] = mapped_column(default=True, server_default=true())
    own_experience_id: Mapped[int | None] = mapped_column(ForeignKey("experiences.id"), index=True)
    withdrawn: Mapped[bool] = mapped_column(default=False, server_default=false())
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    changed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    experience: Mapped[Experience] = relationship(foreign_keys=[experience_id])
    own_experience: Mapped[Experience | None] = relationship(foreign_keys=[own_experience_id])
    organisation: Mapped[Organisation] = relationship()


class ExperienceFollowUp(Base):
    """How it went some time later."""

    __tablename__ = "experience_follow_ups"
    __table_args__ = (CheckConstraint("text <> ''", name="says_something"),)

    id: Mapped[PrimaryKey]
    experience_id: Mapped[int] = mapped_column(ForeignKey("experiences.id"), index=True)
    told_on: Mapped[date]
    text: Mapped[str]
