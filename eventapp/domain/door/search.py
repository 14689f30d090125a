"""Finding somebody at the door by name or desk code; online only, a few at a time."""

import re
from dataclasses import dataclass

from eventapp.domain.door.record_content import name_to_show
from eventapp.domain.door.ticket_index import TicketIndex
from eventapp.domain.door.verdict import TicketStatus
from eventapp.domain.people.folding import fold
from eventapp.domain.registration.ticket_code import ALPHABET

MOST = 10
SHORTEST = 2
DESK_CODE = re.compile(f"[{ALPHABET}]{{8}}")
TYPED = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody who fits the words, as the phone may show them."""

    digest: str
    name: str
    organisation: str
    status: TicketStatus


def search_people(listing: TicketIndex, words: str) -> list[FoundPerson]:
    """At most ten people: by desk code, or each word the beginning of one of their name's words."""
    code = re.sub(r"[\s\-]", "", words).upper().translate(TYPED)
    if DESK_CODE.fullmatch(code):
        found = [digest for digest, row in listing.rows.items() if row.desk_code == code]
        if found:
            return _newest(listing, found)
    sought = fold(words).split()
    if sum(map(len, sought)) < SHORTEST:
        return []
    return _newest(
        listing,
        [digest for digest, row in listing.rows.items() if _fits(fold(row.name).split(), sought)],
    )


def _fits(name: list[str], sought: list[str]) -> bool:
    return all(any(part.startswith(word) for part in name) for word in sought)


def _newest(listing: TicketIndex, digests: list[str]) -> list[FoundPerson]:
    """One line a person, under their newest ticket, by name."""
    people = {listing.rows[digest].id for digest in digests}
    newest = [
        max(listing.digests_of[one], key=lambda d: listing.rows[d].revision) for one in people
    ]
    found = [
        FoundPerson(
            digest, *name_to_show(listing.rows[digest]), TicketStatus(listing.plain[digest][1])
        )
        for digest in newest
    ]
    return sorted(found, key=lambda each: (fold(each.name), each.digest))[:MOST]
