"""The list of those who were erased, which survives that an older backup is restored.

It is stored in the database, and in a file beside it that no backup brings back. A line says who
or what (an HMAC of address and name, or of a row's code, under a key of its own) and when.
"""

import hashlib
import hmac
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select, update

from eventapp.domain import locking
from eventapp.domain.record import audit, disposal
from eventapp.domain.record.pause import LastingPauses, lasting_pauses
from eventapp.extensions import db
from eventapp.keys import app_keys
from eventapp.models import (
    Account,
    AuditAction,
    Contact,
    Erasure,
    Event,
    ImportRow,
    Invitee,
    Lead,
    Registration,
    RegistrationState,
    SpeakerAddress,
)

FILE_NAME = "erasures"
BATCH_ROWS = 100
OtherRow = Account | Contact | Lead | SpeakerAddress
ErasedRow = Registration | Invitee | OtherRow
LINE = re.compile(r"[0-9a-f]{64} \S+")


class ErasuresUnreadable(Exception):
    """The file is no list of erased people; the message is a sentence for operators."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is not a list of erased people made by eventapp.")


def person_digest(email: str, folded_name: str) -> str:
    """What the list holds of a person, by the address and the name, both folded."""
    return _digest(f"person\0{email}\0{folded_name}")


def row_digest(row: ErasedRow) -> str:
    """What the list holds of one row."""
    return _code_digest(type(row), row.code)


def list_persons(email: str, folded_name: str, rows: Iterable[ErasedRow], *, now: datetime) -> None:
    """Put a person, and each of their rows that goes, on the list."""
    digests = [person_digest(email, folded_name), *map(row_digest, rows)]
    _add(dict.fromkeys(digests, now))
    forget_import_rows(digests[:1])


def store_erasures(path: Path) -> None:
    """Bring the file up to date with the list in the database. After the commit.

    Lines of the file that the database lacks stay: a backup may have been restored.
    """
    rows = db.session.execute(select(Erasure.digest, Erasure.erased_at))
    listed = {row[0]: row[1] for row in rows}
    stored = dict(_read(path))
    if listed.keys() <= stored.keys():
        return
    text = "".join(
        f"{digest} {at.isoformat()}\n" for digest, at in sorted({**stored, **listed}.items())
    )
    draft = path.with_name(f"{path.name}.new")
    draft.touch(mode=0o600)
    with draft.open("w", encoding="ascii") as target:
        target.write(text)
        target.flush()
        os.fsync(target.fileno())
    draft.replace(path)


def apply_erasures(path: Path, now: datetime) -> int:
    """Erase again those on the list and in the file at `path`; return how many rows.

    For a database that was restored. To be committed. Raises ErasuresUnreadable.
    """
    _refuse_other(path)
    _add(dict(_read(path)))
    return erase_listed(actor=audit.OPERATOR, now=now)


def erase_listed(*, actor: str, now: datetime) -> int:
    """Erase those on the list who are here all the same; return how many rows.

    A registration goes if it is on the list itself, or if its person is and it had ended, or was
    cancelled, when they were erased; an invitation if it or its person is; an account, a message
    and the address in a lead if they are on the list. What a pause holds stays until it ends, if
    the pause began after the erasure: whoever waits then waits for what has come back. One that
    began before had ended by then, though the backup shows it, for nothing is erased under a pause.
    """
    listed = {
        row[0]: row[1] for row in db.session.execute(select(Erasure.digest, Erasure.erased_at))
    }
    if not listed:
        return 0
    pauses = lasting_pauses()
    free = {digest: at for digest, at in listed.items() if not pauses.cover_since(at)}
    persons, ids = list(free), list(_find(listed, pauses))
    _lock_events_of(ids)
    for at in range(0, len(persons), BATCH_ROWS):
        forget_import_rows(persons[at : at + BATCH_ROWS])
    for at in range(0, len(ids), BATCH_ROWS):
        batch = ids[at : at + BATCH_ROWS]
        disposal.delete_letters(disposal.list_letters(batch))
        disposal.delete_registrations(batch)
    others = _erase_others(free)
    if ids or others:
        audit.record(
            AuditAction.PERSON_ERASED,
            audit.INSTALLATION,
            actor=actor,
            now=now,
            registrations=len(ids),
            others=others,
        )
    return len(ids) + others


def _lock_events_of(registration_ids: Sequence[int]) -> None:
    """Lock the events before any row: triggers lock a count for each registration that goes."""
    event_ids = set[int]()
    for at in range(0, len(registration_ids), BATCH_ROWS):
        which = Registration.id.in_(registration_ids[at : at + BATCH_ROWS])
        event_ids.update(db.session.scalars(select(Registration.event_id).where(which).distinct()))
    locking.lock_events(select(Event.id).where(Event.id.in_(event_ids)))


def forget_senders(leads: Collection[int]) -> None:
    """Take who told of them out of the leads of these ids."""
    db.session.execute(
        update(Lead)
        .where(Lead.id.in_(leads))
        .values(contact_email="", contact_function="")
        .execution_options(synchronize_session=False)
    )


def forget_import_rows(persons: Collection[str]) -> None:
    """Delete what lists that were taken in hold of these persons, by their digests."""
    db.session.execute(
        delete(ImportRow)
        .where(ImportRow.person_digest.in_(persons))
        .execution_options(synchronize_session=False)
    )


def _erase_others(listed: Mapping[str, datetime]) -> int:
    accounts, contacts, leads, addresses = (
        _on_list(model, listed) for model in (Account, Contact, Lead, SpeakerAddress)
    )
    disposal.delete_accounts(accounts)
    db.session.execute(
        delete(Contact).where(Contact.id.in_(contacts)).execution_options(synchronize_session=False)
    )
    forget_senders(leads)
    disposal.erase_speakers(addresses)
    invitees = list(_find_invitees(listed))
    disposal.delete_invitees(invitees)
    return sum(map(len, (accounts, contacts, leads, addresses, invitees)))


def _find_invitees(listed: Mapping[str, datetime]) -> Iterator[int]:
    rows = db.session.execute(
        select(Invitee.id, Invitee.code, Invitee.email, Invitee.folded_name, Invitee.created_at)
    )
    for row in rows:
        erased_at = listed.get(person_digest(row.email, row.folded_name))
        past = erased_at is not None and row.created_at <= erased_at
        if past or _code_digest(Invitee, row.code) in listed:
            yield row.id


def _on_list(model: type[OtherRow], listed: Collection[str]) -> list[int]:
    rows = db.session.execute(select(model.id, model.code))
    return [row[0] for row in rows if _code_digest(model, row[1]) in listed]


def _find(listed: dict[str, datetime], pauses: LastingPauses) -> Iterator[int]:
    rows = db.session.execute(
        select(
            Registration.id,
            Registration.code,
            Registration.email,
            Registration.folded_name,
            Registration.state,
            Registration.registered_at,
            Registration.event_id,
            Event.ends_at,
        ).join(Event, Event.id == Registration.event_id)
    )
    for row in rows:
        erased_at = listed.get(person_digest(row.email, row.folded_name))
        past = erased_at is not None and row.registered_at <= erased_at
        ended = row.state is RegistrationState.CANCELLED or (
            erased_at is not None and row.ends_at <= erased_at
        )
        itself = listed.get(_code_digest(Registration, row.code))
        since = itself or (erased_at if past and ended else None)
        if since is not None and not pauses.cover_since(since, row.event_id):
            yield row.id


def _add(moments: dict[str, datetime]) -> None:
    known = _known(list(moments))
    for digest, at in moments.items():
        if digest not in known:
            db.session.add(Erasure(digest=digest, erased_at=at))
        elif known[digest].erased_at < at:
            known[digest].erased_at = at
    db.session.flush()


def _known(digests: Sequence[str]) -> dict[str, Erasure]:
    known: dict[str, Erasure] = {}
    for at in range(0, len(digests), BATCH_ROWS):
        some: Collection[str] = digests[at : at + BATCH_ROWS]
        for row in db.session.scalars(select(Erasure).where(Erasure.digest.in_(some))):
            known[row.digest] = row
    return known


def _read(path: Path) -> Iterator[tuple[str, datetime]]:
    """The lines of the file; none if there is no file. A torn line is left out."""
    for line in _text(path).splitlines():
        digest, _blank, moment = line.partition(" ")
        try:
            yield digest, datetime.fromisoformat(moment)
        except ValueError:
            continue


def _refuse_other(path: Path) -> None:
    text = _text(path)
    if text.strip() and not any(LINE.fullmatch(line) for line in text.splitlines()):
        raise ErasuresUnreadable(path)


def _text(path: Path) -> str:
    return path.read_text(encoding="ascii", errors="replace") if path.exists() else ""


def _code_digest(model: type[Any], code: str) -> str:
    return _digest(f"{model.__name__.lower()}\0{code}")


def _digest(text: str) -> str:
    return hmac.digest(app_keys().erasures, text.encode(), hashlib.sha256).hex()
