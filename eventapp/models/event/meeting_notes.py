"""Meeting notes: what a network meeting came to, without names; public once they are published."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base, Version


class MeetingNotes(Base):
    """The notes and results of one meeting of a series."""

    __tablename__ = "meeting_notes"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    text: Mapped[str] = mapped_column(default="")
    results: Mapped[list[str]] = mapped_column(default=list)
    published_at: Mapped[datetime | None]
    version: Mapped[Version]
