"""What words in the log's search may mean: a code, an actor, a thing's name, or words of a reason.

A person who takes part is found by the registration's code, never by name: the log holds none.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from eventapp.domain.record.words import fold_words
from eventapp.extensions import db
from eventapp.models import (
    Account,
    AuditEntry,
    AuditWord,
    Event,
    Experience,
    FocusArea,
    Organisation,
)

WORDS_MAX_LENGTH = 100
NAMES_MAX = 10  # things of one kind whose names contain the words
REASONS_MAX = 5000  # the newest reasons with a word


def search_conditions(words: str) -> list[ColumnElement[bool]]:
    """Conditions of which an entry that is sought fulfils one; each is answered by an index."""
    codes = {words, words.lower(), words.upper()}
    events = _ids(Event.id, Event.title, words)
    return [
        *(AuditEntry.subject_code == code for code in sorted(codes | _codes(words))),
        *(AuditEntry.actor == code for code in _ids(Account.code, Account.name, words)),
        *(AuditEntry.event_id == event_id for event_id in events),
        *_with_reason(fold_words(words)),
    ]


def _codes(words: str) -> set[str]:
    """The codes of things, by their names."""
    named = (
        (Event.public_id, Event.title),
        (Organisation.code, Organisation.name),
        (FocusArea.code, FocusArea.name),
        (Experience.code, Experience.title),
    )
    return {code for column, name in named for code in _ids(column, name, words)}


def _ids(
    column: InstrumentedAttribute[Any], name: InstrumentedAttribute[str], words: str
) -> Sequence[Any]:
    return db.session.scalars(
        select(column).where(name.icontains(words, autoescape=True)).limit(NAMES_MAX)
    ).all()


def _with_reason(words: Sequence[str]) -> list[ColumnElement[bool]]:
    """Entries whose reason has all the words; of a common word the newest alone."""
    if not words:
        return []
    newest = (
        select(AuditWord.entry_id)
        .where(AuditWord.word == words[0])
        .order_by(AuditWord.entry_id.desc())
        .limit(REASONS_MAX)
        .scalar_subquery()
    )
    others = (
        AuditEntry.id.in_(select(AuditWord.entry_id).where(AuditWord.word == word))
        for word in words[1:]
    )
    condition: ColumnElement[bool] = AuditEntry.id.in_(newest)
    for other in others:
        condition = condition & other
    return [condition]
