"""Names that people wrote because their organisation was not in the list, gathered by folding."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from eventapp.domain.organisation.organisation_list import OrganisationRow
from eventapp.domain.paging import Page
from eventapp.domain.people.folding import fold, fold_query
from eventapp.extensions import db
from eventapp.models import Registration

PAGE_SIZE = 25
NEAR_MAX = 3
# How alike two names must be, 0 to 1: shared groups of three letters of all that either has.
NEAR_MIN = 0.35


@dataclass(frozen=True, slots=True)
class FreeText:
    """A name as most wrote it, its spellings, and how many registrations have any of them."""

    text: str
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
    texts = [each for each in _gather() if all(word in fold(each.text) for word in wanted)]
    shown = Page.of(len(texts), wanted=page, size=PAGE_SIZE)
    grams = [(row, _grams(row)) for row in listed]
    return FreeTextPage([_with_near(each, grams) for each in shown.cut(texts)], shown)


def find_free_text(text: str, listed: Sequence[OrganisationRow]) -> FreeText | None:
    """The text of this folding with near names, or None if nobody wrote it."""
    wanted = fold(text)
    text_found = next((each for each in _gather() if fold(each.text) == wanted), None)
    return text_found and _with_near(text_found, [(row, _grams(row)) for row in listed])


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
        FreeText(max(group)[1], tuple(sorted(name for _n, name in group)), sum(n for n, _ in group))
        for group in groups.values()
    ]
    return sorted(texts, key=lambda each: (-each.registrations, fold(each.text)))


def _with_near(
    text: FreeText, listed: Iterable[tuple[OrganisationRow, frozenset[str]]]
) -> FreeText:
    own = _trigrams(fold(text.text))
    alike = sorted(
        ((_likeness(own, grams), row) for row, grams in listed),
        key=lambda each: (-each[0], each[1].name),
    )
    near = tuple(row for likeness, row in alike[:NEAR_MAX] if likeness >= NEAR_MIN)
    return FreeText(text.text, text.spellings, text.registrations, near)


def _grams(row: OrganisationRow) -> frozenset[str]:
    return _trigrams(fold(f"{row.name} {row.short_name}"))


def _likeness(some: frozenset[str], others: frozenset[str]) -> float:
    """What both have of what either has; a name within a longer one counts almost in full."""
    shared = len(some & others)
    smaller = min(len(some), len(others))
    return max(shared / (len(some | others) or 1), 0.9 * shared / smaller if smaller > 1 else 0)


def _trigrams(folded: str) -> frozenset[str]:
    """Groups of three letters within each word, with its beginning and end."""
    return frozenset(
        f" {word} "[start : start + 3] for word in folded.split() for start in range(len(word))
    )
