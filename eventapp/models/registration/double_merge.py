"""DoubleMerge: two registrations of one person at an event, of which one goes into the other."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, PrimaryKey
from eventapp.models.registration.registration import Registration

WHERE_OPEN = text("closed_at IS NULL")


class DoubleMerge(Base):
    """One merge of `source` into `target`.

    Until `undo_until` it can be undone: the source's seat counts as taken (`holds_seat`), and
    `moved` says by codes and numbers what was moved and how the source stood. After that it takes
    effect. `closed_at` is when it was undone or took effect; then `moved` is empty.
    """

    __tablename__ = "double_merges"
    __table_args__ = (
        Index(
            "double_merges_open", "event_id", sqlite_where=WHERE_OPEN, postgresql_where=WHERE_OPEN
        ),
    )

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), index=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), index=True)
    holds_seat: Mapped[bool] = mapped_column(default=False)
    moved: Mapped[dict[str, Any]] = mapped_column(default=dict)
    actor: Mapped[str]
    merged_at: Mapped[datetime]
    undo_until: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    source: Mapped[Registration] = relationship(foreign_keys=[source_id])
    target: Mapped[Registration] = relationship(foreign_keys=[target_id])
