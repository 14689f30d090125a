"""Focus area: what the work is about. The list changes over time, so it is data with dates."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base, PrimaryKey, Version


class FocusArea(Base):
    """One focus area; `figure` (1–6, 0 for plain) is its woven band."""

    __tablename__ = "focus_areas"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str]
    short_name: Mapped[str]
    short_name_en: Mapped[str]
    figure: Mapped[int] = mapped_column(default=0)
    position: Mapped[int]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    version: Mapped[Version]

    def name_in(self, language: str) -> str:
        """The area's whole name in `sv` or `en`."""
        return self.name_en if language == "en" else self.name

    def is_valid(self, on: date) -> bool:
        """Whether the area was in use that day; both ends count."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)
