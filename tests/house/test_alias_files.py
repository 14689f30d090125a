"""What leaves the house is as indistinguishable: every list, print and count, with its choices.

The pages themselves are looked at by `test_aliases.py`. Here an organizer takes out every file that
the desk gives, narrows lists, and counts whom a letter would reach; then the event is over, and
those who came get certificates.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from werkzeug.test import TestResponse

from eventapp.domain.desk.export.export import ExportFormat, ExportKind
from eventapp.domain.door import check_in
from eventapp.domain.locking import lock_event
from eventapp.extensions import db
from eventapp.models import Registration
from tests.builders import HOUR, NEXT_MONTH, NOON
from tests.builders.door import a_digest, a_phone, a_scan, read_scans
from tests.house.access import DOORS
from tests.house.access.house import House
from tests.house.test_aliases import (
    ALIAS,
    MARKED,
    ORDINARY,
    ORGANIZER,
    Applying,
    Seen,
    applied,
    different,
    sight,
)

GIVEN_OUT = re.compile(r"/organizer/events/<slug>/(exports/|prints/.)")
BY_RULE = {door.name.replace("/organizer/events/<slug>", ""): door for door in DOORS}
DAY = f"day-{NEXT_MONTH.date()}"
EXPORT, IMPORTS = "GET /exports/<kind>.<ending>", "GET /import/<code>"
NARROWED = (
    "?q=lindberg",
    "?state=confirmed",
    "?state=waitlisted",
    "?language=sv&came=no",
    "?double=yes",
    "?undelivered=yes",
    "?column=name&column=email&column=language&column=registered&sort=latest",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """By which door an organizer comes, and what they ask for there."""

    door: str
    query: str = ""
    places: dict[str, str] = field(default_factory=dict)
    fields: dict[str, list[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How it is called among what was seen."""
        asked = [self.query, *self.places.values(), *(chosen for (chosen,) in self.fields.values())]
        return " ".join(filter(None, [self.door, *asked]))


def file_of(kind: ExportKind, ending: ExportFormat, query: str = "") -> Asked:
    return Asked(EXPORT, query, {"kind": kind.value, "ending": ending.value})


def badges(selection: str, **chosen: str) -> Asked:
    fields = {"selection": selection, "paper": "a4-10", "order": "name", **chosen}
    return Asked("POST /prints/badges", fields={name: [text] for name, text in fields.items()})


BEFORE = (
    *(file_of(kind, ending) for kind in ExportKind for ending in ExportFormat),
    *(file_of(ExportKind.PARTICIPANTS, ExportFormat.CSV, query) for query in NARROWED),
    file_of(ExportKind.SESSIONS, ExportFormat.CSV, "?q=lindberg"),
    *(Asked("GET /prints/sign-in.pdf", f"?list={of}") for of in (DAY, "sessions", "delegations")),
    Asked("GET /prints/door.pdf"),
    Asked("GET /door/list/kept"),
    Asked("GET /prints/rooms.pdf"),
    Asked("GET /prints/delegations/<code>/tickets.pdf"),
    Asked("GET /prints/certificates/sample.pdf"),
    badges("new", codes="y", large="y"),
    badges("all"),
    badges("all", order="organisation", paper="roll-62"),
    *(Asked("GET /registrations", query) for query in NARROWED),
    Asked("GET /registrations/views/<code>"),
    Asked("GET /registrations/bulk/new", "?act=send-link&q=lindberg"),
    *(Asked("GET /letters/new", f"?to=selection&{query[1:]}") for query in NARROWED[:4]),
    Asked("GET /letters/new", "?to=waiting"),
    Asked("GET /doubles"),
    Asked(IMPORTS),
)
AFTERWARDS = (
    *(file_of(ExportKind.NO_SHOWS, ending) for ending in ExportFormat),
    file_of(ExportKind.PARTICIPANTS, ExportFormat.CSV, "?came=yes"),
    Asked("POST /prints/certificates"),
    badges("all"),
)


def taken_out(
    house: House,
    way: Applying,
    before: Sequence[Asked] = BEFORE,
    afterwards: Sequence[Asked] = AFTERWARDS,
) -> Seen:
    """What an organizer has in hand when somebody has registered that way."""
    with applied(house, way) as (registration, own):
        seen = {ask.name: sight(come(house, ask), own) for ask in before}
        come_and_go(registration)
        return seen | {f"later: {ask.name}": sight(come(house, ask), own) for ask in afterwards}


def come(house: House, ask: Asked) -> TestResponse:
    door = replace(BY_RULE[ask.door], query=ask.query)
    return house.come(ORGANIZER, door, ask.fields, places=ask.places)


def come_and_go(registration: Registration) -> None:
    """Let the event be over; they were there."""
    event = lock_event(registration.event).event
    event.starts_at, event.ends_at = NOON - 9 * HOUR, NOON - HOUR
    phone, _token = a_phone(event, "Entré")
    scan = a_scan(a_digest(registration), at=NOON - 2 * HOUR, place=phone.place.number)
    check_in.receive_scans(phone, read_scans(scan), now=NOON - 2 * HOUR)
    db.session.commit()


def test_no_file_and_no_count_shows_that_somebody_is_an_alias(house: House) -> None:
    ordinary, alias = (taken_out(house, way) for way in (ORDINARY, ALIAS))

    refused = {name for name, seen in ordinary.items() if seen[0] not in {200, 302}}
    assert refused == {f"{EXPORT} no-shows {ending}" for ending in ("xlsx", "csv")}
    assert different(ordinary, alias) == []


def test_every_file_of_the_desk_is_among_them() -> None:
    asked = {ask.door for ask in (*BEFORE, *AFTERWARDS)}

    assert {name for name, door in BY_RULE.items() if GIVEN_OUT.match(door.rule)} <= asked


def test_a_mark_would_be_seen_in_files(house: House) -> None:
    papers = (Asked("GET /prints/door.pdf"), Asked("GET /prints/sign-in.pdf", f"?list={DAY}"))
    ordinary, marked = (taken_out(house, way, papers, ()) for way in (ORDINARY, MARKED))

    assert different(ordinary, marked) == sorted(paper.name for paper in papers)
