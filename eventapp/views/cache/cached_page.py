"""A rendered page, plain and compressed, and the response that suits each visitor."""

from dataclasses import dataclass
from typing import Any

from flask import Response

from eventapp.documents.packed import Mould, takes_gzip


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
        packed = takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        etag = f'"{self.etag}{"-gz" if packed else ""}"'
        headers = [*self.headers, ("ETag", etag)]
        if etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            return "304 NOT MODIFIED", b"", headers
        body = self.packed if packed else self.plain
        if packed:
            headers.append(("Content-Encoding", "gzip"))
        headers.append(("Content-Length", str(len(body))))
        return "200 OK", body, headers


@dataclass(frozen=True, slots=True)
class SharedPage:
    """A page that is the same for all but for what is filled into its gaps.

    Where the token's is the only one, `mould` is the page compressed around it.
    """

    plain: bytes
    mould: Mould | None


class FilledPage(Response):
    """The answer with a shared page."""

    def __init__(self, plain: bytes, mould: Mould | None, token: bytes) -> None:
        super().__init__(plain, mimetype="text/html")
        self._mould, self._token = mould, token

    def packed(self) -> bytes | None:
        """The page compressed, where that costs nothing any more."""
        return self._mould.filled(self._token) if self._mould else None
