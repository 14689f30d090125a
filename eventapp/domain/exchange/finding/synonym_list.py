"""The words of one meaning: as search goes by them, and as editors list them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from eventapp.domain.exchange.finding.search_index import index_revision
from eventapp.domain.exchange.finding.sought_word import Phrase, stems_of_phrase
from eventapp.domain.paging import Page
from eventapp.domain.people.folding import fold, fold_query
from eventapp.domain.people.stemmer import split_words
from eventapp.domain.revision_cache import RevisionCache
from eventapp.extensions import db
from eventapp.models import SynonymGroup

SYNONYMS = "synonyms"  # the name of their revision
PAGE_SIZE = 50
GROUPS_MAX = 2_000

Synonyms = Mapping[Phrase, Sequence[Phrase]]

_cache = RevisionCache[str, Synonyms](1)


@dataclass(frozen=True, slots=True)
class SynonymPage:
    """One page of the list; `whole` is how many groups there are at all."""

    groups: Sequence[SynonymGroup]
    page: Page
    whole: int


def current_synonyms() -> Synonyms:
    """By the stems of an expression, the others of its groups. One query when nothing changed."""
    return _cache.get(SYNONYMS, index_revision(SYNONYMS), _read)


def list_groups(words: str, *, withdrawn: bool, page: int) -> SynonymPage:
    """The groups with an expression that contains every word, in their alphabet; one page."""
    groups = db.session.scalars(select(SynonymGroup).limit(GROUPS_MAX)).all()
    wanted = fold_query(words) if words else []
    fitting = [
        group
        for group in groups
        if group.withdrawn is withdrawn and all(word in fold(group.expressions) for word in wanted)
    ]
    fitting.sort(key=lambda group: (fold(group.expressions), group.id))
    shown = Page.of(len(fitting), wanted=page, size=PAGE_SIZE)
    return SynonymPage(shown.cut(fitting), shown, len(groups))


def find_group(code: str) -> SynonymGroup | None:
    """The group with this code."""
    return db.session.scalar(select(SynonymGroup).where(SynonymGroup.code == code))


def split_expressions(text: str) -> list[str]:
    """The expressions of a text with a comma or a line between them, once each."""
    parts = (" ".join(part.split()) for part in text.replace("\n", ",").split(","))
    return list({fold(part): part for part in parts if part}.values())


def _read() -> Synonyms:
    synonyms: dict[Phrase, list[Phrase]] = {}
    groups = db.session.scalars(
        select(SynonymGroup.expressions)
        .where(SynonymGroup.withdrawn.is_(False))
        .order_by(SynonymGroup.id)
    )
    for expressions in groups:
        phrases = [tuple(split_words(words)) for words in split_expressions(expressions)]
        by_stems = {stems_of_phrase(phrase): phrase for phrase in phrases if phrase}
        for stems in by_stems:
            others = synonyms.setdefault(stems, [])
            others += [
                phrase
                for other, phrase in by_stems.items()
                if other != stems and phrase not in others
            ]
    return synonyms
