"""Release: a schedule as published under a number; visitors see the latest."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base, PrimaryKey


class Release(Base):
    """One numbered release: the whole schedule as plain values, and what changed since the last."""

    __tablename__ = "releases"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    number: Mapped[int]
    released_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
    schedule: Mapped[dict[str, Any]]
    changes: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
