"""Finding published experiences, alike on SQLite and PostgreSQL.

What holds every word best comes first, then the newest; neither database's own ranking is asked,
for they differ. Where few hold every word, those that hold most of them follow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from itertools import islice

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain.event.focus_area import list_successors
from eventapp.domain.exchange.adaptation import count_users
from eventapp.domain.exchange.finding import near_word, synonym_list
from eventapp.domain.exchange.finding.facet_cache import SHOWN, FacetBits, current_facets
from eventapp.domain.exchange.finding.facets import FOR_ALL, Facet
from eventapp.domain.exchange.finding.ranking import best_first, holding_words
from eventapp.domain.exchange.finding.sought_word import sought_words
from eventapp.domain.exchange.finding.word_match import WordMatch, match_words
from eventapp.domain.paging import Page
from eventapp.extensions import db
from eventapp.models import (
    Experience,
    ExperienceState,
    Organisation,
    Readership,
)

PAGE_SIZE = 20
NOTHING_INSTEAD: Mapping[str, Sequence[str]] = {}
NOTHING_CHOSEN: Mapping[Facet, tuple[str, ...]] = {}


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What a visitor looks for; `inside` when they have signed in.

    Of each facet one of the chosen values is enough.
    """

    words: str = ""
    chosen: Mapping[Facet, tuple[str, ...]] = field(default_factory=lambda: NOTHING_CHOSEN)
    inside: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether anything at all is asked for."""
        return bool(self.words or any(self.chosen.values()))

    def values(self, facet: Facet) -> tuple[str, ...]:
        """What is chosen of the facet."""
        return self.chosen.get(facet, ())


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of what was found; pages count from 1. `used_by` counts organisations by card.

    `whole` of them hold every word. `counts` says for each facet's values how many there would be.
    `missing` words are held by nothing, and `meant` is the query with words near to them.
    `instead` are compounds that are held by nothing, with their parts, which are shown for them.
    """

    experiences: Sequence[Experience]
    used_by: dict[int, int]
    page: int
    pages: int
    total: int
    whole: int
    counts: Mapping[Facet, Mapping[str, int]]
    missing: Sequence[str] = ()
    meant: str = ""
    instead: Mapping[str, Sequence[str]] = field(default_factory=lambda: NOTHING_INSTEAD)


def search(query: SearchQuery, *, page: int, on: date, size: int = PAGE_SIZE) -> SearchPage:
    """One page of what the query finds, and how many there are by each facet.

    What bears an area counts for those that continue it that day as well.
    """
    facets = current_facets()
    readable = facets.of(SHOWN) if query.inside else facets.of(FOR_ALL)
    match = _match(query, facets, readable)
    whole, matching = holding_words(match.ranked, readable) if match else (readable, readable)
    if match and match.instead:
        whole = 0  # none holds what was typed
    successors = list_successors(on=on)
    narrowed = _narrowed(query, facets, successors)
    fitting = reduce(int.__and__, narrowed.values(), matching)
    shown = Page.of(fitting.bit_count(), wanted=page, size=size)
    ids = _best(match, facets, fitting, shown.start, size)
    return SearchPage(
        experiences=_load(ids, query.inside),
        used_by=count_users(ids),
        page=shown.number,
        pages=shown.pages,
        total=fitting.bit_count(),
        whole=(whole & fitting).bit_count(),
        counts=_count(facets, matching, narrowed, successors),
        missing=match.missing if match else (),
        meant=_meant(query, match.doubtful, facets, readable) if match else "",
        instead=match.instead if match else NOTHING_INSTEAD,
    )


def _match(query: SearchQuery, facets: FacetBits, readable: int) -> WordMatch | None:
    """The words of the query, looked up; None where there are none."""
    if not query.words:
        return None
    sought = sought_words(query.words, synonym_list.current_synonyms())
    return match_words(sought, facets, readable)


def _meant(query: SearchQuery, doubtful: Sequence[str], facets: FacetBits, readable: int) -> str:
    """The query with words near to those that may be misspelt, where these are found."""
    if not doubtful:
        return ""
    nearest = {word: near_word.find_nearest(word) for word in doubtful}
    nearest = {word: near for word, near in nearest.items() if near}
    if not nearest:
        return ""
    matched = match_words(sought_words(" ".join(nearest.values()), {}), facets, readable)
    if matched.missing:
        return ""
    words = query.words.lower().split()
    return " ".join(nearest.get(word.strip(".,?!”\"'"), word) for word in words)


def _narrowed(
    query: SearchQuery, facets: FacetBits, successors: Mapping[str, frozenset[str]]
) -> dict[Facet, int]:
    """By facet of which something is chosen, those that have one of its values."""
    return {
        facet: reduce(
            int.__or__, (_having(facet, value, facets, successors) for value in values), 0
        )
        for facet, values in query.chosen.items()
        if values
    }


def _having(
    facet: Facet, value: str, facets: FacetBits, successors: Mapping[str, frozenset[str]]
) -> int:
    values = [value]
    if facet is Facet.AREA:
        values += [older for older, newer in successors.items() if value in newer]
    return facets.of(*map(facet.word, values))


def _count(
    facets: FacetBits,
    matching: int,
    narrowed: Mapping[Facet, int],
    successors: Mapping[str, frozenset[str]],
) -> dict[Facet, dict[str, int]]:
    """For each value of each facet, how many of what the other facets leave have it."""
    counts: dict[Facet, dict[str, int]] = {facet: {} for facet in Facet}
    left = {
        facet: reduce(
            int.__and__, (bits for other, bits in narrowed.items() if other is not facet), matching
        )
        for facet in Facet
    }
    words = dict.fromkeys(facets.bits)
    words.update(
        dict.fromkeys(Facet.AREA.word(code) for newer in successors.values() for code in newer)
    )
    for word in words:
        name, _, value = word.partition(":")
        if name not in counts:
            continue
        facet = Facet(name)
        count = (left[facet] & _having(facet, value, facets, successors)).bit_count()
        if count:
            counts[facet][value] = count
    return counts


def _best(
    match: WordMatch | None, facets: FacetBits, fitting: int, start: int, size: int
) -> list[int]:
    """The ids of the page: what holds the words best, then the newest."""
    groups = best_first(match.ranked, fitting) if match and match.ranked else iter((fitting,))
    wanted, ids = start + size, list[int]()
    for group in groups:
        ids += facets.newest_ids(group, wanted - len(ids))
        if len(ids) >= wanted:
            break
    return list(islice(ids, start, wanted))


def _load(ids: Sequence[int], inside: bool) -> Sequence[Experience]:
    # Asked again whether one may read it: a card may have been withdrawn a moment ago.
    if not ids:
        return []
    experiences = db.session.scalars(
        select(Experience)
        .where(Experience.id.in_(ids), *_readable(inside))
        .options(joinedload(Experience.organisation), selectinload(Experience.focus_areas))
    )
    places = {experience_id: place for place, experience_id in enumerate(ids)}
    return sorted(experiences, key=lambda experience: places[experience.id])


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


def list_newest(query: SearchQuery, *, on: date, count: int) -> Sequence[Experience]:
    """What the query finds, the newest first, at most so many."""
    facets = current_facets()
    readable = facets.of(SHOWN) if query.inside else facets.of(FOR_ALL)
    match = _match(query, facets, readable)
    matching = holding_words(match.ranked, readable)[1] if match else readable
    narrowed = _narrowed(query, facets, list_successors(on=on))
    fitting = reduce(int.__and__, narrowed.values(), matching)
    return _load(facets.newest_ids(fitting, count), query.inside)
