"""Heartbeat: that a worker is alive, and what it sees of the world outside."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base


class ClockSource(StrEnum):
    """Whose clock a worker's was compared with."""

    NONE = "none"
    DATABASE = "database"
    MAIL = "mail"


class Heartbeat(Base):
    """The last sign of a worker, one row for each host.

    `skew_ms` is how far its clock is before the one of `clock_source`: the database's or the mail
    server's, or nothing where neither says its time. The certificate is the one that visitors are
    shown at the installation's public address. `keys` has a fingerprint of each of its keys, by
    setting: hosts that differ in one cannot open what the other made.
    """

    __tablename__ = "heartbeats"

    host: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    skew_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    clock_source: Mapped[ClockSource] = mapped_column(
        default=ClockSource.NONE, server_default=ClockSource.NONE.value
    )
    certificate_checked_at: Mapped[datetime | None]
    certificate_ends_at: Mapped[datetime | None]
    certificate_error: Mapped[str] = mapped_column(default="")
    keys: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
