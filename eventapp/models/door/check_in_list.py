"""Check-in lists: what people are checked in to, besides the event itself."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, PrimaryKey, Version
from eventapp.models.schedule.session import Session

OWN_LIST_ADDRESS = "event"


class CheckInListKind(StrEnum):
    """What a list is of. Every event has the one of the event itself, stored or not."""

    EVENT = "event"
    DAY = "day"
    SESSIONS = "sessions"
    ROOM = "room"
    ONLINE = "online"


class CheckInList(Base):
    """One list. `number` (0–255; 0 is the event's own) identifies it in all that phones send.

    A number is never given again, so a list that was deleted stays, with when that was: scans may
    be on their way. `day` is the only one on which people are checked in; none: any. Whoever has a
    place belongs to it, unless `signed_up_only`: then those with a seat in one of its sessions.
    """

    __tablename__ = "check_in_lists"
    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity_positive"),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    number: Mapped[int]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    kind: Mapped[CheckInListKind]
    name: Mapped[str] = mapped_column(default="")
    day: Mapped[date | None]
    signed_up_only: Mapped[bool] = mapped_column(default=False)
    exits: Mapped[bool] = mapped_column(default=False)
    capacity: Mapped[int | None]
    closed_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    version: Mapped[Version]

    listed_sessions: Mapped[list[CheckInListSession]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def address(self) -> str:
        """Its part of an address: the event's own, which may not be stored, has no code there."""
        return self.code if self.number else OWN_LIST_ADDRESS


class CheckInListSession(Base):
    """A session that a list is of. Triggers mark the tickets of those who have a seat in it."""

    __tablename__ = "check_in_list_sessions"

    list_id: Mapped[int] = mapped_column(
        ForeignKey("check_in_lists.id", ondelete="CASCADE"), primary_key=True
    )
    session_id: Mapped[int] = mapped_column(
        ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    session: Mapped[Session] = relationship()


class ListArrival(Base):
    """What the scans of one ticket's owner at one list come to, as phones are sent it (15 bytes).

    Like RosterArrival, which has those at the event's own list; derived from the scans.
    """

    __tablename__ = "list_arrivals"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    digest: Mapped[str] = mapped_column(primary_key=True)
    list_number: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int | None] = mapped_column(index=True)
    arrival: Mapped[bytes]
