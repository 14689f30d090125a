"""Cancellation: an organizer's cancelling of one registration, which can be undone for a while."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, PrimaryKey
from eventapp.models.registration.registration import Registration

WHERE_OPEN = text("closed_at IS NULL")


class Cancellation(Base):
    """The registration is cancelled at once; the rest happens at `undo_until`.

    Until then its seat counts as taken (`holds_seat`), and `before` says how it stood: its state,
    its number in the queue, and what calendars showed of the event. `closed_at` is when it was
    undone or took effect; then `before` is empty.
    """

    __tablename__ = "cancellations"
    __table_args__ = (
        Index(
            "cancellations_open", "event_id", sqlite_where=WHERE_OPEN, postgresql_where=WHERE_OPEN
        ),
    )

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), index=True)
    act_id: Mapped[int | None] = mapped_column(ForeignKey("bulk_acts.id"), index=True)
    holds_seat: Mapped[bool] = mapped_column(default=False)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    actor: Mapped[str]
    cancelled_at: Mapped[datetime]
    undo_until: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship()
