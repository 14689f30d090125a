"""Days and times are those of the event, wherever the phone thinks it is, in 24 hours."""

import pytest
from playwright.sync_api import Browser

from tests.js.modules import call, open_modules

# 23.30 in Stockholm, and four hours later, when the hour from two to three is there a second time.
LATE, LATER = 1792877400000, 1792891800000


@pytest.mark.parametrize("phone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_a_day_is_the_events(browser: Browser, phone: str) -> None:
    page = browser.new_page(timezone_id=phone)
    open_modules(page)
    body = """const zone = 'Europe/Stockholm'
        const clocks = at => ['sv', 'en'].map(language => m.clockIn(zone, at, language))
        return v.map(at => [m.dayIn(zone, at), ...clocks(at)])"""

    answer = call(page, "door/event-time.js", body, LATE, LATER)

    page.close()
    assert answer == [
        ["2026-10-24", "23.30", "23:30"],
        ["2026-10-25", "02.30", "02:30"],
    ]
