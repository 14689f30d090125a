"""An installation that names nobody is nobody's: no agency's name, address or telephone is in it.

The sample has an agency of its own, in `eventapp/demo` and `eventapp/sample`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from eventapp.app import create_app
from eventapp.config import PACKAGE, ROOT, Settings
from eventapp.domain.registration import calendar_invitation
from eventapp.extensions import db
from eventapp.mail import event as event_letters
from eventapp.mail import registration as letters
from tests.builders import a_registration, an_event
from tests.visitor import Visitor

AGENCY = re.compile(r"\bBrå\b|Brottsförebyggande rådet|bra\.example|\bbra\.se\b|08-465")
FOLDERS = (PACKAGE, ROOT / "templates", ROOT / "static")
# The list of public bodies names every one.
SAMPLE = (PACKAGE / "demo", PACKAGE / "sample", PACKAGE / "facts" / "organisations.csv")
READ = {".py", ".html", ".txt", ".po", ".css", ".js", ".svg", ".json", ".csv", ".typ", ".xml"}
PAGES = (
    "/",
    "/experiences",
    "/experiences/exchange",
    "/experiences/leads/new",
    "/privacy",
    "/accessibility",
    "/cookies",
    "/registrations",
    "/sign-in",
    "/no-such-page",
)
ASKED = {"site_name", "site_tagline", "contact_email", "contact_phone", "protected_phone"}


@pytest.fixture
def neutral(app: Flask) -> Iterator[Flask]:
    """The app of an operator who named nothing, on the same database."""
    given: Settings = app.extensions["settings"]
    empty = dict.fromkeys(ASKED, "")
    bare = create_app(replace(given, mail_from="evenemang@example.org", **empty))
    bare.test_client_class = Visitor
    with bare.app_context():
        yield bare
        db.session.remove()  # else its connection stays open past the engine
        db.engine.dispose()


def test_no_file_of_the_product_names_an_agency() -> None:
    named = [
        str(path)
        for folder in FOLDERS
        for path in folder.rglob("*")
        if path.suffix in READ
        and not any(path.is_relative_to(sample) for sample in SAMPLE)
        and AGENCY.search(path.read_text(encoding="utf-8"))
    ]

    assert named == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_of_a_bare_installation_reads_well(neutral: Flask, language: str) -> None:
    event = an_event(contact_email="")
    db.session.commit()
    client = neutral.test_client()
    client.set_cookie("language", language)

    for address in (*PAGES, f"/events/{event.slug}", f"/events/{event.slug}/registration/new"):
        text = client.get(address).text
        assert not AGENCY.search(text), address
        assert "evenemang@example.org" in text, address
        assert "tel:" not in text, address
    assert {"sv": "Evenemang", "en": "Events"}[language] in client.get("/").text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_letters_of_a_bare_installation_read_well(neutral: Flask, language: str) -> None:
    registration = a_registration(an_event(contact_email=""), language=language)
    turn = calendar_invitation.invite(registration)
    written = [
        letters.received(registration, turn, "id"),
        letters.cancelled(registration, turn, "id"),
        event_letters.event_news(registration, turn, "id"),
    ]

    for letter in written:
        for text in (letter.body, letter.html):
            assert not AGENCY.search(text)
            assert "evenemang@example.org" in text
            assert "evenemang@example.org," not in text  # no number follows
        assert not AGENCY.search(letter.as_bytes().decode())
