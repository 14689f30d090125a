"""Letters that come back: signed return addresses, and marking the addresses that do not work.

A notice counts only if it was sent to a return address of ours (variable envelope return path),
which bears a sign of the letter and one of the address that it went to: notices come days later,
when the person may have another. What it says of recipients is never stored: mail is forwarded,
and a private address may stand there. It stops nothing.
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
from eventapp.models import (
    Account,
    Bounce,
    DelegationRecipient,
    Job,
    JobKind,
    JobState,
    Registration,
    SpeakerAddress,
)
from eventapp.models.job import ABOUT_NOBODY

PROOF_LENGTH = 10
SIGN_LENGTH = 6
NUMBER_LENGTH = 26
# Of the mailbox's own name: what stands before the @ has at most 64 letters (RFC 5321, 4.5.3.1.1).
LOCAL_MAX_LENGTH = 64 - len("+--") - NUMBER_LENGTH - PROOF_LENGTH - SIGN_LENGTH
# What the payload names whose letter it is, where that is no participant.
OTHERS = frozenset({"invitee_id", "speaker_address_id", "account_id"})
# Their payload names a recipient of a delegation's letters.
TO_DELEGATIONS = frozenset(
    {
        JobKind.DELEGATION_INVITATION_MAIL,
        JobKind.DELEGATION_REMINDER_MAIL,
        JobKind.DELEGATION_SEATS_MAIL,
    }
)
# Letters of earlier releases come back without the sign of the address.
TAGGED = re.compile(r"[^\s<>,;+@]+\+([0-9a-z]{26})-([a-z2-7]{10})(?:-([a-z2-7]{6}))?@[^\s<>,;]+")
# The address is dead (RFC 3463). A full mailbox or a server that is blocked says nothing of it.
DEAD = frozenset({"5.1.1", "5.1.2", "5.1.6", "5.1.10"})
ADDRESS = re.compile(r"\S+@\S+")
WORDS_MAX_LENGTH = 200
ENVELOPE_FIELDS = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
REPORTS = ("message/delivery-status", "message/global-delivery-status")


@dataclass(frozen=True, slots=True)
class Notice:
    """What a report says of a letter of ours: the letter's number, the status and the words.

    `address_sign` is the sign of the address that the letter went to; empty where none is known.
    """

    message_id: str
    status: str
    words: str
    address_sign: str = ""

    def is_of(self, address: str) -> bool:
        """Whether the letter went to this address."""
        return not self.address_sign or hmac.compare_digest(self.address_sign, _sign(address))


def return_address(leased: Lease, recipient: str) -> str:
    """Where this letter to `recipient` comes back to; empty where no mailbox takes notices."""
    local, _at, domain = app_settings().bounce_address.partition("@")
    if not domain or not ("registration_id" in leased.payload or _is_to_others(leased)):
        return ""
    number = leased.message_id
    return f"{local}+{number}-{_proof(number)}-{_sign(recipient)}@{domain}"


def read_notice(raw: bytes) -> Notice | None:
    """The notice in a message that came to a return address; None for anything else.

    An answering machine that quotes "550 5.1.1" is none: only a report part counts.
    """
    message = email.message_from_bytes(raw, policy=email.policy.default)
    letter = _find_letter(message)
    if letter is None:
        return None
    message_id, address_sign = letter
    for part in message.walk():
        if part.get_content_type() in REPORTS:
            for block in _blocks(part):
                if str(block["Action"] or "").strip().lower() == "failed":
                    return Notice(message_id, _status(block), _words(block), address_sign)
    return None


def record_bounce(notice: Notice, *, now: datetime) -> bool:
    """Mark the address that the letter went to, if it is dead and still theirs; whether it was.

    A letter to somebody invited, a speaker or a coordinator has failed after all: that is what
    their rows show, and from where it is sent again. Of a speaker and of an account, the address
    is marked as well.
    """
    job = db.session.scalar(select(Job).where(Job.message_id == notice.message_id))
    if job is None or notice.status not in DEAD:
        return False
    if _is_to_others(job):
        return _fail(job, notice, now=now)
    registration = db.session.get(Registration, job.payload.get("registration_id", ABOUT_NOBODY))
    if registration is None or not registration.living or not notice.is_of(registration.email):
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


def _is_to_others(job: Job | Lease) -> bool:
    """Whether the letter is for somebody invited, a speaker, a delegation or an account."""
    return job.kind in TO_DELEGATIONS or not job.payload.keys().isdisjoint(OTHERS)


def _fail(job: Job, notice: Notice, *, now: datetime) -> bool:
    """Write down that a letter that was accepted has come back; not of one that is sent again."""
    if job.state is not JobState.DONE:
        return False
    job.state = JobState.FAILED
    job.error = f"SMTP {notice.status} {notice.words}".strip()[:WORDS_MAX_LENGTH]
    reader = _reader_of(job)
    if reader and notice.is_of(reader.email):
        reader.bounced_at = now
    return True


def _reader_of(job: Job) -> Account | SpeakerAddress | None:
    """The account or speaker that the letter was for."""
    payload = job.payload
    if "speaker_address_id" in payload:
        return db.session.get(SpeakerAddress, payload["speaker_address_id"])
    if job.kind in TO_DELEGATIONS:
        recipient = select(DelegationRecipient.email).where(
            DelegationRecipient.id == payload["recipient_id"]
        )
        return db.session.scalar(select(Account).where(Account.email.in_(recipient)))
    return db.session.get(Account, payload.get("account_id", ABOUT_NOBODY))


def _find_letter(message: Message) -> tuple[str, str] | None:
    """Number and sign of the letter whose return address this came to, if the proof is ours."""
    for name in ENVELOPE_FIELDS:
        for value in message.get_all(name, []):
            for number, proof, sign in TAGGED.findall(str(value).lower()):
                if hmac.compare_digest(proof, _proof(number)):
                    return number, sign
    return None


def _proof(message_id: str) -> str:
    return derive_token("return address", message_id, 1)[:PROOF_LENGTH]


def _sign(address: str) -> str:
    return derive_token("returned from", address.casefold(), 1)[:SIGN_LENGTH]


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
