"""Heartbeat: that a worker is alive, and what it sees of the world outside."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base


class Heartbeat(Base):
    """The last sign of a worker, one row for each host.

    `skew_ms` is how far its clock is before the database's. The certificate is the one that
    visitors are shown at the installation's public address.
    """

    __tablename__ = "heartbeats"

    host: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    skew_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    certificate_checked_at: Mapped[datetime | None]
    certificate_ends_at: Mapped[datetime | None]
    certificate_error: Mapped[str] = mapped_column(default="")
