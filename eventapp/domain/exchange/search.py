"""Finding published experiences, alike on SQLite and PostgreSQL.

The words of the title weigh most, then the newest come first; neither database's own ranking is
asked, for they differ.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain.exchange import search_index
from eventapp.domain.exchange.adaptation import count_users
from eventapp.domain.exchange.facet_cache import ExperienceFacets, list_published_facets
from eventapp.domain.paging import Page
from eventapp.extensions import db
from eventapp.models import (
    EvidenceStage,
    Experience,
    ExperienceState,
    Organisation,
    Readership,
)

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What a visitor looks for; `inside` when they have signed in."""

    words: str = ""
    areas: tuple[str, ...] = ()
    organisation: str = ""
    stages: tuple[EvidenceStage, ...] = ()
    inside: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether anything at all is asked for."""
        return bool(self.words or self.areas or self.organisation or self.stages)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of what was found; pages count from 1. `used_by` counts organisations by card."""

    experiences: Sequence[Experience]
    used_by: dict[int, int]
    page: int
    pages: int
    total: int
    by_area: dict[str, int] = field(default_factory=dict)
    by_stage: dict[EvidenceStage, int] = field(default_factory=dict)


def search(query: SearchQuery, *, page: int, on: date) -> SearchPage:
    """One page of what the query finds, and how many there are by area and by stage.

    What bears an area counts for those that continue it that day as well.
    """
    experiences = _find_facets(query, on)
    staged, within = _staged(experiences, query), _within(experiences, query)
    fitting = [experience.id for experience in _within(staged, query)]
    shown = Page.of(len(fitting), wanted=page, size=PAGE_SIZE)
    wanted = shown.cut(_ranked(fitting, query.words))
    return SearchPage(
        experiences=_load(wanted, query.inside),
        used_by=count_users(wanted),
        page=shown.number,
        pages=shown.pages,
        total=len(fitting),
        by_area=dict(Counter(chain.from_iterable(experience.areas for experience in staged))),
        by_stage={
            EvidenceStage(word): n
            for word, n in Counter(experience.stage for experience in within).items()
        },
    )


def _find_facets(query: SearchQuery, on: date) -> Sequence[ExperienceFacets]:
    """What the reader may see of the organisation and that contains every word; newest first."""
    experiences = list_published_facets(on=on)
    if query.words:
        ids = search_index.find_matching_ids(query.words)
        experiences = [experience for experience in experiences if experience.id in ids]
    if not query.inside:
        experiences = [experience for experience in experiences if experience.for_all]
    if query.organisation:
        experiences = [
            experience
            for experience in experiences
            if experience.organisation == query.organisation
        ]
    return experiences


def _staged(
    experiences: Sequence[ExperienceFacets], query: SearchQuery
) -> Sequence[ExperienceFacets]:
    wanted = {stage.value for stage in query.stages}
    return (
        [experience for experience in experiences if experience.stage in wanted]
        if wanted
        else experiences
    )


def _within(
    experiences: Sequence[ExperienceFacets], query: SearchQuery
) -> Sequence[ExperienceFacets]:
    wanted = set(query.areas)
    return (
        [experience for experience in experiences if not wanted.isdisjoint(experience.areas)]
        if wanted
        else experiences
    )


def _ranked(ids: list[int], text: str) -> list[int]:
    """Those with the words in their title first; each half stays in its order."""
    if not text or len(ids) < 2:
        return ids
    titled = search_index.find_matching_ids(text, title=True)
    return [
        *(experience_id for experience_id in ids if experience_id in titled),
        *(experience_id for experience_id in ids if experience_id not in titled),
    ]


def _load(ids: Sequence[int], inside: bool) -> Sequence[Experience]:
    # Asked again whether one may read it: a card may have been withdrawn a moment ago.
    experiences = db.session.scalars(
        select(Experience)
        .where(Experience.id.in_(ids), *_readable(inside))
        .options(joinedload(Experience.organisation), selectinload(Experience.focus_areas))
    )
    return sorted(experiences, key=lambda experience: ids.index(experience.id))


def _readable(inside: bool) -> list[ColumnElement[bool]]:
    """The condition that a reader may see an experience."""
    published = [Experience.state == ExperienceState.PUBLISHED]
    return published if inside else [*published, Experience.audience == Readership.ALL]


def find(code: str, *, inside: bool) -> Experience | None:
    """The published experience with this code; None for drafts and where readers may not see it."""
    return db.session.scalar(
        select(Experience)
        .where(Experience.code == code, *_readable(inside))
        .options(joinedload(Experience.organisation), selectinload(Experience.focus_areas))
    )


def list_organisations(*, inside: bool) -> Sequence[Organisation]:
    """Organisations with an experience that the reader may see, by name."""
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(select(Experience.organisation_id).where(*_readable(inside))))
        .order_by(Organisation.name)
    ).all()
