"""Speaker: who speaks at an event, named as they chose; and where letters to them go."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.i18n import EnglishText
from eventapp.ids import new_code, new_secret
from eventapp.models.base import Base, MailReader, PrimaryKey, Version

if TYPE_CHECKING:
    from eventapp.models.event.event import Event
    from eventapp.models.schedule.speaker_reply import SpeakerPhoto


class SpeakerRole(StrEnum):
    """What somebody does in a session. The strings are stored."""

    SPEAKER = "speaker"
    MODERATOR = "moderator"
    PANELLIST = "panellist"


class Consent(StrEnum):
    """What a speaker answered to one question of what may be shown. The strings are stored."""

    UNANSWERED = ""
    YES = "yes"
    NO = "no"


class SlidesConsent(StrEnum):
    """Who may see a speaker's slides after the session. The strings are stored."""

    UNANSWERED = ""
    PUBLIC = "public"
    CONFIRMED = "confirmed"  # those who have a place
    NO = "no"


class Speaker(Base):
    """One speaker at one event. The same person at another event may have the same code there."""

    __tablename__ = "speakers"
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    code: Mapped[str] = mapped_column(default=new_code)
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    biography: Mapped[str] = mapped_column(default="")
    biography_en: Mapped[str] = mapped_column(default="")
    title_en: Mapped[str] = mapped_column(default="", server_default="")
    page_consent: Mapped[Consent] = mapped_column(default=Consent.UNANSWERED)
    slides_consent: Mapped[SlidesConsent] = mapped_column(default=SlidesConsent.UNANSWERED)
    film_consent: Mapped[Consent] = mapped_column(default=Consent.UNANSWERED)
    version: Mapped[Version]

    address: Mapped["SpeakerAddress | None"] = relationship(back_populates="speaker")
    photo: Mapped["SpeakerPhoto | None"] = relationship(back_populates="speaker")

    def title_in(self, language: str) -> str:
        """The title or post in this language, if it is written in it; else the Swedish."""
        return EnglishText(self.title_en) if language == "en" and self.title_en else self.title


class SpeakerAddress(MailReader, Base):
    """Where letters to a speaker go: never published, and gone when the event is long over.

    `email` and `folded_name` say who it is, as they do of a registration. `secret` makes the
    personal link and is never sent anywhere. `invited_at` is when that link was first promised,
    None while nobody has been written to; `letter_key` is the outbox's key of the latest letter of
    the organizers', promised at `written_at`.
    """

    __tablename__ = "speaker_addresses"
    __table_args__ = (
        Index("speaker_addresses_by_link", "link_digest", unique=True),
        Index("speaker_addresses_by_letter", "letter_key"),
    )

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speakers.id"), unique=True)
    email: Mapped[str] = mapped_column(index=True)
    folded_name: Mapped[str]
    language: Mapped[str] = mapped_column(default="sv")
    # Empty in rows that the release before has written, until there is a link.
    secret: Mapped[str | None] = mapped_column(default=new_secret)
    link_digest: Mapped[str | None]
    link_revision: Mapped[int] = mapped_column(default=1)
    invited_at: Mapped[datetime | None]
    written_at: Mapped[datetime | None]
    letter_key: Mapped[str] = mapped_column(default="")

    event: Mapped["Event"] = relationship()
    speaker: Mapped[Speaker] = relationship(back_populates="address")


class SessionSpeaker(Base):
    """A speaker's part in a session.

    `confirmed_digest` is of the time and room that the speaker has confirmed: when these change, it
    has to be asked again.
    """

    __tablename__ = "session_speakers"

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speakers.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)
    role: Mapped[SpeakerRole] = mapped_column(default=SpeakerRole.SPEAKER)
    confirmed_digest: Mapped[str] = mapped_column(default="")

    speaker: Mapped[Speaker] = relationship()
