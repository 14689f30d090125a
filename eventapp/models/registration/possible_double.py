"""Possible double: a registration whose name or address another of the event has, or has had."""

from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base


class DoubleReason(StrEnum):
    """Why two are possibly one person. The strings are stored."""

    SAME_ADDRESS = "same-address"
    SAME_NAME = "same-name"


class PossibleDouble(Base):
    """Marked by triggers of the database when a second registration has the name or the address.

    A mark stays until its registration is deleted: whoever asks compares those who are marked, a
    few of many. See docs/decisions/0011-counts-by-triggers.md.
    """

    __tablename__ = "possible_doubles"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  # SQLAlchemy reads it

    event_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reason: Mapped[DoubleReason] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
