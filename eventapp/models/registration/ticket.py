"""Ticket: what a participant shows at a door. The code itself is derived, never stored."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base, PrimaryKey


class Ticket(Base):
    """One revision of a registration's ticket; the highest is the valid one."""

    __tablename__ = "tickets"
    __table_args__ = (UniqueConstraint("registration_id", "revision"),)

    id: Mapped[PrimaryKey]
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), index=True)
    revision: Mapped[int] = mapped_column(default=1)
    key_number: Mapped[int]
    # Rows are told apart by it, so that SQLite too inserts several in one statement.
    digest: Mapped[str] = mapped_column(unique=True, insert_sentinel=True)
    issued_at: Mapped[datetime]
