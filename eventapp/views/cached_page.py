"""A rendered page, plain and compressed, and the response that suits each visitor."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A rendered page and everything needed to send it."""

    scope: str
    revision: object
    stored_at: float
    plain: bytes
    packed: bytes
    etag: str
    headers: tuple[tuple[str, str], ...]

    def answer(self, environ: dict[str, Any]) -> tuple[str, bytes, list[tuple[str, str]]]:
        """Status, body and headers that suit what the visitor has and understands."""
        packed = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
        etag = f'"{self.etag}{"-gz" if packed else ""}"'
        headers = [*self.headers, ("ETag", etag)]
        if etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            return "304 NOT MODIFIED", b"", headers
        body = self.packed if packed else self.plain
        if packed:
            headers.append(("Content-Encoding", "gzip"))
        headers.append(("Content-Length", str(len(body))))
        return "200 OK", body, headers
