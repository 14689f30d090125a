"""The keys: what tickets, personal links and sealed fields are derived from or sealed with."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from eventapp.config import ConfigError

KEY_BYTES = 32
FINGERPRINT_BYTES = 8


class MissingKey(Exception):
    """Something was made with a key that its setting no longer contains."""

    def __init__(self, setting: str, number: int) -> None:
        super().__init__(f"{setting} lacks key {number}")
        self.setting, self.number = setting, number


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Keys by number; the first is in use, older ones still read what they made."""

    keys: dict[int, bytes]
    setting: str = ""

    @property
    def current(self) -> int:
        """The number of the key that new things are derived from or sealed with."""
        return next(iter(self.keys))

    def __contains__(self, number: int) -> bool:
        return number in self.keys

    def __getitem__(self, number: int) -> bytes:
        """The key of this number. Raises MissingKey."""
        if number not in self.keys:
            raise MissingKey(self.setting, number)
        return self.keys[number]


@dataclass(frozen=True, slots=True)
class Keys:
    """All keys of one installation."""

    links: bytes
    log: bytes
    tickets: KeyRing
    care_needs: KeyRing
    second_factors: KeyRing
    erasures: bytes
    protected: KeyRing
    walk_ins: KeyRing
    sent_forms: bytes
    tries: bytes
    fingerprints: dict[str, str]


def parse_ring(setting: str, text: str) -> KeyRing:
    """Read `2:<base64>,1:<base64>` (32 bytes each). Raises ConfigError, naming the setting."""
    ring: dict[int, bytes] = {}
    for part in text.split(","):
        number, _, encoded = part.strip().partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError:
            key = b""
        if not number.isascii() or not number.isdigit() or len(key) != KEY_BYTES:
            raise ConfigError(f"{setting} is written 2:<base64 of 32 bytes>,1:<base64 of 32 bytes>")
        ring[int(number)] = key
    return KeyRing(ring, setting)


def purpose_key(secret: str, purpose: str) -> bytes:
    """A key for one purpose alone, derived from the secret setting (HMAC-SHA256)."""
    return hmac.digest(secret.encode(), f"eventapp {purpose}".encode(), hashlib.sha256)


def log_key(secret: str) -> bytes:
    """The key that the log is sealed with."""
    return purpose_key(secret, "audit log")


def fingerprint(key: bytes) -> str:
    """Eight bytes that differ with the key, and from which it cannot be found."""
    return hmac.digest(key, b"eventapp fingerprint", hashlib.sha256)[:FINGERPRINT_BYTES].hex()


def _ring_fingerprint(ring: KeyRing) -> str:
    parts = (f"{number}:".encode() + key for number, key in sorted(ring.keys.items()))
    return fingerprint(hashlib.sha256(b"".join(parts)).digest())


def init_app(app: Flask) -> None:
    """Read the keys from the app's settings."""
    settings = app.extensions["settings"]
    care_needs = parse_ring("EVENTAPP_CARE_KEYS", settings.care_keys)
    # Before they had keys of their own, second factors were sealed with these; so were aliases.
    second_factors = _own_ring("EVENTAPP_FACTOR_KEYS", settings.factor_keys) or care_needs
    protected = _own_ring("EVENTAPP_PROTECTED_KEYS", settings.protected_keys) or care_needs
    walk_ins = _own_ring("EVENTAPP_WALK_IN_KEYS", settings.walk_in_keys) or care_needs
    tickets = parse_ring("EVENTAPP_TICKET_KEYS", settings.ticket_keys)
    rings = (tickets, care_needs, second_factors, protected, walk_ins)
    app.extensions["keys"] = Keys(
        links=purpose_key(settings.secret_key, "personal links"),
        log=log_key(settings.secret_key),
        tickets=tickets,
        care_needs=care_needs,
        second_factors=second_factors,
        erasures=purpose_key(settings.secret_key, "erased people"),
        protected=protected,
        walk_ins=walk_ins,
        sent_forms=purpose_key(settings.secret_key, "sent forms"),
        tries=purpose_key(settings.secret_key, "tries"),
        fingerprints={
            "EVENTAPP_SECRET_KEY": fingerprint(purpose_key(settings.secret_key, "fingerprint")),
            **{ring.setting: _ring_fingerprint(ring) for ring in rings},
        },
    )


def _own_ring(setting: str, text: str) -> KeyRing | None:
    return parse_ring(setting, text) if text else None


def app_keys() -> Keys:
    """The keys of the app at work."""
    return cast("Keys", current_app.extensions["keys"])
