"""Whether an address that a form or a query names is a path of ours, and so safe to redirect to."""

from urllib.parse import urlsplit


def is_local(address: str) -> bool:
    """Whether the address is a path of this site, however browsers may read it."""
    plain = address.replace("\\", "/")
    if not plain.startswith("/") or plain.startswith("//") or not address.isprintable():
        return False  # browsers take tabs and line ends out of addresses: /\t/evil.example
    try:
        parts = urlsplit(plain)
    except ValueError:
        return False
    return not (parts.scheme or parts.netloc)
