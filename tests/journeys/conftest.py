"""Travellers for the journeys; whoever sets out is brought home afterwards."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browser_user import BrowserUser
from tests.server import LiveServer

NewUser = Callable[..., BrowserUser]
expect.set_options(timeout=15_000)  # milliseconds; the machine may have much else to do


@pytest.fixture
def set_out(
    browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest
) -> Iterator[NewUser]:
    """Send somebody with a phone to the running demo; options as Traveller takes them."""
    under_way: list[BrowserUser] = []

    def go(**options: Any) -> BrowserUser:
        name = f"{request.node.name} {len(under_way) + 1}"
        under_way.append(BrowserUser(browser, live_server.base, name, **options))
        return under_way[-1]

    yield go
    for each in under_way:
        each.close()
