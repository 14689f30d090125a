"""The log of an event without people: what was done when, by whom in kind, and to what.

An entry holds codes, some of which are people's: of those only the codes of things are taken that
are in the bundle. What a change was from and to, and why, may hold names: it is not read at all.
What people did, or what was done to them, is in it once a day: so nobody can count how few they
were, which every other part hides, and nobody is known by the minute.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from eventapp.domain.record.audit import OPERATOR, PARTICIPANT, SYSTEM
from eventapp.domain.record.log import LogFilter, is_confidential, shown_action, stream_log
from eventapp.domain.retention.closing.field import permitted
from eventapp.extensions import db
from eventapp.models import AuditEntry, Event, EventLetter, Material, Session, Survey

DEVICE, ACCOUNT, MAILBOX = "device", "account", "mailbox"
ACTORS = frozenset({PARTICIPANT, SYSTEM, OPERATOR, MAILBOX})
# Their acts with a thing of the bundle are no act of one person who came or wanted to.
STAFF = frozenset({ACCOUNT, SYSTEM, OPERATOR})
# Details that are numbers of things; of people they are counts that lists and receipts have.
NUMBERS = frozenset({"number", "rows", "count", "files", "letters", "version", "seats", "slides"})
# Details that are codes of things in the bundle.
CODES = frozenset({"session", "material", "survey", "letter"})


@dataclass(frozen=True, slots=True)
class BundleLogLine:
    """One act: `actor` is the kind of who did it; `code` is empty where it may be a person's.

    `at` is a day where it is about people.
    """

    at: datetime | date
    action: str
    actor: str
    thing: str
    code: str
    details: dict[str, Any] = field(hash=False)


def stream_event_log(event: Event) -> Iterator[BundleLogLine]:
    """The event's log, the newest first, batch by batch; confidential acts are not in it."""
    codes, zone = _codes_of_things(event), ZoneInfo(event.time_zone)
    said: set[BundleLogLine] = set()
    for entries in stream_log(LogFilter(event_id=event.id)):
        for entry in entries:
            if is_confidential(entry):
                continue
            line = _line(entry, codes)
            if line.code and line.actor in STAFF:
                yield line
            elif (once := _of_its_day(line, entry, zone)) not in said:
                said.add(once)
                yield once


def _of_its_day(line: BundleLogLine, entry: AuditEntry, zone: ZoneInfo) -> BundleLogLine:
    """The act without its time, and without what else it was about."""
    return replace(line, at=entry.at.astimezone(zone).date(), details={})


def _line(entry: AuditEntry, codes: Collection[str]) -> BundleLogLine:
    fields = permitted(entry)
    return BundleLogLine(
        at=entry.at,
        action=shown_action(entry, sees_aliases=False),
        actor=_actor(entry.actor),
        thing=fields["subject_kind"],
        code=entry.subject_code if entry.subject_code in codes else "",
        details=_details(entry.details, codes),
    )


def _actor(actor: str) -> str:
    if actor in ACTORS:
        return actor
    return DEVICE if actor.startswith(f"{DEVICE}:") else ACCOUNT


def _details(details: dict[str, Any], codes: Collection[str]) -> dict[str, Any]:
    """What may be told; a number beside an organisation is of its people, as its seats are."""
    if "organisation" in details:
        return {}
    return {
        name: value
        for name, value in details.items()
        if (name in NUMBERS and type(value) is int) or (name in CODES and value in codes)
    }


def _codes_of_things(event: Event) -> frozenset[str]:
    codes = {event.public_id}
    for model in (Session, Material, Survey, EventLetter):
        codes |= set(db.session.scalars(select(model.code).where(model.event_id == event.id)))
    return frozenset(codes)
