"""Checking the log: the chain is calculated anew from the first entry to the last."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import select, text

from eventapp.domain.record.audit import digest_change
from eventapp.domain.record.chain import ChainHead
from eventapp.domain.record.sealed_text import (
    COVERED,
    FIRST_MAC,
    covered_columns,
    key_print,
    next_mac,
)
from eventapp.extensions import db
from eventapp.models import AuditSeal

ROWS_AT_ONCE = 5000
Values = Sequence[Any]  # of a row


class Damage(StrEnum):
    """What has been done to the log."""

    CHANGED = "was changed"
    REMOVED = "was removed"
    INSERTED = "was inserted afterwards"
    CUT = "and all after it were cut off"
    REWRITTEN = "does not lead to the known head"
    OTHER_KEY = "is sealed with a key that is not given"
    CHANGE_ALTERED = "has another “before and after” than it had"


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry that is not as it was sealed; no id is known of what was cut off."""

    damage: Damage
    position: int
    entry_id: int | None


@dataclass(slots=True)
class Verification:
    """What was found: how much is sealed and how much still waits, and the first fault."""

    sealed: int = 0
    waiting: int = 0
    broken: Broken | None = None


@dataclass(slots=True)
class _Walk:
    """A walk along the chain."""

    keys: Mapping[str, bytes]
    heads: Mapping[int, str]
    last_sealed: int
    verification: Verification = field(default_factory=Verification)
    mac: bytes = FIRST_MAC

    def along(self, rows: Iterable[Values]) -> None:
        """Walk until something is broken."""
        for row in rows:
            position, named, mac, *change = row[COVERED:]
            if position is None and row[0] <= self.last_sealed:
                return self._stop(Damage.INSERTED, row[0])
            if position is not None and position != self.verification.sealed + 1:
                return self._stop(Damage.REMOVED, _entry_at(self.verification.sealed + 1))
            if position is not None and (damage := self._check(row, named, mac)):
                return self._stop(damage, row[0])
            if change[0] is not None and digest_change(*change) != row[COVERED - 1]:
                return self._stop(Damage.CHANGE_ALTERED, row[0])
            if position is None:
                self.verification.waiting += 1
            else:
                self.verification.sealed = position
        return None

    def _check(self, row: Values, named: str, mac: bytes) -> Damage | None:
        key = self.keys.get(named)
        if key is None:
            return Damage.OTHER_KEY
        self.mac = next_mac(key, self.mac, row[:COVERED])
        if self.mac != mac:
            return Damage.CHANGED
        known = self.heads.get(self.verification.sealed + 1)
        return Damage.REWRITTEN if known and known != self.mac.hex() else None

    def _stop(self, damage: Damage, entry_id: int | None) -> None:
        self.verification.broken = Broken(damage, self.verification.sealed + 1, entry_id)


def verify(keys: Sequence[bytes], heads: Sequence[ChainHead] = ()) -> Verification:
    """Calculate the chain anew, in one pass without loading it whole.

    `keys` are that of today and those of before; `heads` were kept elsewhere: the log must lead to
    each. Stops at the first fault.
    """
    named = {key_print(key): key for key in keys}
    last = db.session.execute(text("SELECT max(position), max(entry_id) FROM audit_seals")).one()
    walk = _Walk(named, {head.position: head.mac for head in heads}, last[1] or 0)
    with closing(_open_cursor()) as cursor:
        walk.along(_rows(cursor))
    if walk.verification.broken is None:
        walk.verification.broken = _missing_end(walk.verification.sealed, last[0] or 0, heads)
    db.session.rollback()
    return walk.verification


def _missing_end(sealed: int, last: int, heads: Sequence[ChainHead]) -> Broken | None:
    """Seals whose entries are gone after the last one, or a head beyond the end."""
    if last > sealed:
        return Broken(Damage.CUT, sealed + 1, _entry_at(sealed + 1))
    if any(head.position > sealed for head in heads):
        return Broken(Damage.CUT, sealed + 1, None)
    return None


def _entry_at(position: int) -> int | None:
    return db.session.scalar(select(AuditSeal.entry_id).where(AuditSeal.position == position))


def _rows(cursor: Any) -> Iterable[Values]:
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        yield from rows


def _open_cursor() -> Any:
    """All entries with seals and changes, by the driver's own cursor.

    SQLAlchemy's rows would take twice as long for a million. On PostgreSQL a cursor without a name
    would load them all.
    """
    changes, options = ("c.before", "c.after"), {}
    if db.engine.dialect.name == "postgresql":
        changes, options = ("c.before::text", "c.after::text"), {"name": "verify_log"}
    cursor: Any = db.session.connection().connection.cursor(**options)
    cursor.execute(
        f"SELECT {covered_columns()}, s.position, s.key_print, s.mac, "  # noqa: S608
        f"c.salt, {', '.join(changes)}, c.reason FROM audit_entries e "
        "LEFT JOIN audit_seals s ON s.entry_id = e.id "
        "LEFT JOIN audit_changes c ON c.entry_id = e.id ORDER BY e.id"
    )
    return cursor
