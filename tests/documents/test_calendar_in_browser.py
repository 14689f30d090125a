"""A browser's calendar reader finds the right moments, by our rules alone."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser

from eventapp.documents.calendar import feed
from tests.documents.calendars import (
    AROUND_TURNS,
    ISTANBUL,
    NEW_YORK,
    STOCKHOLM,
    an_entry,
    winters_and_summers_in_istanbul,
)

ICAL_JS = Path(__file__).parents[1] / "vendor" / "ical.js"
READ = """text => {
  const calendar = new ICAL.Component(ICAL.parse(text))
  for (const zone of calendar.getAllSubcomponents("vtimezone"))
    ICAL.TimezoneService.register(new ICAL.Timezone(zone))
  return calendar.getAllSubcomponents("vevent").map(component => {
    const event = new ICAL.Event(component)
    return [event.startDate.toUnixTime(), event.endDate.toUnixTime(), event.summary, event.uid,
            component.getFirstPropertyValue("status"), event.sequence]
  })
}"""


def read_in_browser(browser: Browser, document: bytes) -> list[list[object]]:
    """Return start, end (seconds) and summary of each entry as ical.js understands it."""
    (entries,) = read_each_in_browser(browser, [document])
    return [entry[:3] for entry in entries]


def read_each_in_browser(browser: Browser, documents: Sequence[bytes]) -> list[list[list[object]]]:
    """Of each document its entries: start, end, summary, UID, status and SEQUENCE."""
    context = browser.new_context()
    try:
        page = context.new_page()
        module = ICAL_JS.read_text(encoding="utf-8").replace(
            "export { ICALmodule as default };", "window.ICAL = ICALmodule;"
        )
        page.add_script_tag(content=module, type="module")
        page.wait_for_function("window.ICAL")
        return [page.evaluate(READ, document.decode()) for document in documents]
    finally:
        context.close()


@pytest.mark.parametrize(
    ("zone", "moments"),
    [
        (STOCKHOLM, AROUND_TURNS),
        (NEW_YORK, AROUND_TURNS),
        (ZoneInfo("UTC"), AROUND_TURNS),
        (ISTANBUL, winters_and_summers_in_istanbul()),
    ],
    ids=["Stockholm", "New York", "UTC", "Istanbul, whose rules changed"],
)
def test_ical_js_finds_the_right_moments(
    browser: Browser, zone: ZoneInfo, moments: list[datetime]
) -> None:
    entries = [
        an_entry(uid=str(n), starts_at=moment, zone=zone) for n, moment in enumerate(moments)
    ]

    read = read_in_browser(browser, feed(entries, name="x", url="https://sample.example/"))

    assert [(start, end) for start, end, _ in read] == [
        (entry.starts_at.timestamp(), entry.ends_at.timestamp()) for entry in entries
    ]


def test_ical_js_reads_a_text_of_traps_as_it_was_written(browser: Browser) -> None:
    summary = 'Trygghet; plats, "ord" C:\\Nyheter \\n åäö 👩🏽‍🚒 ' * 4

    read = read_in_browser(
        browser, feed([an_entry(summary=summary)], name="x", url="https://sample.example/")
    )

    assert read[0][2] == summary.strip()
