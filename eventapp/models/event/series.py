"""Series: network meetings that belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.models.base import Base, PrimaryKey, Version

if TYPE_CHECKING:
    from eventapp.models.event.event import Event


class Series(Base):
    """A row of meetings with one purpose and one set of rules."""

    __tablename__ = "series"

    id: Mapped[PrimaryKey]
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    rules: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[Version]

    events: Mapped[list[Event]] = relationship(back_populates="series", order_by="Event.starts_at")
