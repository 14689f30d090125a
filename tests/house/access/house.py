"""A house where everybody has come to the doors, and which can be put back as it was."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from eventapp.extensions import db, floods
from eventapp.mail.mailbox import Mailbox
from eventapp.storage.file_store import FileStore
from tests.builders import an_organisation
from tests.house.access.arrivals import Side, arrive
from tests.house.access.callers import CALLERS, Caller
from tests.house.access.door import Door, Guard
from tests.house.access.form import Fields, forms_of
from tests.house.access.scene import an_organisations_event, the_house
from tests.visitor import Visitor

ORIGIN = "http://localhost"
NOBODYS = "a" * 32
TOKEN = "csrf_token"
NONE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class FormPage:
    """What somebody was shown, and the filled forms on it by the address each is posted to."""

    text: str
    forms: Mapping[str, Fields]


class OpenHouse:
    """The things of our organisation and of another one by name, and the callers outside."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        codes = [an_organisation(name).code for name in ("Exempelstad", "Annorstad")]
        files: FileStore = app.extensions["files"]
        shared = the_house(codes[0]) | {"letter": _a_letter(app)}
        self.things, self.elsewhere = (
            shared | an_organisations_event(code, prefix, files)
            for code, prefix in zip(codes, "st", strict=True)
        )
        sides = Side(self.things), Side(self.elsewhere)
        self._arrivals = {caller.name: arrive(app, caller, *sides) for caller in CALLERS}
        self._form_pages: dict[tuple[str, str], FormPage] = {}
        db.session.commit()
        db.session.remove()

    def browser(self, caller: Caller) -> Visitor:
        """The caller's browser, as it was on arrival."""
        client = self.app.test_client()
        assert isinstance(client, Visitor)
        for name, value in self._arrivals[caller.name].cookies.items():
            client.set_cookie(name, value)
        return client

    def come(
        self,
        caller: Caller,
        door: Door,
        fields: Fields | None = None,
        *,
        token: str | None = None,
        places: Mapping[str, str] = NONE,
    ) -> TestResponse:
        """Come by the door with these fields; `places` of its address may be changed.

        `token` stands in for the one that the house has handed to the caller.
        """
        floods.reset()  # so many never come from one address in a minute
        browser, address = self.browser(caller), self.address(caller, door, places)
        if door.method == "GET":
            return browser.get(address)
        if door.json is not None:
            return browser.post(address, json=door.json, headers={"Origin": ORIGIN})
        if token is None:
            token = self.form_token(caller)
        return browser.post(address, data=_sent(fields or {}, token))

    def address(self, caller: Caller, door: Door, places: Mapping[str, str] = NONE) -> str:
        """The door's address as the caller knows it: a personal link only if it is theirs."""
        if door.guard is Guard.OWN_LINK and not caller.holds_link:
            places = {"token": NOBODYS, **places}
        changed = {door.places[name]: value for name, value in places.items()}
        return door.address(self.things | changed)

    def fields(self, caller: Caller, door: Door) -> Fields:
        """What the caller's browser would send by the form that leads to the door."""
        typed = {name: [text.format_map(self.things)] for name, text in door.data.items()}
        if not door.form:
            return typed
        filled = self.form_page(caller, door).forms[door.address(self.things).partition("?")[0]]
        protected = any(name.endswith(TOKEN) for name in filled)
        assert protected or door.exempt, f"the form that leads to {door.name} is not protected"
        return filled | typed

    def form_page(self, caller: Caller, door: Door) -> FormPage:
        """The page of the form that leads to the door: looked at once, for nothing changes here."""
        path = door.address(self.things, door.form)
        if (caller.name, path) not in self._form_pages:
            shown = self.browser(caller).get(path)
            assert shown.status_code == 200, f"{path} shows {shown.status}"
            page = FormPage(shown.text, forms_of(shown.text, path))
            self._form_pages[caller.name, path] = page
        return self._form_pages[caller.name, path]

    def form_token(self, caller: Caller) -> str:
        """What the house has handed to the caller to send its forms with."""
        return self._arrivals[caller.name].form_token


class House(OpenHouse):
    """The same on SQLite, where it can be put back as it was."""

    def __init__(self, app: Flask, database: Path) -> None:
        super().__init__(app)
        self._watch, self._kept = sqlite3.connect(database), sqlite3.connect(":memory:")
        self._watch.execute("PRAGMA synchronous=OFF")
        self._watch.backup(self._kept)
        self._seen = self._as_it_was = self._version()

    def fields(self, caller: Caller, door: Door) -> Fields:
        """As above. Whoever looks at the page of the form may leave a line, which is taken away."""
        fields = super().fields(caller, door)
        if self.has_changed():
            self.put_back()
        return fields

    def has_changed(self) -> bool:
        """Whether anything has been written since this was asked last, or all was put back."""
        before, self._seen = self._seen, self._version()
        return before != self._seen

    def put_back(self) -> None:
        """Make everything as it was: copied only where somebody has written since."""
        if self._version() != self._as_it_was:
            self._kept.backup(self._watch)
        self._seen = self._as_it_was = self._version()

    def close(self) -> None:
        """Let go of the database."""
        self._watch.close()
        self._kept.close()

    def _version(self) -> int:
        """A number that differs whenever another connection has written."""
        return int(self._watch.execute("PRAGMA data_version").fetchone()[0])


def _sent(fields: Fields, token: str) -> dict[str, Any]:
    """The fields as the test client takes them, with the caller's own token; files are named."""
    files = {name: (BytesIO(b"%PDF-1.7"), fields[name][0]) for name in fields if name == "file"}
    without_tokens = {name: values for name, values in fields.items() if not name.endswith(TOKEN)}
    return {**without_tokens, **files, TOKEN: token}


def _a_letter(app: Flask) -> str:
    mailbox = Mailbox(app.extensions["settings"].data_folder)
    message = EmailMessage()
    message["To"], message["Subject"] = "mina@town.example", "Hej"
    message["Message-ID"], message["Date"] = "<1@bra.example>", "Mon, 01 Mar 2027 12:00:00 +0000"
    message.set_content("Hej")
    message.add_alternative("<p>Hej</p>", subtype="html")
    mailbox.store(message.as_bytes())
    return mailbox.list_all()[0].id
