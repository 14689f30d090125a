"""Strict headers on every response, errors and files included."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any, Literal
from urllib.parse import quote

from flask import Flask, Response, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from eventapp.config import Settings
from eventapp.documents.packed import packed, takes_gzip
from eventapp.i18n import COOKIE
from eventapp.views.cache.cached_page import FilledPage

# The number of a page is nothing to guess with; other queries come again in links, if nowhere else.
HARMLESS_QUERY = re.compile(rb"(?:page=\d{1,6})?")
# Below it, what compression saves is less than what travels around it.
SMALLEST_PACKED_BYTES = 1_000
LANGUAGE_MAX_AGE_SECONDS = 365 * 24 * 3600

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)
# Blueprints whose addresses are secrets of one person.
PERSONAL = frozenset(
    {
        "participant.registration",
        "public.speaker_answer",
        "public.speaker_slides",
        "participant.ticket",
        "public.certificate",
        "public.invitee",
        "public.mailbox",
        "public.response",
    }
)
# Camera, place and the rest stay off; the door has its own policy.
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def fixed(settings: Settings) -> list[tuple[str, str]]:
    """The headers of every response."""
    headers = [
        ("Content-Security-Policy", POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
        ("Permissions-Policy", PERMISSIONS),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ]
    if settings.secure:
        headers.append(("Strict-Transport-Security", "max-age=63072000; includeSubDomains"))
    return headers


def hide_from_search(response: Response) -> Response:
    """Ask search engines to leave this out of what they list."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def as_attachment(response: Response, filename: str) -> Response:
    """Have the response saved under this name."""
    response.headers["Content-Disposition"] = _disposition("attachment", filename)
    return response


def as_inline(response: Response, filename: str) -> Response:
    """Have the response shown in the browser, and saved under this name when asked."""
    response.headers["Content-Disposition"] = _disposition("inline", filename)
    return response


def _disposition(kind: Literal["attachment", "inline"], filename: str) -> str:
    """Write the header as RFC 6266 says: ASCII for all, and the name itself where it differs."""
    folded = unicodedata.normalize("NFKD", filename).encode("ascii", "ignore").decode()
    # What is quoted or percent-encoded there is read in more than one way (RFC 6266, appendix D).
    plain = "".join(sign if sign.isprintable() and sign not in '"\\%' else "_" for sign in folded)
    if plain.startswith(".") and not filename.startswith("."):
        plain = f"file{plain}"  # no letter of "李.pdf" is left
    written = f'{kind}; filename="{plain or "file"}"'
    if plain == filename:
        return written
    return f"{written}; filename*=UTF-8''{quote(filename, safe='', errors='replace')}"


def init_app(app: Flask) -> None:
    """Set the headers that a view has not set itself; personal pages are not cached."""
    app.after_request(_pack_page)  # the first to be asked for is the last to see the answer
    app.after_request(_hide_personal)
    headers = [*fixed(app.extensions["settings"]), ("Cache-Control", "no-store")]
    app.wsgi_app = DefaultHeaders(app.wsgi_app, headers)  # type: ignore[method-assign]


class DefaultHeaders:
    """A WSGI middleware that adds headers which an answer does not have.

    Flask would check and copy each of them with every answer.
    """

    def __init__(self, wsgi_app: Any, headers: list[tuple[str, str]]) -> None:
        self._wsgi_app = wsgi_app
        self._headers = [(name.lower(), (name, value)) for name, value in headers]

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Answer with all headers."""

        def start(status: str, headers: list[tuple[str, str]], *failure: Any) -> Any:
            already = {name.lower() for name, _value in headers}
            added = [header for name, header in self._headers if name not in already]
            return start_response(status, headers + added, *failure)

        return self._wsgi_app(environ, start)


def _hide_personal(response: Response) -> Response:
    """Ask search engines to leave out what belongs to one person, and links on it."""
    if request.blueprint in PERSONAL:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _pack_page(response: Response) -> Response:
    """Compress a page for the browser that reads it, unless it may repeat what a request said.

    Pages that everybody is shown alike come compressed from the page cache.
    """
    if response.mimetype != "text/html" or response.is_streamed or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    if _may_be_packed(response) and takes_gzip(request.headers.get("Accept-Encoding", "")):
        response.set_data(_packed(response))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _packed(response: Response) -> bytes:
    ready = response.packed() if isinstance(response, FilledPage) else None
    token = (request.view_args or {}).get("token", "")
    return ready or packed(response.get_data(), secret=token.encode())


def _may_be_packed(response: Response) -> bool:
    """Whether the page cannot say again, beside what others may not see, what somebody asked."""
    return bool(
        response.status_code == 200
        and request.method in {"GET", "HEAD"}
        and HARMLESS_QUERY.fullmatch(request.query_string)
        and not {"Content-Encoding", "ETag"}.intersection(response.headers.keys())
        and len(response.get_data()) >= SMALLEST_PACKED_BYTES
    )


def remember_language(response: BaseResponse, language: str) -> BaseResponse:
    """The response, with the cookie for this language."""
    response.set_cookie(
        COOKIE,
        language,
        max_age=LANGUAGE_MAX_AGE_SECONDS,
        secure=current_app.extensions["settings"].secure,
        httponly=True,
        samesite="Lax",
    )
    return response
