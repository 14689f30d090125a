"""Searching an event's schedule and materials: each reader in what they can have now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select

from eventapp.domain.people.folding import fold
from eventapp.domain.people.stemmer import PREFIX_MIN_LENGTH, stem_query, stems_of
from eventapp.domain.revision_cache import RevisionCache
from eventapp.domain.schedule.published import PublishedSchedule, PublishedSession
from eventapp.extensions import db
from eventapp.models import Event, Material, MaterialPage, MaterialStem

HITS_MAX = 20
QUERY_MAX_LENGTH = 100
EXCERPT_BEFORE, EXCERPT_LENGTH = 60, 200
AFTER_ALL = "\uffff"  # sorts behind whatever a stem may go on with
CACHED_EVENTS_MAX = 20

_session_stems = RevisionCache[str, dict[str, str]](CACHED_EVENTS_MAX)


@dataclass(frozen=True, slots=True)
class MaterialHit:
    """A material that has every word: on so many pages, the first one, and some words of it.

    `page` is 0 where its title alone has them.
    """

    material: Material
    page: int = 0
    pages: int = 0
    excerpt: str = ""


def search_materials(words: str, materials: Sequence[Material]) -> list[MaterialHit]:
    """Those of the materials that have every word in their title or on one page.

    Titles first, then those with most pages. What may be searched is the caller's to say.
    """
    wanted = stem_query(words[:QUERY_MAX_LENGTH])
    by_id = {material.id: material for material in materials}
    if not wanted or not by_id:
        return []
    titled = [m for m in materials if _has_all(f" {stems_of(m.title)}", wanted)]
    rows = _find_pages(wanted, by_id)
    firsts = {material_id: (first, count) for material_id, first, count in rows}
    ids = [m.id for m in titled] + [i for i in firsts if by_id[i] not in titled]
    ids = ids[:HITS_MAX]
    texts = _texts([(i, firsts[i][0]) for i in ids if i in firsts])
    return [
        MaterialHit(by_id[i], *firsts[i], excerpt_of(texts[i], wanted))
        if i in firsts
        else MaterialHit(by_id[i])
        for i in ids
    ]


def search_sessions(
    words: str, event: Event, schedule: PublishedSchedule
) -> list[PublishedSession]:
    """The released sessions that have every word in what is said of them, in their order."""
    wanted = stem_query(words[:QUERY_MAX_LENGTH])
    if not wanted:
        return []
    revision = (schedule.number, schedule.released_at)
    stems = _session_stems.get(event.public_id, revision, lambda: _stems_of_sessions(schedule))
    matching = [s for s in schedule.sessions if _has_all(stems.get(s.code, ""), wanted)]
    return matching[:HITS_MAX]


def excerpt_of(text: str, wanted: Sequence[tuple[str, ...]]) -> str:
    """The text around the first of the words that are sought."""
    folded = f" {text.translate(_ONE_LETTER)} "
    places = [_place(folded, stem) for forms in wanted for stem in forms]
    at = min((place for place in places if place >= 0), default=0)
    start = text.rfind(" ", 0, max(0, at - EXCERPT_BEFORE)) + 1
    end = start + EXCERPT_LENGTH
    cut = text[start:end] if end >= len(text) else text[start:end].rpartition(" ")[0]
    return f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}"


def _find_pages(
    wanted: Sequence[tuple[str, ...]], ids: Collection[int]
) -> list[tuple[int, int, int]]:
    """The material, its first page that has all of them, and how many have; the most first."""
    pages, count = MaterialPage, func.count()
    matching = [
        pages.id.in_(select(MaterialStem.page_id).where(or_(*map(_begins, forms))))
        for forms in wanted
    ]
    rows = db.session.execute(
        select(pages.material_id, func.min(pages.number), count)
        .where(pages.material_id.in_(ids), *matching)
        .group_by(pages.material_id)
        .order_by(count.desc(), pages.material_id)
        .limit(HITS_MAX)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _begins(stem: str) -> ColumnElement[bool]:
    """Whole words; longer ones also where they begin one, for Swedish joins words."""
    if len(stem) < PREFIX_MIN_LENGTH:
        return MaterialStem.stem == stem
    return (MaterialStem.stem >= stem) & (MaterialStem.stem < stem + AFTER_ALL)


def _texts(pages: Sequence[tuple[int, int]]) -> dict[int, str]:
    wanted = [(MaterialPage.material_id == i) & (MaterialPage.number == n) for i, n in pages]
    if not wanted:
        return {}
    rows = db.session.execute(
        select(MaterialPage.material_id, MaterialPage.text).where(or_(*wanted))
    )
    return {row[0]: row[1] for row in rows}


def _stems_of_sessions(schedule: PublishedSchedule) -> dict[str, str]:
    """A blank stands before each stem, so that a beginning can be looked for."""
    return {
        session.code: f" {stems_of(' '.join(_words_of(session)))}"
        for session in schedule.sessions
        if session.kind != "service"
    }


def _words_of(session: PublishedSession) -> list[str]:
    lists = (session.known, session.unknown, session.meaning, session.learning_goals)
    speakers = (f"{s.name} {s.title} {s.organisation}" for s in session.speakers)
    return [
        session.title,
        session.abstract,
        *(line for lines in lists for line in lines),
        *speakers,
        session.track.name if session.track else "",
    ]


def _has_all(stems: str, wanted: Sequence[tuple[str, ...]]) -> bool:
    return all(any(_place(f"{stems} ", stem) >= 0 for stem in forms) for forms in wanted)


def _place(text: str, stem: str) -> int:
    """Where in a text with blanks around its words one begins with the stem, or is it; or -1."""
    return text.find(f" {stem}" if len(stem) >= PREFIX_MIN_LENGTH else f" {stem} ")


class _OneLetter(dict[int, str]):
    """What each sign of a text is folded to, one for one, so that places stay where they are."""

    def __missing__(self, number: int) -> str:
        self[number] = letter = fold(chr(number))[:1] or " "
        return letter


_ONE_LETTER = _OneLetter()
