"""Session choice: a participant's seat, or wait for one, in a session with choices."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.models.base import Base
from eventapp.models.registration.registration import Registration
from eventapp.models.schedule.session import Session


class ChoiceState(StrEnum):
    """A wish waits for the event itself; it takes no seat and has no place in the queue."""

    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    WISHED = "wished"


WHERE_SEATED = text("state = 'confirmed'")
WHERE_QUEUED = text("state = 'waitlisted'")


class SessionChoice(Base):
    """One choice of one registration."""

    __tablename__ = "session_choices"
    __table_args__ = (
        Index("ix_session_choices_session_id", "session_id", "registration_id"),
        # With the state, which is the same in all: SQLite reads it to be sure.
        Index(
            "session_seats_taken",
            "session_id",
            "state",
            sqlite_where=WHERE_SEATED,
            postgresql_where=WHERE_SEATED,
        ),
        Index(
            "session_waiting_list",
            "session_id",
            "queue_number",
            unique=True,
            sqlite_where=WHERE_QUEUED,
            postgresql_where=WHERE_QUEUED,
        ),
    )

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    state: Mapped[ChoiceState]
    queue_number: Mapped[int | None]

    registration: Mapped[Registration] = relationship(back_populates="choices")
    session: Mapped[Session] = relationship()
