"""Extensions: made empty here, bound to the app in app.py."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import shake_128
from secrets import token_bytes

from flask import Flask, current_app, g, request
from flask_babel import Babel
from flask_mail import Mail
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect, generate_csrf
from sqlalchemy import MetaData

from eventapp.config import Settings
from eventapp.flood_memory import FloodMemory

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

MASK_BYTES = 8


class MaskedCSRFProtect(CSRFProtect):  # type: ignore[misc]  # Flask-WTF ships no types
    """Flask-WTF's protection with a token that is written differently in each answer.

    Answers are compressed. Of a secret that is always written alike, the lengths of many answers
    would tell one sign after the other (BREACH).
    """

    def init_app(self, app: Flask) -> None:
        """Protect every POST of the app, and provide templates with `csrf_token()`."""
        super().init_app(app)
        app.jinja_env.globals["csrf_token"] = masked_csrf_token
        app.context_processor(lambda: {"csrf_token": masked_csrf_token})

    def _error_response(self, reason: str) -> None:
        """Show a form of one's own page again; refuse all else.

        Its token is of a session that has ended: what was typed is good, and the browser says that
        no other site sent it. It is only shown (`is_only_shown`), by a transaction that reads.
        """
        if not (request.method == "POST" and _is_from_own_page()):
            super()._error_response(reason)
        g.form_expired = True

    def _get_csrf_token(self) -> str | None:
        return unmasked(super()._get_csrf_token())


def _is_from_own_page() -> bool:
    """Whether the browser says that the form was on a page of this very site."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return request.headers.get("Origin") == request.host_url.removesuffix("/")


def masked_csrf_token() -> str:
    """This answer's token: the same wherever it is written in it."""
    if "masked_csrf_token" not in g:
        mask = token_bytes(MASK_BYTES)
        written = mask + _under(mask, generate_csrf().encode())
        g.masked_csrf_token = urlsafe_b64encode(written).decode()
    token: str = g.masked_csrf_token
    return token


def unmasked(token: str | None) -> str | None:
    """The token as it is checked; anything else comes back as it is, to be refused there."""
    if token is None or "." in token:  # of a form that was open before tokens were masked
        return token
    try:
        written = urlsafe_b64decode(token)
        return _under(written[:MASK_BYTES], written[MASK_BYTES:]).decode()
    except ValueError:
        return token


def _under(mask: bytes, token: bytes) -> bytes:
    """The token with the mask put on, or taken off."""
    pad = shake_128(mask).digest(len(token))
    return (int.from_bytes(token) ^ int.from_bytes(pad)).to_bytes(len(token))


db = SQLAlchemy(metadata=metadata)
mail = Mail()
csrf = MaskedCSRFProtect()
babel = Babel()
# In memory, per web process: a limit against floods needs no shared truth.
floods = FloodMemory()


def app_settings() -> Settings:
    """What the operator set, of the app that is at work."""
    settings: Settings = current_app.extensions["settings"]
    return settings
