"""Registrations that may be the same person twice: names that are alike."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations, groupby

from sqlalchemy import bindparam, func, select

from eventapp.domain.people.folding import fold
from eventapp.extensions import db
from eventapp.models import Event, Registration, RegistrationState

LIKENESS_MIN = 0.85  # of two names, from 0 to 1: one letter in seven may differ
PAIRS_MAX = 500


def list_alike_at_one_address(event: Event) -> list[int]:
    """The ids of living registrations that share an address and whose names are alike."""
    cancelled = RegistrationState.CANCELLED
    # Written out, so that SQLite sees that the index of living registrations will do.
    living = (
        Registration.event_id == event.id,
        Registration.state != bindparam("cancelled", cancelled, literal_execute=True),
    )
    shared = select(Registration.email).where(*living).group_by(Registration.email)
    rows = db.session.execute(
        select(Registration.email, Registration.id, Registration.name)
        .where(*living, Registration.email.in_(shared.having(func.count() > 1)))
        .order_by(Registration.email, Registration.id)
    ).all()
    ids: list[int] = []
    for _email, group in groupby(rows, key=lambda row: row.email):
        ids += _alike([(row.id, fold(row.name)) for row in group])
    return sorted(set(ids))[: 2 * PAIRS_MAX]


def are_alike(some: str, other: str) -> bool:
    """Whether two folded names have the same words, all words but a middle name, or few slips."""
    words, others = set(some.split()), set(other.split())
    if len(words & others) > 1 and (words <= others or others <= words):
        return True
    matcher = SequenceMatcher(None, some, other, autojunk=False)
    return matcher.real_quick_ratio() >= LIKENESS_MIN and matcher.ratio() >= LIKENESS_MIN


def _alike(people: list[tuple[int, str]]) -> Iterator[int]:
    for (some, name), (other, other_name) in combinations(people, 2):
        if are_alike(name, other_name):
            yield from (some, other)
