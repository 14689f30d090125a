"""Follow-up: something that a network meeting decided, carried over until it is done."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.ids import new_code
from eventapp.models.base import Base, CreatedAt, PrimaryKey, Version


class FollowUp(Base):
    """One line of a series' list: written at one meeting, open until `done_at`."""

    __tablename__ = "follow_ups"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), index=True)
    text: Mapped[str]
    responsible: Mapped[str] = mapped_column(default="")
    created_at: Mapped[CreatedAt]
    done_at: Mapped[datetime | None]
    version: Mapped[Version]
