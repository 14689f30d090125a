"""What organizers say to all doors, and on which phones it has been read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.ids import new_code
from eventapp.models.base import Base, PrimaryKey


class DoorMessage(Base):
    """One message to the phones at all doors of an event."""

    __tablename__ = "door_messages"
    __table_args__ = (Index("door_messages_by_time", "event_id", "sent_at"),)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    text: Mapped[str]
    sent_at: Mapped[datetime]


class DoorMessageReading(Base):
    """Somebody at a phone has pressed that they have read a message."""

    __tablename__ = "door_message_readings"

    message_id: Mapped[int] = mapped_column(
        ForeignKey("door_messages.id", ondelete="CASCADE"), primary_key=True
    )
    device_id: Mapped[int] = mapped_column(
        ForeignKey("devices.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    read_at: Mapped[datetime]
