"""The roster as phones are sent it, and its log of changes, for phones with an older revision."""

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base, PrimaryKey
from eventapp.models.registration.registration import BYTEWISE

WHERE_LISTED = text("record IS NOT NULL")


class Roster(Base):
    """One event's roster. `revision` rises with every change and every batch of scans.

    `listed_revision` is the last one at which tickets changed; `fingerprint` says by which format
    and keys the records are made, so that others make them all anew.
    """

    __tablename__ = "rosters"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger, default=1)
    listed_revision: Mapped[int] = mapped_column(BigInteger, default=0)
    fingerprint: Mapped[str] = mapped_column(default="")


class RosterEntry(Base):
    """One ticket, as a digest, its sealed record, and when that last changed (a revision).

    `content` is a hash of what the record says. Of a ticket that is gone it is empty, and there is
    no record. `lists` are the numbers, a byte each, of the check-in lists of whose sessions the
    owner has a seat; phones are told them beside the record.
    """

    __tablename__ = "roster_entries"
    __table_args__ = (
        Index("roster_entries_by_revision", "event_id", "revision"),
        Index(
            "roster_entries_listed",
            "event_id",
            "digest",
            sqlite_where=WHERE_LISTED,
            postgresql_where=WHERE_LISTED,
        ),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[str]
    revision: Mapped[int] = mapped_column(BigInteger)
    record: Mapped[bytes | None]
    lists: Mapped[bytes | None]


class RosterMark(Base):
    """A ticket whose record is to be looked at.

    Triggers add marks, whichever verb or statement changes a person or a ticket; so nobody who
    changes one need know of the door.
    """

    __tablename__ = "roster_marks"

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str]


class RosterName(Base):
    """One folded word of a ticket owner's name, for the door's search; read from this key alone."""

    __tablename__ = "roster_names"

    event_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    word: Mapped[str] = mapped_column(BYTEWISE, primary_key=True)
    sort_name: Mapped[str] = mapped_column(BYTEWISE, primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class RosterArrival(Base):
    """What the scans of one ticket's owner come to, as phones are sent it (14 bytes).

    The digest is that of the owner's newest ticket; the organisation is the one that the owner was
    counted for. Derived from the scans, like ScanTally.
    """

    __tablename__ = "roster_arrivals"
    __table_args__ = (Index("roster_arrivals_by_owner", "event_id", "registration_id"),)

    event_id: Mapped[int] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    digest: Mapped[str] = mapped_column(primary_key=True)
    registration_id: Mapped[int | None]
    organisation_name: Mapped[str] = mapped_column(default="", server_default="")
    arrival: Mapped[bytes]


class ScanTally(Base):
    """What an event's scans up to a revision come to, in numbers.

    Of each day by door, hour, minute and organisation. Derived: a trigger deletes it when a scan is
    changed or deleted, and it is then counted anew, as when `frame` (the event's zone and first
    day) is no longer the event's.
    """

    __tablename__ = "scan_tallies"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    revision: Mapped[int] = mapped_column(BigInteger)
    frame: Mapped[str]
    days: Mapped[dict[str, Any]]
