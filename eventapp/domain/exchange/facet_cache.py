"""The facets of published experiences, cached until an experience changes.

Thousands of experiences contain a common word, and every search counts and ranks them all. The
database is asked for their few facets once; after that a search asks it only for the ids of those
that contain the words and for the page that is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import func, select

from eventapp.domain.event.focus_area import list_successors
from eventapp.domain.revision_cache import RevisionCache
from eventapp.extensions import db
from eventapp.models import (
    Experience,
    ExperienceState,
    FocusArea,
    Organisation,
    Readership,
    SiteRevision,
)
from eventapp.models.exchange.experience import experience_focus_areas


@dataclass(frozen=True, slots=True)
class ExperienceFacets:
    """One published card; its stage as a plain word, which is counted ten times as fast.

    Its areas are those it bears, and those that continue them.
    """

    id: int
    stage: str
    organisation: str
    areas: tuple[str, ...]
    for_all: bool


_cache = RevisionCache[str, list[ExperienceFacets]](1)


def list_published_facets(*, on: date) -> Sequence[ExperienceFacets]:
    """All published cards, the newest first, as areas continue others that day.

    One query when nothing has changed.
    """
    return _cache.get("published", (_revision(), on), lambda: _read(on))


def _revision() -> tuple[Any, ...]:
    """Another whenever a card is published, edited or withdrawn, or an area or a body renamed."""
    published = (
        select(
            func.count(),
            func.sum(Experience.version),
            func.max(Experience.published_at),
            select(func.max(SiteRevision.revision)).scalar_subquery(),
        )
        .select_from(Experience)
        .where(Experience.state == ExperienceState.PUBLISHED)
    )
    return tuple(db.session.execute(published).one())


def _read(on: date) -> list[ExperienceFacets]:
    areas: dict[int, list[str]] = {}
    links = select(experience_focus_areas.c.experience_id, FocusArea.code).join(
        FocusArea, FocusArea.id == experience_focus_areas.c.focus_area_id
    )
    for experience_id, code in db.session.execute(links):
        areas.setdefault(experience_id, []).append(code)
    successors = list_successors(on=on)
    published = (
        select(Experience.id, Experience.stage, Organisation.code, Experience.audience)
        .join(Organisation, Organisation.id == Experience.organisation_id)
        .where(Experience.state == ExperienceState.PUBLISHED)
        .order_by(Experience.published_at.desc(), Experience.id.desc())
    )
    return [
        ExperienceFacets(
            experience_id,
            stage.value,
            owner,
            _with_successors(areas.get(experience_id, ()), successors),
            audience is Readership.ALL,
        )
        for experience_id, stage, owner, audience in db.session.execute(published)
    ]


def _with_successors(
    areas: Sequence[str], successors: Mapping[str, frozenset[str]]
) -> tuple[str, ...]:
    if successors.keys().isdisjoint(areas):
        return tuple(areas)
    return tuple({*areas, *chain.from_iterable(successors.get(code, ()) for code in areas)})
