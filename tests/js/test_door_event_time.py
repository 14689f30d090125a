"""Days and times are those of the event, wherever the phone thinks it is."""

import pytest
from playwright.sync_api import Page

from tests.js.modules import call, open_modules

# 23.30 in Stockholm, and four hours later, when the hour from two to three is there a second time.
LATE, LATER = 1792877400000, 1792891800000


@pytest.mark.parametrize("phone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_a_day_is_the_events(page: Page, phone: str) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setTimezoneOverride", {"timezoneId": phone})
    open_modules(page)
    body = "return v.map(at => [m.dayIn('Europe/Stockholm', at), m.clockIn('Europe/Stockholm', at, 'sv')])"

    answer = call(page, "door/event-time.js", body, LATE, LATER)

    assert answer == [["2026-10-24", "23.30"], ["2026-10-25", "02.30"]]
