"""Sealing: AES-256-GCM, the nonce in front, bound to what the content belongs to.

What was sealed for one person, letter or ticket does not open for another, nor under another key:
`unseal` then raises InvalidTag.
"""

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


def seal(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """Nonce and ciphertext, different each time."""
    return seal_with_nonce(key, secrets.token_bytes(NONCE_BYTES), plain, bound_to)


def seal_with_nonce(key: bytes, nonce: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """Nonce and ciphertext under a nonce that must never meet this key with another plain text."""
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def unseal(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """What was sealed. Raises InvalidTag when key, content or belonging is not the right one."""
    nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    return AESGCM(key).decrypt(nonce, ciphertext, bound_to)
