"""EventClosing: that somebody closed an event; EventBundle: the file that was made of it then."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, PrimaryKey

WHERE_CLOSED = text("reopened_at IS NULL")


class EventClosing(Base):
    """One closing of an event, in force until `reopened_at`: at most one is. It names nobody."""

    __tablename__ = "event_closings"
    __table_args__ = (
        Index("event_closings_by_event", "event_id"),
        Index(
            "one_closing_in_force",
            "event_id",
            unique=True,
            sqlite_where=WHERE_CLOSED,
            postgresql_where=WHERE_CLOSED,
        ),
    )

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    closed_at: Mapped[datetime]
    reopened_at: Mapped[datetime | None]


class EventBundle(Base):
    """The file of one closing. Until `made_at` the worker makes it, and is at the part `begun`.

    `parts` is what is in it, part by part: its code, how many files, and their bytes. `checksum`
    is the SHA-256 that the file is stored by. It goes with the event's materials.
    """

    __tablename__ = "event_bundles"

    id: Mapped[PrimaryKey]
    closing_id: Mapped[int] = mapped_column(ForeignKey("event_closings.id"), unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    language: Mapped[str] = mapped_column(default="sv")
    # Rises each time that it is asked for anew: a job of the time before stops.
    round: Mapped[int] = mapped_column(default=1)
    begun: Mapped[str] = mapped_column(default="")
    parts: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    left_out: Mapped[int] = mapped_column(default=0)
    checksum: Mapped[str] = mapped_column(index=True, default="")
    size: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime | None]

    closing: Mapped[EventClosing] = relationship()
