"""Lead: what may become an experience."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, PrimaryKey
from eventapp.models.event.event import Event
from eventapp.models.exchange.experience import Experience
from eventapp.models.people.organisation import Organisation


class LeadState(StrEnum):
    """What became of it."""

    NEW = "new"
    TAKEN_UP = "taken-up"
    SET_ASIDE = "set-aside"


class Lead(Base):
    """A few lines from somewhere. It knows a day, no hour, and nothing of any survey."""

    __tablename__ = "leads"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    title: Mapped[str]
    story: Mapped[str]
    failed: Mapped[bool] = mapped_column(default=False)
    contact_function: Mapped[str]
    contact_email: Mapped[str]
    told_on: Mapped[date]
    state: Mapped[LeadState] = mapped_column(default=LeadState.NEW, index=True)
    experience_id: Mapped[int | None] = mapped_column(ForeignKey("experiences.id"), index=True)

    event: Mapped[Event | None] = relationship()
    organisation: Mapped[Organisation] = relationship()
    experience: Mapped[Experience | None] = relationship()
