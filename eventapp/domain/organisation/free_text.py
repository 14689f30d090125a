"""Names that people wrote because their organisation was not in the list, gathered by folding."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from eventapp.domain.organisation.organisation_list import OrganisationRow
from eventapp.domain.paging import Page
from eventapp.domain.people.folding import fold, fold_query
from eventapp.domain.people.likeness import likeness, trigrams
from eventapp.extensions import db
from eventapp.models import Registration

PAGE_SIZE = 25
NEAR_MAX = 3
# How alike two names must be, from 0 to 1.
NEAR_MIN = 0.5


@dataclass(frozen=True, slots=True)
class FreeText:
    """A name as most wrote it, its spellings, and how many registrations have any of them."""

    text: str
    folded: str
    spellings: tuple[str, ...]
    registrations: int
    near: tuple[OrganisationRow, ...] = ()


@dataclass(frozen=True, slots=True)
class FreeTextPage:
    """One page of the texts, the most frequent first."""

    texts: Sequence[FreeText]
    page: Page


def list_free_texts(words: str, listed: Sequence[OrganisationRow], *, page: int) -> FreeTextPage:
    """One page of the texts that contain every word, each with listed names that are near it.

    One query: as many rows as there are spellings.
    """
    wanted = fold_query(words)
    texts = [text for text in _gather() if all(word in text.folded for word in wanted)]
    shown = Page.of(len(texts), wanted=page, size=PAGE_SIZE)
    return FreeTextPage([_with_near(row, listed) for row in shown.cut(texts)], shown)


def find_free_text(text: str, listed: Sequence[OrganisationRow]) -> FreeText | None:
    """The text of this folding with near names, or None if nobody wrote it."""
    wanted = fold(text)
    free_text = next((candidate for candidate in _gather() if candidate.folded == wanted), None)
    return free_text and _with_near(free_text, listed)


def count_free_texts() -> int:
    """How many registrations have a text in place of an organisation."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Registration)
            .where(Registration.organisation_id.is_(None))
        )
        or 0
    )


def _gather() -> list[FreeText]:
    rows = db.session.execute(
        select(Registration.organisation_name, func.count())
        .where(Registration.organisation_id.is_(None))
        .group_by(Registration.organisation_name)
    )
    groups: dict[str, list[tuple[int, str]]] = {}
    for name, count in rows:
        if folded := fold(name):
            groups.setdefault(folded, []).append((count, name))
    texts = [
        FreeText(
            # As most wrote it; of two as frequent the one with a capital letter.
            text=max(
                group, key=lambda spelling: (spelling[0], spelling[1][0].isupper(), spelling[1])
            )[1],
            folded=folded,
            spellings=tuple(sorted(name for _count, name in group)),
            registrations=sum(count for count, _name in group),
        )
        for folded, group in groups.items()
    ]
    return sorted(texts, key=lambda text: (-text.registrations, text.folded))


def _with_near(text: FreeText, listed: Iterable[OrganisationRow]) -> FreeText:
    own = trigrams(text.folded)
    alike = sorted(
        ((likeness(own, row.trigrams), row) for row in listed),
        key=lambda likely: (-likely[0], likely[1].name),
    )
    near = tuple(row for nearness, row in alike[:NEAR_MAX] if nearness >= NEAR_MIN)
    return replace(text, near=near)
