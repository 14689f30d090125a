"""Finding somebody at the door by name or desk code; online only, a few at a time.

Each word of a name stands in a table of the door's own, made with the roster's entries: at the door
nobody is found by an address, which the organizers' lists are searched by too.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, insert, select

from eventapp.domain.door.record_content import name_to_show, status_of
from eventapp.domain.door.verdict import TicketStatus
from eventapp.domain.people.folding import fold
from eventapp.domain.people.search_text import make_sort_name
from eventapp.domain.registration.ticket_code import ALPHABET
from eventapp.extensions import db
from eventapp.models import Event, Registration, RosterName, Ticket

RESULTS_MAX = 10
QUERY_MIN_LETTERS = 2
WORD_MAX_LENGTH = 100
DESK_CODE = re.compile(f"[{ALPHABET}]{{8}}")
CONFUSED_LETTERS = str.maketrans("OIL", "011")
AFTER_ALL_LETTERS = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody who fits the words, as the phone may show them."""

    digest: str
    name: str
    organisation: str
    status: TicketStatus


def search_people(event: Event, words: str) -> list[FoundPerson]:
    """At most ten people: by desk code, or each word the beginning of one of their name's words."""
    code = re.sub(r"[\s\-]", "", words).upper().translate(CONFUSED_LETTERS)
    if DESK_CODE.fullmatch(code):
        owner = select(Registration.id).where(
            Registration.event_id == event.id, Registration.desk_code == code
        )
        if people := _show(db.session.scalars(owner).all()):
            return people
    sought = [word[:WORD_MAX_LENGTH] for word in fold(words).split()]
    if sum(map(len, sought)) < QUERY_MIN_LETTERS:
        return []
    return _show(_find_ids(event, sought))


def index_names(event: Event, names: Mapping[int, str]) -> None:
    """Let people, by registration, be found by these names and no longer by others."""
    db.session.execute(delete(RosterName).where(RosterName.registration_id.in_(names)))
    rows = [
        {
            "event_id": event.id,
            "word": word,
            "sort_name": sort_name,
            "registration_id": id_,
        }
        for id_, name in names.items()
        for sort_name in (make_sort_name(name),)
        for word in {part[:WORD_MAX_LENGTH] for part in fold(name).split()}
    ]
    if rows:
        db.session.execute(insert(RosterName.__table__), rows)  # type: ignore[arg-type]


def _find_ids(event: Event, sought: Sequence[str]) -> Sequence[int]:
    """The first by name of those who fit."""
    longest, *others = sorted(sought, key=len, reverse=True)
    matching = select(RosterName.registration_id).where(*_begins_with(event, longest))
    for word in others:
        also = select(RosterName.registration_id).where(*_begins_with(event, word))
        matching = matching.where(RosterName.registration_id.in_(also))
    first = (
        matching.group_by(RosterName.sort_name, RosterName.registration_id)
        .order_by(RosterName.sort_name, RosterName.registration_id)
        .limit(RESULTS_MAX)
    )
    return db.session.scalars(first).all()


def _begins_with(event: Event, word: str) -> tuple[ColumnElement[bool], ...]:
    return (
        RosterName.event_id == event.id,
        RosterName.word >= word,
        RosterName.word < word + AFTER_ALL_LETTERS,
    )


def _show(ids: Sequence[int]) -> list[FoundPerson]:
    """One line a person, under their newest ticket, by name."""
    rows = db.session.execute(
        select(
            Ticket.digest,
            Ticket.revision,
            Registration.id,
            Registration.name,
            Registration.organisation_name,
            Registration.visibility,
            Registration.state,
        )
        .join(Registration, Ticket.registration_id == Registration.id)
        .where(Registration.id.in_(ids))
        .order_by(Ticket.revision)
    )
    newest = {row.id: row for row in rows}
    people = [
        FoundPerson(row.digest, *name_to_show(row), status_of(row.state, row.revision, 0))
        for row in newest.values()
    ]
    return sorted(people, key=lambda person: (fold(person.name), person.digest))
