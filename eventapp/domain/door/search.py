"""Finding somebody at the door by name or desk code; online only, a few at a time."""

import re
from dataclasses import dataclass

from eventapp.domain.door.record_content import name_to_show
from eventapp.domain.door.ticket_index import TicketIndex
from eventapp.domain.door.verdict import TicketStatus
from eventapp.domain.people.folding import fold
from eventapp.domain.registration.ticket_code import ALPHABET

RESULTS_MAX = 10
QUERY_MIN_LETTERS = 2
DESK_CODE = re.compile(f"[{ALPHABET}]{{8}}")
CONFUSED_LETTERS = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody who fits the words, as the phone may show them."""

    digest: str
    name: str
    organisation: str
    status: TicketStatus


def search_people(index: TicketIndex, words: str) -> list[FoundPerson]:
    """At most ten people: by desk code, or each word the beginning of one of their name's words."""
    code = re.sub(r"[\s\-]", "", words).upper().translate(CONFUSED_LETTERS)
    if DESK_CODE.fullmatch(code):
        digests = [digest for digest, row in index.rows.items() if row.desk_code == code]
        if digests:
            return _newest(index, digests)
    sought = fold(words).split()
    if sum(map(len, sought)) < QUERY_MIN_LETTERS:
        return []
    return _newest(
        index,
        [digest for digest, row in index.rows.items() if _fits(fold(row.name).split(), sought)],
    )


def _fits(name: list[str], sought: list[str]) -> bool:
    return all(any(part.startswith(word) for part in name) for word in sought)


def _newest(index: TicketIndex, digests: list[str]) -> list[FoundPerson]:
    """One line a person, under their newest ticket, by name."""
    people = {index.rows[digest].id for digest in digests}
    newest = [
        max(index.digests_of[person], key=lambda d: index.rows[d].revision) for person in people
    ]
    results = [
        FoundPerson(digest, *name_to_show(index.rows[digest]), TicketStatus(index.plain[digest][1]))
        for digest in newest
    ]
    return sorted(results, key=lambda hit: (fold(hit.name), hit.digest))[:RESULTS_MAX]
