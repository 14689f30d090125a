"""Letters that come back: signed return addresses, and marking the addresses that do not work.

A notice counts only if it was sent to a return address of ours (variable envelope return path);
what it says of recipients is never stored: mail is forwarded, and a private address may stand
there. It stops nothing.
"""

import email
import email.policy
import hmac
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from email.message import Message

from sqlalchemy import delete, select

from eventapp.domain.outbox import Lease
from eventapp.domain.token import derive_token
from eventapp.extensions import app_settings, db
from eventapp.models import Bounce, Job, Registration

PROOF_LENGTH = 10
TAGGED = re.compile(r"[^\s<>,;+@]+\+([0-9a-z]{26})-([a-z2-7]{10})@[^\s<>,;]+", re.IGNORECASE)
# The address is dead (RFC 3463). A full mailbox or a server that is blocked says nothing of it.
DEAD = frozenset({"5.1.1", "5.1.2", "5.1.6", "5.1.10"})
ADDRESS = re.compile(r"\S+@\S+")
WORDS_MAX_LENGTH = 200
ENVELOPE_FIELDS = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
REPORTS = ("message/delivery-status", "message/global-delivery-status")


@dataclass(frozen=True, slots=True)
class Notice:
    """What a report says of a letter of ours: the letter's number, the status and the words."""

    message_id: str
    status: str
    words: str


def return_address(leased: Lease) -> str:
    """Where this letter comes back to; empty where no mailbox takes such notices."""
    local, _at, domain = app_settings().bounce_address.partition("@")
    if not domain or "registration_id" not in leased.payload:
        return ""
    return f"{local}+{leased.message_id}-{_proof(leased.message_id)}@{domain}"


def read_notice(raw: bytes) -> Notice | None:
    """The notice in a message that came to a return address; None for anything else.

    An answering machine that quotes "550 5.1.1" is none: only a report part counts.
    """
    message = email.message_from_bytes(raw, policy=email.policy.default)
    message_id = _find_letter(message)
    if message_id is None:
        return None
    for part in message.walk():
        if part.get_content_type() in REPORTS:
            for block in _blocks(part):
                if str(block["Action"] or "").strip().lower() == "failed":
                    return Notice(message_id, _status(block), _words(block))
    return None


def record_bounce(notice: Notice, *, now: datetime) -> bool:
    """Mark the address of the person the letter was for, if it is dead; whether it was marked."""
    if notice.status not in DEAD:
        return False
    job = db.session.scalar(select(Job).where(Job.message_id == notice.message_id))
    registration_id = job.payload.get("registration_id") if job else None
    registration = db.session.get(Registration, registration_id) if registration_id else None
    if job is None or registration is None or not registration.living:
        return False
    db.session.execute(delete(Bounce).where(Bounce.registration_id == registration.id))
    db.session.add(
        Bounce(
            registration_id=registration.id,
            job_key=job.dedupe_key,
            email=registration.email,
            status=notice.status,
            words=notice.words,
            at=now,
        )
    )
    return True


def find_bounce(registration: Registration) -> Bounce | None:
    """What came back from this person's present address, if anything did."""
    return db.session.scalar(
        select(Bounce).where(
            Bounce.registration_id == registration.id, Bounce.email == registration.email
        )
    )


def list_bounced(registration_ids: Collection[int]) -> set[int]:
    """Which of these registrations have an address that letters came back from."""
    return set(
        db.session.scalars(
            select(Bounce.registration_id)
            .join(Registration, Registration.id == Bounce.registration_id)
            .where(Bounce.registration_id.in_(registration_ids), Bounce.email == Registration.email)
        )
    )


def _find_letter(message: Message) -> str | None:
    """The number of the letter whose return address this was sent to, if the proof is ours."""
    for name in ENVELOPE_FIELDS:
        for value in message.get_all(name, []):
            for number, proof in TAGGED.findall(str(value)):
                if hmac.compare_digest(proof.lower(), _proof(number.lower())):
                    return str(number).lower()
    return None


def _proof(message_id: str) -> str:
    return derive_token("return address", message_id, 1)[:PROOF_LENGTH]


def _blocks(part: Message) -> list[Message]:
    """The blocks of fields of a report; the parser makes messages of those of one kind alone."""
    payload = part.get_payload()
    if isinstance(payload, list):
        parts = (block for block in payload if isinstance(block, Message))
        text = b"\n\n".join(part.as_bytes().strip() for part in parts)
    else:
        decoded = part.get_payload(decode=True)
        text = decoded if isinstance(decoded, bytes) else b""
    return [
        email.message_from_bytes(block + b"\n\n", policy=email.policy.compat32)
        for block in re.split(rb"\r?\n[ \t]*\r?\n", text.strip())
    ]


def _status(block: Message) -> str:
    return str(block["Status"] or "").strip().split(" ")[0][:20]


def _words(block: Message) -> str:
    words = str(block["Diagnostic-Code"] or "").partition(";")[2] or _status(block)
    return " ".join(ADDRESS.sub("…", words).split())[:WORDS_MAX_LENGTH]
