"""What is stored about an alias: sealed, of one length, and found only with the key.

A reader of the database learns how many aliases there are, and nothing else. Rows are sealed under
the keys for protected people; where an installation had none, under those of the care needs.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidTag
from sqlalchemy import select

from eventapp import sealing
from eventapp.extensions import db
from eventapp.keys import app_keys
from eventapp.models import Alias

CONTENT_LENGTH_BYTES = 3_000  # longer than any content, so that the length says nothing


@dataclass(frozen=True, slots=True)
class AliasContent:
    """Whose alias it is, how the person is reached, and which account registered them when.

    `readings` are accounts that have read the alias's page, each with the hour; the oldest first.
    """

    registration_id: int
    reach: str
    registered_by: str
    registered_at: str
    readings: tuple[tuple[str, str], ...] = ()


def alias_digest(secret: str) -> str:
    """The digest that a registration with this secret is found by: HMAC-SHA256, newest key."""
    return _digest(next(_keys()), secret)


def alias_digests(secret: str) -> list[str]:
    """Every digest that it may have been stored under, by keys old and new."""
    return [_digest(key, secret) for key in _keys()]


def seal_content(code: str, content: AliasContent) -> bytes:
    """The content, sealed under the newest key and bound to the alias's code."""
    # Letters as they are: written as \uXXXX a long text would be longer than all others.
    plain = json.dumps(asdict(content), ensure_ascii=False).encode().ljust(CONTENT_LENGTH_BYTES)
    return sealing.seal(_sealing_key(next(_keys())), plain, code.encode())


def open_content(alias: Alias) -> AliasContent | None:
    """The content of a stored alias; nothing where no key of ours opens it."""
    return open_sealed(alias.code, alias.sealed)


def open_sealed(code: str, sealed: bytes) -> AliasContent | None:
    """What is sealed for the alias of this code; nothing where no key of ours opens it."""
    for key in _keys():
        with suppress(InvalidTag):
            content = json.loads(sealing.unseal(_sealing_key(key), sealed, code.encode()))
            readings = tuple((by, hour) for by, hour in content.pop("readings", ()))
            return AliasContent(**content, readings=readings)
    return None


def count_unreadable_aliases() -> int:
    """How many aliases no key of ours opens."""
    return sum(1 for alias in db.session.scalars(select(Alias)) if open_content(alias) is None)


def _keys() -> Iterator[bytes]:
    rings = app_keys().protected, app_keys().care_needs
    return (key for ring in rings for key in ring.keys.values())


def _digest(key: bytes, secret: str) -> str:
    return hmac.digest(key, f"eventapp alias\0{secret}".encode(), hashlib.sha256).hex()


def _sealing_key(key: bytes) -> bytes:
    return hmac.digest(key, b"eventapp alias content", hashlib.sha256)
