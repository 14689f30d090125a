"""Strict headers on every response, errors and files included."""

import unicodedata
from typing import Literal
from urllib.parse import quote

from flask import Flask, Response, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from eventapp.config import Settings
from eventapp.i18n import COOKIE

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
    always = fixed(app.extensions["settings"])

    @app.after_request
    def set_headers(response: Response) -> Response:
        for name, value in always:
            response.headers.setdefault(name, value)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        if request.blueprint in {
            "participant.registration",
            "participant.ticket",
            "public.certificate",
            "public.invitee",
            "public.response",
        }:
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


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
