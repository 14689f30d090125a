"""A participant's two days on their own phone: the clock moved on, a session moved, no network."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from eventapp.clock import standing_at
from eventapp.extensions import db
from tests import server
from tests.browser import SWEDISH_PHONE
from tests.builders import DAY, HOUR, a_registration
from tests.builders.day import QUARTER, released, session_of, two_days
from tests.views.participant.own import own_page

WsgiApp = Callable[..., Any]
pytestmark = pytest.mark.on_sqlite_alone
STORED_PAGE = "caches.match('/registrations/day').then(page => page?.text() ?? '')"


class MovedClock:
    """The clock of a server, and of the phone that looks at its pages."""

    def __init__(self, wsgi_app: WsgiApp) -> None:
        self.wsgi_app = wsgi_app

    def set(self, page: Page, moment: datetime) -> None:
        self.moment = moment
        page.clock.set_fixed_time(moment)

    def __call__(self, *request: Any) -> list[bytes]:
        with standing_at(self.moment), closing(self.wsgi_app(*request)) as pieces:
            return [b"".join(pieces)]


@pytest.fixture
def clock(app: Flask, monkeypatch: pytest.MonkeyPatch) -> MovedClock:
    moved = MovedClock(app.wsgi_app)
    monkeypatch.setattr(app, "wsgi_app", moved)
    return moved


@pytest.fixture
def base(app: Flask, clock: MovedClock) -> Iterator[str]:
    with server.threads(app) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(**SWEDISH_PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def until_stored(page: Page, words: str) -> None:
    page.wait_for_function(f"words => {STORED_PAGE}.then(text => text.includes(words))", arg=words)


def test_the_phone_says_where_to_be_through_both_days(
    page: Page, base: str, clock: MovedClock
) -> None:
    event = two_days()
    starts, ends = event.starts_at, event.ends_at
    lights, school = session_of(event, "Ljus"), session_of(event, "Skola")
    own = base + own_page(a_registration(event, name="Åsa Tallgren", sessions=(lights,)))
    now = page.locator(".now-live:visible")
    db.session.commit()

    clock.set(page, starts - HOUR)
    page.goto(own)
    page.locator("#phone-remember").check()
    page.locator("section[aria-labelledby=phone] button").click()
    expect(page.locator("[data-component=store-day]")).to_be_visible()
    for moment, words in (
        (starts, ["Nu", "Eken", "Öppning"]),
        (starts + HOUR + QUARTER / 3, ["Paus till 16.00", "Eken", "Ljus", "Under tiden: Kaffe"]),
    ):
        clock.set(page, moment)
        page.goto(f"{own}/now")
        for word in words:
            expect(now).to_contain_text(word)

    lights.room_id, school.room_id = school.room_id, lights.room_id
    db.session.commit()
    released(event, starts + HOUR + QUARTER)
    clock.set(page, starts + 2 * HOUR)
    page.reload()
    expect(now).to_contain_text("Nytt rum: Linden. Före: Eken.")
    until_stored(page, "Linden")

    page.context.set_offline(True)
    for moment, words in (
        (starts + 2 * HOUR + QUARTER, ["Nu", "Linden", "Ljus"]),
        (starts + 4 * HOUR, ["Eken", "Avslutning"]),
        (starts + DAY + QUARTER, ["Nu", "Eken", "Avslutning"]),
    ):
        clock.set(page, moment)
        page.goto(f"{base}/registrations")
        expect(now).to_have_count(1)
        for word in words:
            expect(now).to_contain_text(word)
    expect(page.locator("#ticket")).to_contain_text("Åsa Tallgren")
    expect(page.locator("[aria-labelledby=venue]")).to_contain_text("Prästgatan 1")
    expect(page.locator("[aria-labelledby=venue]")).to_contain_text("Se på en karta kräver nät")

    page.context.set_offline(False)
    clock.set(page, starts + DAY + QUARTER)
    page.goto(f"{own}/now")
    expect(now).to_contain_text("Avslutning")
    clock.set(page, ends)
    page.goto(own)
    page.wait_for_function(f"() => {STORED_PAGE}.then(text => !text)")
