"""Invitee: somebody who was asked to come to an event, and what they answered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code, new_secret
from eventapp.models.base import Base, CreatedAt, PrimaryKey, Version
from eventapp.models.event.event import Event
from eventapp.models.registration.registration import BYTEWISE


class InviteeAnswer(StrEnum):
    """What somebody said by their personal link. The strings are stored."""

    NONE = ""
    YES = "yes"  # means to register; whether they have is the registration's to say
    NO = "no"
    LATER = "later"


class Invitee(Base):
    """An address on an event's list. `secret` makes the personal link and is never sent anywhere.

    `invited_at` is when the invitation was promised, None while nobody has been written to;
    `letter_key` is the outbox's key of the latest letter of the organizers', promised at
    `written_at`. `registration_id` is the registration that was made by the link.
    """

    __tablename__ = "invitees"
    __table_args__ = (
        UniqueConstraint("event_id", "email"),
        Index("invitees_by_person", "email", "folded_name"),
    )

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    secret: Mapped[str] = mapped_column(unique=True, default=new_secret)
    link_digest: Mapped[str] = mapped_column(unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"), index=True)

    name: Mapped[str] = mapped_column(default="")
    folded_name: Mapped[str] = mapped_column(default="")
    email: Mapped[str]
    organisation_name: Mapped[str] = mapped_column(default="")
    search_text: Mapped[str] = mapped_column(BYTEWISE, default="")
    language: Mapped[str] = mapped_column(default="sv")

    answer: Mapped[InviteeAnswer] = mapped_column(default=InviteeAnswer.NONE)
    reason: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]

    invited_at: Mapped[datetime | None]
    written_at: Mapped[datetime | None]
    letter_key: Mapped[str] = mapped_column(default="", index=True)
    created_at: Mapped[CreatedAt]
    version: Mapped[Version]

    event: Mapped[Event] = relationship()
