"""Invitation: what was last sent to a participant's calendar about an event or a session."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base, PrimaryKey

WHOLE_EVENT = text("session_id IS NULL")


class Invitation(Base):
    """One recipient and one event or session: its UID, and the SEQUENCE of what was last sent.

    `sent_digest` is a digest of the time, place and status in that message; when these change, the
    sequence increases (RFC 5546, 2.1.4).
    """

    __tablename__ = "invitations"
    __table_args__ = (
        Index(
            "one_invitation_to_the_event",
            "registration_id",
            unique=True,
            sqlite_where=WHOLE_EVENT,
            postgresql_where=WHOLE_EVENT,
        ),
        Index("one_invitation_to_a_session", "registration_id", "session_id", unique=True),
    )

    id: Mapped[PrimaryKey]
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id"), index=True)
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    sent_digest: Mapped[str] = mapped_column("told", default="")
    # How many days of the event have been sent at most: each is an entry with a UID of its own.
    days: Mapped[int] = mapped_column(default=1, server_default="1")
    # The letter that brought this sequence, and when it was decided; None: before these columns.
    job_id: Mapped[int | None]
    changed_at: Mapped[datetime | None]
