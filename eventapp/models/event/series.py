"""Series: network meetings that belong together."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.i18n import EnglishText
from eventapp.models.base import Base, PrimaryKey, Version

if TYPE_CHECKING:
    from eventapp.models.event.event import Event


class Series(Base):
    """A row of meetings with one purpose and one set of rules."""

    __tablename__ = "series"

    id: Mapped[PrimaryKey]
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    rules: Mapped[list[str]] = mapped_column(default=list)
    # The English beside the Swedish, by the names of the fields; what is missing is not there.
    english: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    # Nothing is added to it any more; its pages stay.
    closed_at: Mapped[datetime | None]
    version: Mapped[Version]

    events: Mapped[list[Event]] = relationship(back_populates="series", order_by="Event.starts_at")

    def text_in(self, language: str, name: str) -> str:
        """One of its texts in this language, if it is written in it; else the Swedish."""
        english = self.english.get(name) if language == "en" else None
        return EnglishText(english) if english else str(getattr(self, name))

    def rules_in(self, language: str) -> list[str]:
        """As text_in, of what has been agreed."""
        english = self.english.get("rules") if language == "en" else None
        return [EnglishText(rule) for rule in english] if english else self.rules

    def title_in(self, language: str) -> str:
        """The title in this language, if it is written in it; else the Swedish."""
        return self.text_in(language, "title")
