"""Codes and public ids: random, short enough to read, never a row number."""

import secrets

# Crockford's base 32: no I, L, O or U, so that a code read aloud is right.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTER_OF_BYTE = ALPHABET.encode() * 8


def random_code(length: int) -> str:
    """A random code of `length` characters, 5 bits each."""
    return secrets.token_bytes(length).translate(_LETTER_OF_BYTE).decode()


def new_code() -> str:
    """A public id: ten characters, 50 bits, for addresses that are not secret."""
    return random_code(10).lower()


def new_event_id() -> str:
    """An event's public id, as tickets and rosters name it."""
    return f"ev-{random_code(10)}"


def new_secret() -> str:
    """A registration's internal id: 26 characters, 130 bits, never sent anywhere."""
    return random_code(26)


def new_desk_code() -> str:
    """Eight characters to say aloud at a desk."""
    return random_code(8)
