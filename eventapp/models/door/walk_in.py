"""WalkIn: somebody who came without being registered, as a phone or the desk noted them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, PrimaryKey
from eventapp.models.door.device import Device
from eventapp.models.event.event import Event
from eventapp.models.registration.registration import Registration

WHERE_SEALED = text("sealed IS NOT NULL AND decided_at IS NOT NULL")


class WalkInState(StrEnum):
    """Whether an organizer has decided."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class WalkIn(Base):
    """One person at the door. Moments are whole milliseconds since 1970 (UTC), as of scans.

    `walk_in_id` was made where the person was noted, so that it is stored once. `sealed` is the
    name with organisation and address, for the key of this number; it goes when the decision can no
    longer be undone. `over_capacity` says that no seat was free on arrival. `scan_id` is the scan
    by which the person's unknown ticket was let in. Once confirmed, `entry_id` is the scan that
    counts as the coming, if there was none before, and `made_registration` says that the
    registration is new.
    """

    __tablename__ = "walk_ins"
    __table_args__ = (
        Index("walk_ins_by_state", "event_id", "state", "at"),
        Index(
            "walk_ins_to_forget",
            "decided_at",
            sqlite_where=WHERE_SEALED,
            postgresql_where=WHERE_SEALED,
        ),
    )

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    walk_in_id: Mapped[str] = mapped_column(unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id"), index=True)
    state: Mapped[WalkInState] = mapped_column(default=WalkInState.WAITING)
    key_number: Mapped[int]
    sealed: Mapped[bytes | None]
    body_digest: Mapped[str]
    scan_id: Mapped[str | None]
    place: Mapped[int]
    at: Mapped[int] = mapped_column(BigInteger)
    low: Mapped[int] = mapped_column(BigInteger)
    high: Mapped[int] = mapped_column(BigInteger)
    flags: Mapped[str] = mapped_column(default="")
    over_capacity: Mapped[bool]
    received_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"), index=True)
    entry_id: Mapped[str | None]
    made_registration: Mapped[bool] = mapped_column(default=False)

    event: Mapped[Event] = relationship()
    device: Mapped[Device] = relationship()
    registration: Mapped[Registration | None] = relationship()
