"""What speakers send by their personal link, and what is sent to their calendars.

All of it hangs on the address: it goes when that goes. A photo that an organizer has let through is
the speaker's, like the presentation.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from eventapp.models.base import Base, CreatedAt, PrimaryKey, Version
from eventapp.models.schedule.material import Material
from eventapp.models.schedule.speaker import Speaker, SpeakerAddress


class SpeakerPhoto(Base):
    """A speaker's photo that may be shown, square, as JPEG in three sizes; known by `digest`."""

    __tablename__ = "speaker_photos"

    id: Mapped[PrimaryKey]
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speakers.id"), unique=True)
    digest: Mapped[str]
    small: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    medium: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    large: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))

    speaker: Mapped[Speaker] = relationship(back_populates="photo")


class SpeakerProposal(Base):
    """How a speaker wants to be presented, until an organizer has read it.

    Without `photo_digest` the photo stays as it is, unless `removes_photo`.
    """

    __tablename__ = "speaker_proposals"

    id: Mapped[PrimaryKey]
    speaker_address_id: Mapped[int] = mapped_column(ForeignKey("speaker_addresses.id"), unique=True)
    name: Mapped[str]
    title: Mapped[str]
    organisation: Mapped[str]
    biography: Mapped[str]
    biography_en: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="", server_default="")
    photo_digest: Mapped[str] = mapped_column(default="")
    small: Mapped[bytes | None] = deferred(mapped_column(LargeBinary, nullable=True))
    medium: Mapped[bytes | None] = deferred(mapped_column(LargeBinary, nullable=True))
    large: Mapped[bytes | None] = deferred(mapped_column(LargeBinary, nullable=True))
    removes_photo: Mapped[bool] = mapped_column(default=False)
    proposed_at: Mapped[CreatedAt]
    version: Mapped[Version]

    address: Mapped[SpeakerAddress] = relationship()


class SpeakerReply(Base):
    """What a speaker says is wrong, and, sealed, what they need in the room."""

    __tablename__ = "speaker_replies"

    id: Mapped[PrimaryKey]
    speaker_address_id: Mapped[int] = mapped_column(ForeignKey("speaker_addresses.id"), unique=True)
    problem: Mapped[str] = mapped_column(default="")
    problem_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    needs_sealed: Mapped[bytes | None]
    needs_key_number: Mapped[int | None]

    address: Mapped[SpeakerAddress] = relationship()


class SpeakerInvitation(Base):
    """What was last sent to a speaker's calendar about a session: its UID and SEQUENCE.

    `sent_digest` is of the time, room and status in that message, which are so since `changed_at`.
    """

    __tablename__ = "speaker_invitations"
    __table_args__ = (UniqueConstraint("speaker_address_id", "session_id"),)

    id: Mapped[PrimaryKey]
    speaker_address_id: Mapped[int] = mapped_column(ForeignKey("speaker_addresses.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), index=True)
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    sent_digest: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]


class SpeakerMaterial(Base):
    """A material that a speaker has uploaded, and may take back."""

    __tablename__ = "speaker_materials"

    id: Mapped[PrimaryKey]
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speakers.id"), index=True)
    material_id: Mapped[int] = mapped_column(ForeignKey("materials.id"), unique=True)

    material: Mapped[Material] = relationship()
