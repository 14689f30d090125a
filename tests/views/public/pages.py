"""What tests of public pages share: asking in a language, reading, counting statements."""

import re
from datetime import timedelta
from html import unescape

import pytest
from werkzeug.test import TestResponse

from eventapp.domain.schedule.release import store_release
from eventapp.extensions import db
from eventapp.i18n import JOINER
from eventapp.models import Event, Release, Room
from eventapp.views.cache import page_cache
from tests.builders import NOON
from tests.views.organizer.counting import counted_statements
from tests.visitor import Visitor


def ask(client: Visitor, path: str, language: str = "sv", **headers: str) -> TestResponse:
    """The answer to a browser that prefers that language."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(path, headers={"Accept-Language": language, **named})


def read(client: Visitor, path: str, language: str = "sv") -> str:
    """The page's source; it must be there."""
    response = ask(client, path, language)
    assert response.status_code == 200, response.status
    return response.text


def words(html: str) -> str:
    """What the page says, without head and markup, blanks folded."""
    body = html.split("<body", 1)[-1]
    text = unescape(re.sub(r"<[^>]+>", " ", body)).replace(JOINER, "")
    return re.sub(r"\s+", " ", text).strip()


def without_own(html: str) -> str:
    """The page but for the address that was typed here, and what is hidden in every form anew."""
    shown = re.sub(r'<b class="address">[^<]+</b>', "", html)
    return re.sub(r'<input[^>]*type="hidden"[^>]*>', "", shown)


def tell(client: Visitor, path: str, language: str = "sv") -> str:
    """What the page of this address says."""
    return words(read(client, path, language))


def cost_of(client: Visitor, path: str) -> int:
    """How many statements the page costs when nothing of it is kept."""
    forget_pages(client)
    db.session.commit()
    with counted_statements() as sent:
        assert ask(client, path).status_code == 200
    return len(sent)


def forget_pages(client: Visitor) -> None:
    """Empty the shelf of kept pages, as a process that has just begun."""
    shelf = client.application.extensions["page_cache"]
    for cache in (shelf._pages, shelf._revisions, shelf._languages):
        cache.clear()


class Stopwatch:
    """The shelf's clock, moved by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seconds = 1000.0
        monkeypatch.setattr(page_cache, "time", self)

    def monotonic(self) -> float:
        return self.seconds


def a_room(event: Event, name: str, **facts: object) -> Room:
    """A room at the event's venue."""
    room = Room(event_id=event.id, name=name, **facts)
    db.session.add(room)
    db.session.flush()
    return room


def a_release(event: Event, *, note: str = "", days_ago: int = 1) -> Release:
    """Publish the event's draft schedule."""
    now = NOON - timedelta(days=days_ago)
    release = store_release(event, actor="organizer", note=note, now=now)
    db.session.flush()
    return release
