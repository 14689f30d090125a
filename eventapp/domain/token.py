"""Secret addresses: derived from what is stored and the house's key; only digests are looked up."""

import base64
import hashlib
import hmac

from eventapp.keys import app_keys

TOKEN_BYTES = 20  # 160 bits: 32 characters


def token_digest(token: str) -> str:
    """What is stored of a token: SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def derive_token(purpose: str, secret: str, revision: int) -> str:
    """A token of 160 bits that only the house's key and this secret make together."""
    message = f"{purpose}-1\0{secret}\0{revision}".encode()
    made = hmac.digest(app_keys().links, message, hashlib.sha256)[:TOKEN_BYTES]
    return base64.b32encode(made).decode().lower()
