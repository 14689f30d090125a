"""CheckIn: one scan at a door, stored as the phone sent it. Rows are only added."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base, PrimaryKey

# Flagged, in quarantine, or let in though unwelcome.
WHERE_ODD = text(
    "(flags <> '' OR standing = 'quarantined' OR (admits AND verdict NOT IN ('welcome', 'again')))"
)
WHERE_UNDOING = text("target IS NOT NULL")


class ScanKind(StrEnum):
    """Somebody came, somebody left, or a scan was a mistake."""

    ENTRY = "entry"
    EXIT = "exit"
    UNDO = "undo"


class ScanManner(StrEnum):
    """How the ticket was read; `forced` is let in although not welcome."""

    CAMERA = "camera"
    TYPED = "typed"
    SEARCH = "search"
    FORCED = "forced"
    BUTTON = "button"


class ScanStatus(StrEnum):
    """Whether a scan counts: those of a revoked phone wait for an organizer."""

    COUNTED = "counted"
    QUARANTINED = "quarantined"


class CheckIn(Base):
    """One scan. Moments are whole milliseconds since 1970 (UTC), as phones count them.

    `at` is between `low` and `high` and was worked out once, from the scan alone. `admits` says
    whether somebody came in by it; `flags` are words about its timing. `body` is the item as it was
    received, in canonical JSON. `revision` is the roster's when it arrived. A ticket of another
    event, or of none, leaves `registration_id` empty.
    """

    __tablename__ = "check_ins"
    __table_args__ = (
        Index("check_ins_by_digest", "event_id", "digest"),
        Index("check_ins_by_revision", "event_id", "revision"),
        # Of undoings alone. Had it all scans, SQLite's statistics would say that each target has as
        # many rows, and it would rather go through all scans for each person.
        Index(
            "check_ins_by_target",
            "target",
            sqlite_where=WHERE_UNDOING,
            postgresql_where=WHERE_UNDOING,
        ),
        # The organizers' list, the latest first; and of those that somebody should look at.
        Index("check_ins_by_arrival", "event_id", "id"),
        Index(
            "check_ins_to_look_at",
            "event_id",
            "id",
            sqlite_where=WHERE_ODD,
            postgresql_where=WHERE_ODD,
        ),
    )

    id: Mapped[PrimaryKey]
    scan_id: Mapped[str] = mapped_column(unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"), index=True)
    standing: Mapped[ScanStatus]

    kind: Mapped[ScanKind]
    digest: Mapped[str] = mapped_column(default="")
    target: Mapped[str | None]
    how: Mapped[ScanManner]
    place: Mapped[int]
    # Of the list; 0 is the event's own. Not a reference: a list may be gone when its scans come.
    list_number: Mapped[int] = mapped_column(default=0, server_default="0")
    life: Mapped[str]
    seq: Mapped[int] = mapped_column(BigInteger)
    phone_verdict: Mapped[str | None]
    body: Mapped[str]
    body_digest: Mapped[str]

    at: Mapped[int] = mapped_column(BigInteger)
    low: Mapped[int] = mapped_column(BigInteger)
    high: Mapped[int] = mapped_column(BigInteger)
    admits: Mapped[bool]
    verdict: Mapped[str | None]
    answer: Mapped[dict[str, Any]]
    flags: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[datetime]


class RejectedScan(Base):
    """What a phone sent that could not be read, or that differs from what it sent before."""

    __tablename__ = "kept_asides"
    __table_args__ = (UniqueConstraint("device_id", "body_digest"),)

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id"))
    scan_id: Mapped[str | None]
    reason: Mapped[str]
    body: Mapped[str]
    body_digest: Mapped[str]
    received_at: Mapped[datetime]
