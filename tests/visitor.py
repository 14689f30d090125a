"""A browser without a screen: the test client as a stranger would come."""

import re
from contextvars import copy_context
from typing import Any

from flask.globals import _cv_app
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from eventapp.extensions import db

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Visitor(FlaskClient):
    """Each request has an app context of its own, as under a server, not the test's.

    What the test has written so far is committed before the request, and whatever it has loaded
    is read anew after it: on SQLite two writers in one thread would wait for each other for ever.
    """

    _secret: str | None = None  # of the session that _token is for
    _token = ""

    def open(self, *arguments: Any, **options: Any) -> TestResponse:
        """Send one request, and read the answer to its end."""
        options.setdefault("buffered", True)
        db.session.commit()
        db.session.expire_all()
        context = copy_context()
        context.run(_cv_app.set, None)  # type: ignore[arg-type]
        return context.run(super().open, *arguments, **options)

    def form_token(self) -> str:
        """What any form of this visitor's session may be sent with; looked for once a session."""
        with self.session_transaction() as session:
            secret = session.get("csrf_token")
        if secret is None or secret != self._secret:
            self._token = self.token_on("/account")
            with self.session_transaction() as session:
                self._secret = session.get("csrf_token")
        return self._token

    def token_on(self, path: str) -> str:
        """What the form on this page protects itself with; empty where there is no such form."""
        match = TOKEN.search(self.get(path).get_data(as_text=True))
        return match[1] if match else ""
