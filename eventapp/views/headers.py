"""Strict headers on every response, errors and files included."""

from flask import Flask, Response, request

from eventapp.config import Settings

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
    """The headers that every response bears."""
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


def init_app(app: Flask) -> None:
    """Set the headers where a view has not set its own; keep what is personal out of caches."""
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
            "public.response",
        }:
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response
