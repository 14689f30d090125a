"""DistinctPair: two registrations that are alike, and of which an organizer said they are two."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, PrimaryKey
from eventapp.models.registration.registration import Registration


class DistinctPair(Base):
    """Two people at one event, the older registration first.

    `fingerprint` is a digest of how both were written then: it holds until either is corrected.
    """

    __tablename__ = "distinct_pairs"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), index=True)
    fingerprint: Mapped[str]
    actor: Mapped[str]
    decided_at: Mapped[datetime]

    first: Mapped[Registration] = relationship(foreign_keys=[first_id])
    second: Mapped[Registration] = relationship(foreign_keys=[second_id])
