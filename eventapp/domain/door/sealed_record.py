"""The roster's records: a ticket's digest, and content that only the ticket itself opens.

A lost phone gives away no name, no status and no usable ticket. The phone opens records in
`static/js/door/box.js`; `tests/vectors/sealed_records.json` is for both.
"""

import hashlib
import hmac
from dataclasses import dataclass

from eventapp import sealing
from eventapp.domain.door.verdict import ALL_DAYS, TicketStatus
from eventapp.domain.registration import ticket_code
from eventapp.sealing import NONCE_BYTES

FORMAT = 1
PLAIN_BYTES = 128
DIGEST_BYTES = 16
RECORD_BYTES = DIGEST_BYTES + NONCE_BYTES + PLAIN_BYTES + 16
NAME_MAX_BYTES = 63
# Both texts and their two lengths share what the fixed fields leave.
TEXTS_MAX_BYTES = 114

GROUP_ARRIVAL = 1 << 2


@dataclass(frozen=True, slots=True)
class RecordContent:
    """What a record says to whoever has the ticket: nothing of diet, access or protection, ever."""

    status: TicketStatus
    revision: int
    name: str
    organisation: str
    flags: int = 0
    days: int = ALL_DAYS
    group: bytes = bytes(4)


def encode(content: RecordContent) -> bytes:
    """The 128 bytes of a record before it is sealed; long texts are cut and end in an ellipsis."""
    name = _cut(content.name, NAME_MAX_BYTES)
    organisation = _cut(content.organisation, TEXTS_MAX_BYTES - len(name))
    plain = b"".join(
        (
            bytes((FORMAT, content.status)),
            content.revision.to_bytes(2, "big"),
            content.flags.to_bytes(2, "big"),
            content.days.to_bytes(2, "big"),
            content.group,
            bytes((len(name),)),
            name,
            bytes((len(organisation),)),
            organisation,
        )
    )
    return plain.ljust(PLAIN_BYTES, b"\0")


def seal_record(code: str, event: str, plain: bytes) -> bytes:
    """The record of a ticket: 172 bytes, the same ones for the same content.

    The nonce is derived from the plain text, so a changed content never meets its key with a used
    nonce, and an unchanged one makes the same record again.
    """
    digest = ticket_code.ticket_digest(code)
    secret = hmac.digest(event.encode("ascii"), code.encode("ascii"), "sha256")
    key = hmac.digest(secret, b"door-box-1 key\x01", "sha256")
    nonce = hmac.digest(hmac.digest(secret, b"door-box-1 nonce\x01", "sha256"), plain, "sha256")
    nonce = nonce[:NONCE_BYTES]
    return digest + sealing.seal_with_nonce(key, nonce, plain, _bound_to(event, digest))


def decoy_record(key: bytes, event: str, number: int) -> bytes:
    """A record of nobody, so that not even the exact number of registrations is given away."""
    name = event.encode("ascii")
    message = b"door-decoy-1\0" + bytes((len(name),)) + name + number.to_bytes(4, "big")
    return hashlib.shake_256(hmac.digest(key, message, "sha256")).digest(RECORD_BYTES)


def _bound_to(event: str, digest: bytes) -> bytes:
    return b"DOOR\x01" + event.encode("ascii") + digest


def _cut(text: str, most: int) -> bytes:
    """The text in at most so many bytes of UTF-8, cut between characters."""
    encoded = text.encode()
    if len(encoded) <= most:
        return encoded
    ellipsis = "…".encode()
    return encoded[: most - len(ellipsis)].decode(errors="ignore").encode() + ellipsis
