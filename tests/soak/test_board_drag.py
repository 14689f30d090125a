"""A two-second drag on the board of a day of 200 sessions: no task holds the browser for long.

Prints the longest task of each drag; a machine that does other things too makes them longer.
"""

from datetime import timedelta
from typing import Any

from playwright.sync_api import Browser, Page

from eventapp.domain.permission import Role
from eventapp.domain.schedule.schedule_part import create_part
from eventapp.extensions import db
from eventapp.models import Room
from tests.builders import a_session
from tests.journeys.demo_event import an_event_soon, app_on_demo_database
from tests.journeys.signed_in_pages import SignedInPages
from tests.server import LiveServer

ROOMS, SESSIONS, DRAGS, STEPS = 20, 200, 5, 100
TASK_MS_MAX = 50
OPENS_MS_MAX = 1_000
NOTE_TASKS = """() => {
  window.longTasks = []
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.longTasks.push(entry.duration)
  }).observe({ type: "longtask" })
}"""
OPENED = "() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"


def a_full_day(live: LiveServer) -> str:
    """The address of the board of a day with 200 sessions in 20 rooms."""
    with app_on_demo_database(live):
        event = an_event_soon(seats=20)
        rooms = [create_part(Room, event, {"name": f"Sal {n}"}) for n in range(ROOMS)]
        for number in range(SESSIONS):
            turn, room = divmod(number, ROOMS)
            a_session(
                event,
                title=f"Pass {number}: vad som höll när vi mätte",
                starts_at=event.starts_at + timedelta(minutes=45 * turn),
                ends_at=event.starts_at + timedelta(minutes=45 * turn + 40),
                room_id=rooms[room].id,
                released=False,
            )
        db.session.commit()
        return f"{live.base}/organizer/events/{event.slug}/schedule/board"


def test_a_drag_on_a_full_day_has_no_long_task(browser: Browser, live_server: LiveServer) -> None:
    screens = SignedInPages(browser, live_server)
    page = screens.of(Role.ORGANIZER)
    page.set_viewport_size({"width": 1280, "height": 1000})
    address = a_full_day(live_server)
    opened, longest = [], []
    for number in range(DRAGS):
        page.goto(address)
        opened.append(page.evaluate(OPENED))
        longest.append(longest_task_of_drag(page, f"Pass {3 + number}:"))
    screens.close()
    print(f"\nopened in {min(opened):.0f} ms, longest tasks {[round(ms) for ms in longest]} ms")
    assert min(opened) <= OPENS_MS_MAX
    assert sorted(longest)[DRAGS // 2] <= TASK_MS_MAX


def longest_task_of_drag(page: Page, title: str) -> Any:
    """The longest task while a session is dragged for two seconds and put back; 0 below 50."""
    page.evaluate(NOTE_TASKS)
    box = page.locator("li.block").filter(has_text=title).bounding_box()
    assert box
    x, y = box["x"] + 20, box["y"] + 10
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(STEPS):
        page.mouse.move(x + step * 3, y + step * 2 % 300)
        page.wait_for_timeout(20)
    page.keyboard.press("Escape")
    page.mouse.up()
    page.wait_for_timeout(100)
    return page.evaluate("() => Math.max(0, ...window.longTasks)")
