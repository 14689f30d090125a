"""Secret addresses: derived from stored secrets and the product's key; looked up by digest."""

import base64
import hashlib
import hmac

from eventapp.keys import app_keys

TOKEN_BYTES = 20  # 160 bits: 32 characters


def token_digest(token: str) -> str:
    """What is stored of a token: SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def derive_token(purpose: str, secret: str, revision: int) -> str:
    """A token of 160 bits derived from the product's key and this secret (HMAC-SHA256)."""
    message = f"{purpose}-1\0{secret}\0{revision}".encode()
    token = hmac.digest(app_keys().links, message, hashlib.sha256)[:TOKEN_BYTES]
    return base64.b32encode(token).decode().lower()
