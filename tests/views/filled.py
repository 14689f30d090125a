"""Filling in forms as people do: the page is opened first, and what it hides is sent along."""

import re
from typing import Any

from werkzeug.test import TestResponse

from eventapp.models import Event
from tests.visitor import Visitor

HIDDEN = re.compile(r"<input[^>]*>")
ENGLISH = {"Accept-Language": "en"}


def hidden_in(html: str) -> dict[str, str]:
    """The hidden fields of a page, by name."""
    fields = {}
    for tag in HIDDEN.findall(html):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if attributes.get("type") == "hidden" and attributes["name"] != "next":
            fields[attributes["name"]] = attributes["value"]
    return fields


def send(client: Visitor, page: str, action: str, **fields: Any) -> TestResponse:
    """Open `page`, fill in its form and send it to `action`."""
    shown = client.get(page, headers=ENGLISH)
    assert shown.status_code == 200, shown.status
    data = {**hidden_in(shown.text), **fields}
    return client.post(action, data=data, headers=ENGLISH)


def ask_for_place(client: Visitor, event: Event, **fields: Any) -> TestResponse:
    """Fill in the registration form; what is not said is filled in well."""
    root = f"/events/{event.slug}/registration"
    return send(client, f"{root}/new", root, **{**WELL, **fields})


WELL = {
    "name": "Linnéa Vårglim",
    "email": "linnea@town.example",
    "organisation": "other",
    "other_organisation": "Föreningen Exempel",
    "role": "samordnare",
}
