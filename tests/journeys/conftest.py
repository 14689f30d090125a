"""Browser users for the journeys; their browsers are closed afterwards."""

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
    """Open a phone's browser on the running demo; options as BrowserUser takes them."""
    users: list[BrowserUser] = []

    def go(**options: Any) -> BrowserUser:
        name = f"{request.node.name} {len(users) + 1}"
        users.append(BrowserUser(browser, live_server.base, name, **options))
        return users[-1]

    yield go
    for user in users:
        user.close()
