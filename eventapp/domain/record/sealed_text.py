"""What a seal of the log covers: an entry's values as one text, the same on both databases."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any

import msgspec

from eventapp.extensions import db

PRINT_BYTES = 4
FIRST_MAC = bytes(32)  # before the first entry
COVERED = 10  # how many columns of covered_columns()
ESCAPED_BY_JSON_ALONE = b"\x7f"
_encode_as_stored = json.JSONEncoder(separators=(",", ":")).encode
_encode_fast = msgspec.json.Encoder().encode


def covered_columns() -> str:
    """The columns of `audit_entries` under the seal, as SQL that gives stored texts unread."""
    at, details = "e.at", "e.details"
    if db.engine.dialect.name == "postgresql":
        at = "to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
        details = "e.details::text"
    return (
        f"e.id, {at}, e.actor, e.action, e.subject_kind, e.subject_code, e.reason, {details}, "
        "e.event_id, e.change_digest"
    )


def next_mac(key: bytes, before: bytes, values: Sequence[Any]) -> bytes:
    """The seal of an entry with these values, after the seal `before`."""
    return hmac.digest(key, before + encode_compact(values), "sha256")


def encode_compact(values: str | Sequence[Any]) -> bytes:
    """Texts, whole numbers and None as the standard library's `json` writes them, without spaces.

    Its bytes are sealed for ever. msgspec writes the same ones in a fifth of the time, but for
    letters beyond ASCII and the delete character, which it does not escape.
    """
    content = _encode_fast(values)
    if content.isascii() and ESCAPED_BY_JSON_ALONE not in content:
        return content
    return _encode_as_stored(values).encode()


def key_print(key: bytes) -> str:
    """By which a seal names its key; nothing of the key can be learnt from it."""
    return hashlib.sha256(b"eventapp log key " + key).hexdigest()[: 2 * PRINT_BYTES]
