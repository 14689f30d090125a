"""Sending forms as a browser would: with the token of a page that was looked at before."""

from typing import Any

from werkzeug.test import TestResponse

from tests.visitor import Visitor


def send(client: Visitor, address: str, page: str = "", **fields: Any) -> TestResponse:
    """Post the fields, with the token found on `page`, or with any of the visitor's own.

    Names may hold `__` for a hyphen.
    """
    data = {name.replace("__", "-"): value for name, value in fields.items()}
    token = token_on(client, page) if page else client.form_token()
    return client.post(address, data={"csrf_token": token, **data})


def token_on(client: Visitor, page: str) -> str:
    """The form token on that page."""
    return client.token_on(page)
