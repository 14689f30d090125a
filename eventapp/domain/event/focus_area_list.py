"""The list of focus areas as those who look after it see it: found by words, and where used."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from eventapp.domain.paging import Page
from eventapp.domain.people.folding import fold, fold_query
from eventapp.extensions import db
from eventapp.models import Event, FocusArea, FocusAreaSuccession, Listing, Track
from eventapp.models.exchange.experience import experience_focus_areas

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class AreaUse:
    """How many of each bear the area."""

    events: int = 0
    tracks: int = 0
    experiences: int = 0
    listings: int = 0

    @property
    def is_none(self) -> bool:
        """Whether nothing bears it, so that it may be deleted."""
        return not (self.events or self.tracks or self.experiences or self.listings)


@dataclass(frozen=True, slots=True)
class AreaPage:
    """One page of the list; `whole` counts the areas without any filter."""

    areas: Sequence[FocusArea]
    uses: dict[int, AreaUse]
    page: Page
    whole: int


def list_all(*, words: str = "", ended: bool | None = None, page: int = 1, on: date) -> AreaPage:
    """The areas whose names contain every word, in their order; all, or those in use, or ended."""
    whole = list_in_order()
    wanted = fold_query(words)
    matching = [
        area
        for area in whole
        if (ended is None or has_ended(area, on=on) is ended)
        and all(word in _words_of(area) for word in wanted)
    ]
    shown = Page.of(len(matching), wanted=page, size=PAGE_SIZE)
    areas = shown.cut(matching)
    return AreaPage(areas, count_uses(areas), shown, len(whole))


def list_in_order() -> Sequence[FocusArea]:
    """Every area there is."""
    return db.session.scalars(select(FocusArea).order_by(FocusArea.position, FocusArea.id)).all()


def find_area(code: str) -> FocusArea | None:
    """The area with this code."""
    return db.session.scalar(select(FocusArea).where(FocusArea.code == code))


def has_ended(area: FocusArea, *, on: date) -> bool:
    """Whether its last day has passed."""
    return area.valid_until is not None and area.valid_until < on


def list_successions(area: FocusArea) -> Sequence[FocusAreaSuccession]:
    """What continues the area, and what it continues, by day."""
    return db.session.scalars(
        select(FocusAreaSuccession)
        .where(
            (FocusAreaSuccession.predecessor_id == area.id)
            | (FocusAreaSuccession.successor_id == area.id)
        )
        .options(
            joinedload(FocusAreaSuccession.predecessor), joinedload(FocusAreaSuccession.successor)
        )
        .order_by(FocusAreaSuccession.since, FocusAreaSuccession.id)
    ).all()


def count_uses(areas: Iterable[FocusArea]) -> dict[int, AreaUse]:
    """By the area's id, how many events, tracks, experiences and listings bear it."""
    by_id = {area.id: area.code for area in areas}
    tracks = _count_by(Track.focus_area_id, by_id)
    experiences = _count_by(experience_focus_areas.c.focus_area_id, by_id)
    listings = _count_by(Listing.focus_area_id, by_id)
    events = Counter(
        code for codes in db.session.scalars(select(Event.focus_areas)) for code in set(codes)
    )
    return {
        area_id: AreaUse(events[code], tracks[area_id], experiences[area_id], listings[area_id])
        for area_id, code in by_id.items()
    }


def _count_by(column: Any, ids: Iterable[int]) -> Counter[int]:
    counted = select(column, func.count()).where(column.in_(list(ids))).group_by(column)
    return Counter({row[0]: row[1] for row in db.session.execute(counted)})


def _words_of(area: FocusArea) -> str:
    return fold(f"{area.name} {area.name_en} {area.short_name} {area.short_name_en}")
