"""Flask without what it would do anew for every request, and always with the same outcome."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer


class Sessions(SecureCookieSessionInterface):
    """Sessions in signed cookies, whose signer is created once: the key never changes."""

    _signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The signer of the app that these sessions belong to."""
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer


class FlaskApp(Flask):
    """A Flask app whose views are no coroutines."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.session_interface = Sessions()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is; Flask would look a dozen times a request what kind it is of."""
        return func
