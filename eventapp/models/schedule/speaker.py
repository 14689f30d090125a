"""Speaker: who speaks at an event, named as they chose; and where letters to them go."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, PrimaryKey, Version

if TYPE_CHECKING:
    from eventapp.models.event.event import Event


class Speaker(Base):
    """One speaker at one event."""

    __tablename__ = "speakers"
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    code: Mapped[str] = mapped_column(default=new_code)
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    biography: Mapped[str] = mapped_column(default="")
    version: Mapped[Version]

    address: Mapped["SpeakerAddress | None"] = relationship(back_populates="speaker")


class SpeakerAddress(Base):
    """Where letters to a speaker go: never published, and gone when the event is long over.

    `email` and `folded_name` say who it is, as they do of a registration.
    """

    __tablename__ = "speaker_addresses"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speakers.id"), unique=True)
    email: Mapped[str] = mapped_column(index=True)
    folded_name: Mapped[str]
    language: Mapped[str] = mapped_column(default="sv")

    event: Mapped["Event"] = relationship()
    speaker: Mapped[Speaker] = relationship(back_populates="address")


class SessionSpeaker(Base):
    """A speaker's part in a session."""

    __tablename__ = "session_speakers"

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speakers.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)

    speaker: Mapped[Speaker] = relationship()
