"""Doors of an event, and the phones that check people in at them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code, new_secret
from eventapp.models.base import Base, CreatedAt, PrimaryKey
from eventapp.models.event.event import Event


class Gate(Base):
    """A door with a name. `number` (1–255) identifies it in everything that phones send and get.

    Its phones read no tickets while it is paused.
    """

    __tablename__ = "places"
    __table_args__ = (UniqueConstraint("event_id", "number"), UniqueConstraint("event_id", "name"))

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    number: Mapped[int]
    name: Mapped[str]
    paused_at: Mapped[datetime | None]


class DeviceKind(StrEnum):
    """A phone at a door, or the organizers' own pages, which nobody pairs."""

    PHONE = "phone"
    DESK = "desk"


class Device(Base):
    """One phone at one door. Its tokens are stored as digests; `life` is that of its last scans.

    The pairing token is derived from `nonce` and the product's key, so that its page can show it
    until it has been used. When it last reported (`reported_at`), so many scans were `waiting` on
    it, and it had fetched its list at `list_fetched_at`.
    """

    __tablename__ = "devices"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"), index=True)
    number: Mapped[int]
    kind: Mapped[DeviceKind] = mapped_column(
        default=DeviceKind.PHONE, server_default=DeviceKind.PHONE.value
    )
    nonce: Mapped[str] = mapped_column(default=new_secret)
    pairing_digest: Mapped[str] = mapped_column(unique=True)
    pairing_ends_at: Mapped[datetime]
    token_digest: Mapped[str | None] = mapped_column(unique=True)
    paired_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    life: Mapped[str] = mapped_column(default="")
    reported_at: Mapped[datetime | None]
    waiting: Mapped[int] = mapped_column(default=0, server_default="0")
    list_fetched_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]

    event: Mapped[Event] = relationship()
    place: Mapped[Gate] = relationship()
