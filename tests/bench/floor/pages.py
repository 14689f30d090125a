"""What the floor serves: pages as the product serves them, and what a phone at the door sends."""

import json
import re
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from tests.bench.against.html_form import form_to
from tests.bench.visitor_scripts import TOKEN

TOKEN_MARK = "@@TOKEN@@"
EVENT = "/events/bench-open"


def write_pages(port: int, fields: dict[str, str], folder: Path) -> None:
    """Ask the product for the event, the form, and what comes after it; write them down."""
    browser = build_opener(HTTPCookieProcessor())

    def get(path: str, data: bytes | None = None) -> str:
        asked = Request(f"http://localhost:{port}{path}", data, {"Accept-Language": "sv"})
        with browser.open(asked, timeout=60) as answer:
            return str(answer.read().decode())

    form = get(f"{EVENT}/registration/new")
    token = re.compile(TOKEN.pattern.decode()).search(form)
    assert token, "the form has no CSRF token"
    answers = {**form_to(form, f"{EVENT}/registration").fields, **fields}
    received = get(f"{EVENT}/registration", _encoded({**answers, "email": "floor@town.example"}))
    for name, page in (
        ("event", get(EVENT)),
        ("form", form.replace(token[1], TOKEN_MARK)),
        ("received", received),
    ):
        (folder / f"{name}.html").write_text(page)


def write_door(tokens: list[str], digests: list[str], folder: Path) -> None:
    """The phones and the tickets that the floor knows."""
    content = {"phones": tokens, "digests": digests}
    (folder / "door.json").write_text(json.dumps(content))


def _encoded(fields: dict[str, str]) -> bytes:
    return urlencode(fields).encode()
