"""Attendance: that somebody took part in a meeting on a screen, where there is no door."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base


class Attendance(Base):
    """One registration's presence; `marked_by` is `participant` or the host's account code."""

    __tablename__ = "attendances"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
    marked_at: Mapped[datetime]
    marked_by: Mapped[str]
