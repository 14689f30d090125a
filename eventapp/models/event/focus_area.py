"""Focus area: what the work is about. The list changes over time, so it is data with dates."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.models.base import Base, PrimaryKey, Version

FIGURES = range(7)  # 0 is plain; the others are drawn in templates/components/band.html
BANDS = {*FIGURES, *(10 * (cloth + 1) + figure for cloth in FIGURES for figure in FIGURES)}


def known_band(band: int) -> int:
    """The band if it can be drawn, else the plain one."""
    return band if band in BANDS else 0


class FocusArea(Base):
    """One focus area; `figure` (1–6, 0 for plain) is what is woven into its band.

    `colour` is the cloth (0–6) where it is another than the figure's own.
    """

    __tablename__ = "focus_areas"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str]
    short_name: Mapped[str]
    short_name_en: Mapped[str]
    figure: Mapped[int] = mapped_column(default=0)
    colour: Mapped[int | None]
    position: Mapped[int]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    version: Mapped[Version]

    def name_in(self, language: str) -> str:
        """The area's whole name in `sv` or `en`; in Swedish where nobody wrote it in English."""
        return (self.name_en if language == "en" else "") or self.name

    def short_name_in(self, language: str) -> str:
        """The area's short name in `sv` or `en`; in Swedish where nobody wrote it in English."""
        return (self.short_name_en if language == "en" else "") or self.short_name

    def is_valid(self, on: date) -> bool:
        """Whether the area was in use that day; both ends count."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)

    @property
    def cloth(self) -> int:
        """The colour of the band, 0–6."""
        return self.figure if self.colour is None else self.colour

    @property
    def band(self) -> int:
        """Figure and cloth in one number, as pages draw it: 3, or 53 for figure 3 on cloth 4."""
        return self.figure if self.cloth == self.figure else 10 * (self.cloth + 1) + self.figure


class FocusAreaSuccession(Base):
    """One area continues another since a day; a split area has several successors."""

    __tablename__ = "focus_area_successions"
    __table_args__ = (UniqueConstraint("predecessor_id", "successor_id"),)

    id: Mapped[PrimaryKey]
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("focus_areas.id"))
    successor_id: Mapped[int] = mapped_column(ForeignKey("focus_areas.id"), index=True)
    since: Mapped[date]

    predecessor: Mapped[FocusArea] = relationship(foreign_keys=[predecessor_id])
    successor: Mapped[FocusArea] = relationship(foreign_keys=[successor_id])
