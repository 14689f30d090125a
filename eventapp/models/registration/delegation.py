"""Delegation: an organisation's people and reserved seats at one event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, PrimaryKey, Version
from eventapp.models.people.organisation import Organisation

if TYPE_CHECKING:
    from eventapp.models.event.event import Event


class Delegation(Base):
    """One organisation at one event."""

    __tablename__ = "delegations"
    __table_args__ = (
        UniqueConstraint("event_id", "organisation_id"),
        CheckConstraint("reserved_seats >= 0", name="reserved_not_negative"),
    )

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    reserved_seats: Mapped[int] = mapped_column(default=0)
    version: Mapped[Version]

    event: Mapped[Event] = relationship(back_populates="delegations")
    organisation: Mapped[Organisation] = relationship()
