"""The roster's log of changes: what phones with an older revision must be sent."""

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base


class Roster(Base):
    """One event's roster. `revision` rises with every change and every batch of scans.

    `listed_revision` is the last one at which tickets changed, `fingerprint` what they were then.
    """

    __tablename__ = "rosters"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger, default=1)
    listed_revision: Mapped[int] = mapped_column(BigInteger, default=0)
    fingerprint: Mapped[str] = mapped_column(default="")


class RosterEntry(Base):
    """One ticket, as a digest, and when its record last changed (a revision); empty: gone."""

    __tablename__ = "roster_entries"
    __table_args__ = (Index("roster_entries_by_revision", "event_id", "revision"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[str]
    revision: Mapped[int] = mapped_column(BigInteger)
