"""Writing down what was done: codes in the entry, names and reasons beside it."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

import sqlalchemy
from sqlalchemy import Table, insert

from eventapp import insertion, transactions
from eventapp.domain.record.sealed_text import encode_compact
from eventapp.domain.record.words import fold_words
from eventapp.extensions import db
from eventapp.models import (
    Account,
    AuditChange,
    AuditEntry,
    AuditWord,
    Event,
    Experience,
    FocusArea,
    Listing,
    Organisation,
    Registration,
)

PARTICIPANT = "participant"
SYSTEM = "system"
OPERATOR = "operator"  # whoever runs a command on the machine
SALT_BYTES = 16
# How long an organizer may undo an act, on its page and in the log.
UNDO_PERIOD = timedelta(minutes=10)
# In `after`, for a value that is stored sealed: that it changed is logged, never what it is.
NOT_STORED = "(not stored)"

# Written without the unit of work, at a third of its cost: others wait for this transaction.
ENTRIES = cast("Table", AuditEntry.__table__)
NEW_ENTRY = insert(ENTRIES)
NEW_CHANGE = insert(AuditChange.__table__)  # type: ignore[arg-type]
NEW_WORD = insert(AuditWord.__table__)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing without a model of its own in the log: what sort it is, its code and its event."""

    kind: str
    code: str
    event_id: int | None = None


INSTALLATION = Subject("installation", "")  # settings, retention, backups: the whole of it

Auditable = (
    Event | Registration | Experience | Listing | Account | Organisation | FocusArea | Subject
)
Values = Mapping[str, str | int | None]
NOTHING: Values = {}
NOTHING_MORE: Mapping[str, str | int] = {}


def record(
    action: str,
    subject: Auditable,
    *,
    actor: str,
    now: datetime,
    reason: str = "",
    **details: str | int,
) -> None:
    """Add an entry about the subject. `details` hold codes and numbers, never names.

    The reason was typed by somebody and may hold a name: it is stored where retention deletes it.
    """
    entry = _entry(action, subject, actor, now, details)
    if reason:
        _add_with_change(entry, NOTHING, NOTHING, reason)
    else:
        db.session.execute(NEW_ENTRY, [entry])


def new_entry(action: str, subject: Auditable, *, actor: str, now: datetime) -> insertion.Row:
    """The row of what `record` would add, to be written with others."""
    return insertion.new_row(ENTRIES, _entry(action, subject, actor, now, NOTHING_MORE))


def record_many(
    action: str,
    subjects: Sequence[Auditable],
    *,
    actor: str,
    now: datetime,
    **details: str | int,
) -> None:
    """Add an entry about each subject, as `record` does, in one statement."""
    acts = [(action, subject) for subject in subjects]
    record_acts(acts, actor=actor, now=now, **details)


def record_acts(
    acts: Sequence[tuple[str, Auditable]], *, actor: str, now: datetime, **details: str | int
) -> None:
    """Add an entry for each act, with what it is about, in one statement."""
    entries = [_entry(action, subject, actor, now, details) for action, subject in acts]
    if entries:
        db.session.execute(NEW_ENTRY, entries)


def record_reading(
    action: str, subject: Auditable, *, actor: str, now: datetime, **details: str | int
) -> None:
    """Add an entry at once, in a transaction of its own: whoever asks goes on reading in theirs.

    When it returns, the entry is committed. Whatever the database raises passes through.
    """
    entry = _entry(action, subject, actor, now, details)
    with transactions.writing(), db.engine.begin() as connection:
        connection.execute(NEW_ENTRY, [entry])


def record_change(
    action: str,
    subject: Auditable,
    *,
    before: Values,
    after: Values,
    actor: str,
    now: datetime,
    reason: str = "",
    **details: str | int,
) -> None:
    """Add an entry about the subject, and beside it what it was before and is now.

    Names may stand in `before` and `after`, sealed values never. Only what differs is stored.
    """
    differing = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    _add_with_change(
        _entry(action, subject, actor, now, details),
        {name: before[name] for name in differing if name in before},
        {name: after[name] for name in differing if name in after},
        reason,
    )


def digest_change(salt: str, before: str, after: str, reason: str) -> str:
    """What an entry knows of its change; `before` and `after` are the JSON texts as stored.

    The salt goes with the change: afterwards nobody can try which name fits the digest.
    """
    texts = b", ".join(map(encode_compact, (salt, before, after, reason)))
    return hashlib.sha256(b"[" + texts + b"]").hexdigest()


def _add_with_change(entry: dict[str, object], before: Values, after: Values, reason: str) -> None:
    salt = secrets.token_hex(SALT_BYTES)
    entry["change_digest"] = digest_change(salt, json.dumps(before), json.dumps(after), reason)
    added = db.session.execute(NEW_ENTRY, entry)
    entry_id = added.inserted_primary_key[0]  # type: ignore[attr-defined]
    change = {
        "entry_id": entry_id,
        "before": dict(before),
        "after": dict(after),
        "reason": reason,
        "salt": salt,
    }
    db.session.execute(NEW_CHANGE, [change])
    if words := fold_words(reason):
        db.session.execute(NEW_WORD, [{"word": word, "entry_id": entry_id} for word in words])


def _entry(
    action: str,
    subject: Auditable,
    actor: str,
    now: datetime,
    details: Mapping[str, str | int],
) -> dict[str, object]:
    kind, code = subject_of(subject)
    return {
        "at": now,
        "actor": actor,
        "action": action,
        "subject_kind": kind,
        "subject_code": code,
        "reason": "",
        "details": dict(details),
        "event_id": _event_id_of(subject),
        "change_digest": "",
    }


def _event_id_of(subject: Auditable) -> int | None:
    """The event that an act belongs to, for the event's own log."""
    match subject:
        case Event():
            if not sqlalchemy.inspect(subject).has_identity:
                db.session.flush()  # it gets its number
            return subject.id
        case Registration():
            return subject.event_id or subject.event.id
        case Subject():
            return subject.event_id
        case _:
            return None


def subject_of(subject: Auditable) -> tuple[str, str]:
    """What sort of thing the subject is, and the code it is known by in the log."""
    match subject:
        case Event():
            return "event", subject.public_id
        case Listing():
            return "wish", subject.code  # a stored word, from before listings had their name
        case FocusArea():
            return "focus-area", subject.code
        case Subject():
            return subject.kind, subject.code
        case _:
            return type(subject).__name__.lower(), subject.code
