"""Finding published experiences, alike on SQLite and PostgreSQL.

What holds every word best comes first, then the newest; neither database's own ranking is asked,
for they differ. Where few hold every word, those that hold most of them follow.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from itertools import islice

from sqlalchemy import select
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
from eventapp.domain.people.stemmer import WORD, plain_letters
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

    `whole` of them hold every word; `unfiltered` is the total without filters. `counts` says for
    each facet's values how many there would be. `missing` words are held by nothing, and `meant` is
    the query with words near to them. `instead` are compounds that are held by nothing, with their
    parts, which are shown for them.
    """

    experiences: Sequence[Experience]
    used_by: dict[int, int]
    page: int
    pages: int
    total: int
    whole: int
    unfiltered: int
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
    match = _match(query, readable)
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
        unfiltered=matching.bit_count(),
        counts=_count(facets, matching, narrowed, successors),
        missing=match.missing if match else (),
        meant=_meant(query, match.doubtful, readable) if match else "",
        instead=match.instead if match else NOTHING_INSTEAD,
    )


def _match(query: SearchQuery, readable: int) -> WordMatch | None:
    """The words of the query, looked up; None where there are none."""
    if not query.words:
        return None
    sought = sought_words(query.words, synonym_list.current_synonyms())
    return match_words(sought, readable)


def _meant(query: SearchQuery, doubtful: Sequence[str], readable: int) -> str:
    """The query with words near to those that may be misspelt, where these are found."""
    if not doubtful:
        return ""
    nearest = near_word.find_nearest(doubtful)
    if not nearest:
        return ""
    matched = match_words(sought_words(" ".join(nearest.values()), {}), readable)
    if matched.missing:
        return ""
    typed = " ".join(plain_letters(query.words).split())
    return WORD.sub(lambda word: nearest.get(word[0], word[0]), typed)


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
    for word, bits in facets.bits.items():
        name, _, value = word.partition(":")
        if name in counts and (count := (left[Facet(name)] & bits).bit_count()):
            counts[Facet(name)][value] = count
    for code in {code for newer in successors.values() for code in newer}:
        bits = _having(Facet.AREA, code, facets, successors)
        counts[Facet.AREA][code] = (left[Facet.AREA] & bits).bit_count()
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
    # Asked again whether one may read it: a card may have been withdrawn a moment ago. Asked here,
    # for a database that is told the state too looks through all that are published.
    if not ids:
        return []
    experiences = db.session.scalars(
        select(Experience)
        .where(Experience.id.in_(ids))
        .options(joinedload(Experience.organisation), selectinload(Experience.focus_areas))
    )
    places = {experience_id: place for place, experience_id in enumerate(ids)}
    readable = [experience for experience in experiences if _is_readable(experience, inside)]
    return sorted(readable, key=lambda experience: places[experience.id])


def _is_readable(experience: Experience, inside: bool) -> bool:
    published = experience.state is ExperienceState.PUBLISHED
    return published and (inside or experience.audience is Readership.ALL)


def find(code: str, *, inside: bool) -> Experience | None:
    """The published experience with this code; None for drafts and where readers may not see it."""
    experience = db.session.scalar(
        select(Experience)
        .where(Experience.code == code)
        .options(joinedload(Experience.organisation), selectinload(Experience.focus_areas))
    )
    return experience if experience and _is_readable(experience, inside) else None


def name_organisations(codes: Collection[str]) -> dict[str, str]:
    """By code the names of these organisations, in their alphabet."""
    rows = db.session.execute(
        select(Organisation.code, Organisation.name)
        .where(Organisation.code.in_(codes))
        .order_by(Organisation.name)
    )
    return {row[0]: row[1] for row in rows}


def list_newest(query: SearchQuery, *, on: date, count: int) -> Sequence[Experience]:
    """What the query finds, the newest first, at most so many."""
    facets = current_facets()
    readable = facets.of(SHOWN) if query.inside else facets.of(FOR_ALL)
    match = _match(query, readable)
    matching = holding_words(match.ranked, readable)[1] if match else readable
    narrowed = _narrowed(query, facets, list_successors(on=on))
    fitting = reduce(int.__and__, narrowed.values(), matching)
    return _load(facets.newest_ids(fitting, count), query.inside)
