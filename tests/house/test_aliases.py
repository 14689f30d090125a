"""An alias is indistinguishable: every page, list, print and row is that of an ordinary person.

The same house is visited three times: with somebody who registered by the public form, with an
alias in their place, and with somebody who is marked. By every door that shows something comes
every caller but the security contact. What only says which one it is (codes, tokens, what is
sealed) counts by its shape; every other letter counts, and so does every row of the database.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

import docx
import pypdfium2
from openpyxl import load_workbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from eventapp.domain.desk.prints.certificate import certificate_token
from eventapp.domain.desk.registration import register_for_somebody
from eventapp.domain.permission import Role
from eventapp.domain.protected.alias import (
    cancel_alias,
    find_alias,
    register_alias,
    register_alias_late,
    rename_alias,
)
from eventapp.domain.registration import link
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.care_need import CareNeeds, decrypt_needs
from eventapp.domain.registration.change import RegistrationChange, change
from eventapp.domain.registration.registration import Applicant, register
from eventapp.domain.registration.ticket import current_code
from eventapp.domain.revision_cache import RevisionCache
from eventapp.extensions import db, metadata
from eventapp.models import Alias, Badge, Event, Registration, Visibility
from tests.builders import NOON, an_affiliation
from tests.house.access import DOORS
from tests.house.access.callers import CALLERS, Caller
from tests.house.access.door import Door, Guard
from tests.house.access.house import House
from tests.house.access.scene import find_organisation
from tests.shared_app import _caches

# One for each role, the organizer that of the event. To a page for everybody one comes for all.
COMERS = [
    caller
    for caller in CALLERS
    if caller.trusted
    and not caller.house & {Role.SECURITY_CONTACT, Role.ORGANIZER}
    and not caller.event & {Role.EDITOR, Role.ANALYST, Role.DOOR_LEAD, Role.DOOR_STAFF}
    and "another" not in caller.name
]
SEARCH = "/api/v1/door/search"
LIST_BY_CODE = "/door/list/kept"  # its rows are ordered by chance
ORGANIZER = next(caller for caller in COMERS if Role.ORGANIZER in caller.event)
# What the site says of itself, and which experiences there are, has nothing to do with people.
ELSEWHERE = re.compile("/(organizer/)?(styleguide|assets|experiences|leads|sign-in|mailbox|series)")
SEEN = [
    door
    for door in DOORS
    if (door.method == "GET" or door.rule == SEARCH) and not ELSEWHERE.match(door.rule)
]
NAME, OTHER_NAME = "Anna Lindberg", "Eva Lundgren"
# Sealed at rest, drawn by chance, or derived from what was: as long, and nothing else, in both.
DRAWN = re.compile(r"[A-Za-z0-9_+/=-]{24,}")
FORM_FIELD = re.compile(r'name="[a-z0-9-]*(csrf_token|form_id)"[^>]*>')
PICTURE = re.compile(r'<path class="qr-ink"[^>]*>|<p class="ticket-code">.*?</p>')
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PICTURES = ("image/", "application/pdf", "application/zip")
SIZE_MARGIN = 0.1  # of a picture: what its code looks like
OWN_TABLE = "aliases"
Seen = dict[str, object]


@dataclass(frozen=True, slots=True)
class Applying:
    """Somebody's way to a registration: one verb each for what happens to it."""

    register: Callable[[Event, Applicant], Registration]
    rename: Callable[[Registration], None]
    cancel: Callable[[Registration], None]


def _by_the_form(event: Event, applicant: Applicant) -> Registration:
    return register(event.slug, applicant, now=NOON).registration


def _renamed(registration: Registration) -> None:
    wishes = RegistrationChange(
        name=OTHER_NAME,
        role=registration.role,
        visibility=registration.visibility,
        badge=registration.badge,
        needs=decrypt_needs(registration),
    )
    change(registration, wishes, version=registration.version, now=NOON)


def _under_an_alias(event: Event, applicant: Applicant) -> Registration:
    reach = "Ring 070-174 06 05"
    return register_alias(event, applicant, reach, actor="me", now=NOON).registration


def _by_telephone_late(event: Event, applicant: Applicant) -> Registration:
    closed = event.registration_closes_at
    return register_for_somebody(
        event, applicant, actor="me", reason="Ringde", now=closed
    ).registration


def _under_an_alias_late(event: Event, applicant: Applicant) -> Registration:
    closed, reach = event.registration_closes_at, "Ring 070-174 06 05"
    return register_alias_late(
        event, applicant, reach, actor="me", reason="Ringde", now=closed
    ).registration


def _known(registration: Registration) -> str:
    known = [find_alias(code) for code in db.session.scalars(select(Alias.code))]
    return next(alias.code for alias in known if alias and alias.registration == registration)


def _alias_renamed(registration: Registration) -> None:
    known = find_alias(_known(registration))
    assert known
    rename_alias(known, OTHER_NAME, version=registration.version, now=NOON)


def _alias_cancelled(registration: Registration) -> None:
    known = find_alias(_known(registration))
    assert known
    cancel_alias(known, now=NOON)


def _marked(event: Event, applicant: Applicant) -> Registration:
    registration = _by_the_form(event, applicant)
    registration.visibility = Visibility.PROTECTED
    return registration


def _cancelled(registration: Registration) -> None:
    cancel(registration, now=NOON)


ORDINARY = Applying(_by_the_form, _renamed, _cancelled)
ALIAS = Applying(_under_an_alias, _alias_renamed, _alias_cancelled)
LATE = Applying(_by_telephone_late, _renamed, _cancelled)
LATE_ALIAS = Applying(_under_an_alias_late, _alias_renamed, _alias_cancelled)
MARKED = Applying(_marked, _renamed, _cancelled)


def an_applicant_of(house: House) -> Applicant:
    organisation = find_organisation(house.things["organisation"])
    return Applicant(
        name=NAME,
        email="anmalan@town.example",
        affiliation=an_affiliation(organisation),
        role="deltagare",
        badge=Badge.FIRST_NAME,
        needs=CareNeeds(diet="Glutenfritt"),
        notice_version="2026-11-22",
    )


@contextmanager
def applied(
    house: House, way: Applying, *, until: str = ""
) -> Iterator[tuple[Registration, dict[str, str]]]:
    """The house with somebody who has registered that way, and what is their own; then put back."""
    forget_pages(house)
    event = db.session.scalars(select(Event).where(Event.slug == house.things["event"])).one()
    registration = way.register(event, an_applicant_of(house))
    if until in {"renamed", "cancelled"}:
        way.rename(registration)
    if until == "cancelled":
        way.cancel(registration)
    db.session.commit()
    own = own_values(registration)
    before = house.things
    house.things = {
        **before,
        "registration": registration.code,
        "personal link": own["personal link"],
        "agenda link": own["agenda link"],
    }
    try:
        yield registration, own
    finally:
        house.things = before
        db.session.remove()  # or the house cannot be put back
        house.put_back()


def visited(house: House, way: Applying, comers: list[Caller], *, until: str = "") -> Seen:
    """All that is seen of the house when somebody has registered that way, by what was seen."""
    with applied(house, way, until=until) as (_registration, own):
        seen: Seen = dict(rows(own))
        for caller in comers:
            for door in SEEN:
                if comes(caller, door):
                    seen[f"{caller.name}: {door.name}"] = sight(answer(house, caller, door), own)
    return seen


def comes(caller: Caller, door: Door) -> bool:
    """Whether the caller is let in and sees what no other does.

    To a page for everybody the visitor comes for all, and to a page about no person the organizer
    comes for the administrator, by the same guard.
    """
    if door.guard is Guard.NOTHING:
        return caller.name == "visitor"
    if Role.ADMIN in caller.house and "registrations" not in door.rule:
        return door.lets_in(caller) and not door.lets_in(ORGANIZER)
    return door.lets_in(caller)


def answer(house: House, caller: Caller, door: Door) -> TestResponse:
    if door.rule == SEARCH:
        browser = house.browser(caller)
        return browser.post(SEARCH, json={"q": "lindberg"}, headers={"Origin": "http://localhost"})
    return house.come(caller, door)


def sight(answered: TestResponse, own: dict[str, str]) -> tuple[object, ...]:
    """What one sees of an answer: state, head and words; lines of a print; size of a picture."""
    kind = answered.mimetype
    if kind == "application/pdf" and b"%%EOF" in answered.data:  # no material that says it is one
        return answered.status_code, kind, printed_lines(answered.data, own)
    if kind == XLSX and b"PK" in answered.data[:2]:
        return answered.status_code, kind, cells(answered.data, own)
    if kind == WORD:
        return answered.status_code, kind, paragraphs(answered.data, own)
    if kind.startswith(PICTURES):
        return answered.status_code, kind, round(len(answered.data) * SIZE_MARGIN / 1000)
    heads = {
        name: normalised(value, own)
        for name, value in answered.headers
        if name not in {"Date", "Set-Cookie", "ETag", "Content-Length", "Server-Timing"}
    }
    text = normalised(answered.get_data(as_text=True), own)
    if answered.request.path.endswith(LIST_BY_CODE):
        return answered.status_code, sorted(heads.items()), sorted(text.splitlines())
    return answered.status_code, sorted(heads.items()), text


def paragraphs(document: bytes, own: dict[str, str]) -> list[str]:
    """The paragraphs of a Word file."""
    return [normalised(p.text, own) for p in docx.Document(BytesIO(document)).paragraphs]


def cells(workbook: bytes, own: dict[str, str]) -> list[str]:
    """The rows of every sheet."""
    sheets = load_workbook(BytesIO(workbook)).worksheets
    rows_of_all = (row for sheet in sheets for row in sheet.iter_rows(values_only=True))
    return [normalised(repr(row), own) for row in rows_of_all]


def printed_lines(document: bytes, own: dict[str, str]) -> list[str]:
    """The lines of a print without spaces, in no order: a list by code is ordered by chance."""
    with pypdfium2.PdfDocument(document) as opened:
        texts = [page.get_textpage().get_text_bounded() for page in opened]
    lines = ["".join(line.split()) for text in texts for line in text.splitlines()]
    return sorted(normalised(line, own) for line in lines)


def rows(own: dict[str, str]) -> Iterator[tuple[str, object]]:
    """Every row of every table but one, as a reader of the database sees it."""
    for table in metadata.sorted_tables:
        if table.name != OWN_TABLE:
            stored = db.session.execute(table.select()).all()
            shown = (tuple(len(v) if isinstance(v, bytes) else v for v in row) for row in stored)
            yield f"table {table.name}", sorted(normalised(repr(row), own) for row in shown)


def own_values(registration: Registration) -> dict[str, str]:
    """What was drawn for this registration, or derived from that."""
    return {
        "certificate": certificate_token(registration),
        "code": registration.code,
        "secret": registration.secret,
        "desk code": registration.desk_code,
        "personal link": link.personal_token(registration),
        "agenda link": link.agenda_token(registration),
        "ticket code": current_code(registration),
    }


def normalised(text: str, own: dict[str, str]) -> str:
    """The text with what was drawn by chance told by its length alone."""
    text = PICTURE.sub("", FORM_FIELD.sub("", text.replace("\r\n ", "")))
    for name, value in own.items():
        for written in (value, f"{value[:4]}-{value[4:]}", f"{value[:4]} {value[4:]}"):
            text = text.replace(written, f"({name})")
    return DRAWN.sub(lambda drawn: f"({len(drawn[0])})", text)


def forget_pages(house: House) -> None:
    """Drop what the app has cached: the databases have the same revisions, and other people."""
    for cache in _caches(house.app.extensions):
        cache.clear()
    modules = [module for name, module in sys.modules.items() if name.startswith("eventapp.")]
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, RevisionCache):
                value._entries.clear()


def different(seen: Seen, other: Seen) -> list[str]:
    return sorted(name for name in seen.keys() | other.keys() if seen.get(name) != other.get(name))


def test_nobody_sees_that_somebody_is_an_alias(house: House) -> None:
    ordinary, alias = (visited(house, way, COMERS) for way in (ORDINARY, ALIAS))

    assert len(ordinary) > 150
    assert different(ordinary, alias) == []


def test_nor_does_anybody_of_one_who_was_registered_late(house: House) -> None:
    comers = [ORGANIZER, *(name for name in COMERS if Role.RECORDS_OFFICER in name.house)]

    ordinary, alias = (visited(house, way, comers) for way in (LATE, LATE_ALIAS))

    assert f"{Role.RECORDS_OFFICER} of the house: GET /organizer/log" in ordinary
    assert different(ordinary, alias) == []


def test_nor_does_anybody_once_the_alias_has_another_name_and_is_cancelled(house: House) -> None:
    for until in ("renamed", "cancelled"):
        ordinary, alias = (visited(house, way, [], until=until) for way in (ORDINARY, ALIAS))

        assert "table audit_entries" in ordinary
        assert different(ordinary, alias) == []


def test_a_mark_would_be_seen(house: House) -> None:
    comers = [name for name in COMERS if name.event or name.looks_after]

    ordinary, marked = (visited(house, way, comers) for way in (ORDINARY, MARKED))

    seen = different(ordinary, marked)
    assert "table registrations" in seen
    for page in (
        "organizer of the event: GET /organizer/events/<slug>/registrations",
        "organizer of the event: GET /organizer/events/<slug>/registrations/<code>",
        "coordinator of our organisation: GET /delegations/<code>",
    ):
        assert page in seen
