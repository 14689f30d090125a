"""Overridden conflict: a collision in the schedule that an organizer accepts, for a reason."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base, CreatedAt, PrimaryKey


class OverriddenConflict(Base):
    """One collision by its key, which has the sessions and their times, and the reason."""

    __tablename__ = "kept_conflicts"
    __table_args__ = (UniqueConstraint("event_id", "key"),)

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    key: Mapped[str]
    reason: Mapped[str]
    created_at: Mapped[CreatedAt]
