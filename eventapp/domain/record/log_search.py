"""What words in the log's search may mean: a code, an actor, a thing's name, or words of a reason.

An organisation is also found by its other names and its official code, and so are the acts about
something else that name it; an event by its address.

A person who takes part is found by the registration's code, never by name: the log holds none.
"""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
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
    NamedOrganisation,
    Organisation,
)

WORDS_MAX_LENGTH = 100
NAMES_MAX = 10  # things of one kind whose names contain the words
REASONS_MAX = 5000  # the newest reasons with a word
ADDRESS = re.compile(r"/events/([^/?#\s]+)")
EVENT_NAMES = (Event.title, Event.slug)
ORGANISATION_NAMES = (
    Organisation.name,
    Organisation.short_name,
    Organisation.also_known_as,
    Organisation.official_code,
)


def search_conditions(words: str) -> list[ColumnElement[bool]]:
    """Conditions of which an entry that is sought fulfils one; each is answered by an index."""
    typed = {words, words.lower(), words.upper()}
    events = _named_events(words)
    organisations = set(_ids(Organisation.code, ORGANISATION_NAMES, words))
    codes = typed | organisations | set(events) | _codes(words)
    return [
        *(AuditEntry.subject_code == code for code in sorted(codes)),
        *(NamedOrganisation() == code for code in sorted(typed | organisations)),
        *(AuditEntry.actor == code for code in _ids(Account.code, (Account.name,), words)),
        *(AuditEntry.event_id == event_id for event_id in events.values()),
        *_with_reason(fold_words(words)),
    ]


def _named_events(words: str) -> dict[str, int]:
    """The ids of the events whose title or address has the words, by their codes.

    Of a whole address, as a browser has it, the one event.
    """
    address = ADDRESS.search(words)
    which = (
        Event.slug == address[1] if address else Event.id.in_(_ids(Event.id, EVENT_NAMES, words))
    )
    rows = db.session.execute(select(Event.public_id, Event.id).where(which))
    return {row[0]: row[1] for row in rows}


def _codes(words: str) -> set[str]:
    """The codes of other things, by their names."""
    named = ((FocusArea.code, FocusArea.name), (Experience.code, Experience.title))
    return {code for column, name in named for code in _ids(column, (name,), words)}


def _ids(
    column: InstrumentedAttribute[Any], names: Sequence[InstrumentedAttribute[str]], words: str
) -> Sequence[Any]:
    """Of what has the words in one of its names; of many those with the shortest first name.

    So “Linköping” is Linköpings kommun, before the schools and offices that are called after it.
    """
    return db.session.scalars(
        select(column)
        .where(or_(*(name.icontains(words, autoescape=True) for name in names)))
        .order_by(func.length(names[0]), column)
        .limit(NAMES_MAX)
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
