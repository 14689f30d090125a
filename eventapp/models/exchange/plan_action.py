"""Plan: what an organisation means to do, by which function and until when."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, CreatedAt, PrimaryKey, Version
from eventapp.models.exchange.experience import Experience
from eventapp.models.people.organisation import Organisation


class PlanActionState(StrEnum):
    """How far it has come."""

    NOT_BEGUN = "not-begun"
    UNDER_WAY = "under-way"
    DONE = "done"


class PlanAction(Base):
    """One thing that is planned; who does it is a function, never a person."""

    __tablename__ = "plan_actions"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    experience_id: Mapped[int | None] = mapped_column(ForeignKey("experiences.id"), index=True)
    title: Mapped[str]
    function: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    state: Mapped[PlanActionState] = mapped_column(default=PlanActionState.NOT_BEGUN)
    created_at: Mapped[CreatedAt]
    removed_at: Mapped[datetime | None]
    version: Mapped[Version]

    organisation: Mapped[Organisation] = relationship()
    experience: Mapped[Experience | None] = relationship()
