"""Venue picture: the house or the way to it, as a photo or a plan, and in words what it shows."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, deferred, mapped_column

from eventapp.i18n import EnglishText
from eventapp.models.base import Base, Version


class VenuePicture(Base):
    """The one picture of an event, as JPEG; known by `digest`. Withdrawn, it is not shown."""

    __tablename__ = "venue_pictures"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    digest: Mapped[str]
    jpeg: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    width: Mapped[int]
    height: Mapped[int]
    description: Mapped[str]
    description_en: Mapped[str] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]
    version: Mapped[Version]

    def description_in(self, language: str) -> str:
        """What it shows in this language, if it is written in it; else in Swedish."""
        english = self.description_en if language == "en" else ""
        return EnglishText(english) if english else self.description
