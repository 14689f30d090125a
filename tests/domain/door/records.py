"""Opening the roster's records as a phone does, written apart from the code that seals them."""

import hmac

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

DIGEST_BYTES = 16
NONCE_BYTES = 12


def open_record(code: str, event: str, record: bytes) -> bytes:
    """The 128 bytes that were sealed. Raises InvalidTag for another code, event or record."""
    secret = hmac.digest(event.encode("ascii"), code.encode("ascii"), "sha256")
    key = hmac.digest(secret, b"door-box-1 key\x01", "sha256")
    digest, sealed = record[:DIGEST_BYTES], record[DIGEST_BYTES:]
    bound_to = b"DOOR\x01" + event.encode("ascii") + digest
    return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
