"""The board in a browser: by keys alone, by mouse, by finger, and two who change it at once."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from eventapp.clock import utcnow
from eventapp.domain.permission import Role
from eventapp.domain.schedule.schedule_part import create_part
from eventapp.domain.schedule.session import list_sessions
from eventapp.extensions import db
from eventapp.models import Event, Room
from tests.builders import HOUR, a_session
from tests.journeys.demo_event import an_event_soon, app_on_demo_database
from tests.journeys.signed_in_pages import SignedInPages
from tests.server import LiveServer

pytestmark = pytest.mark.xdist_group("journeys")
WIDE = {"width": 1280, "height": 1600}
TABS_MAX = 150


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer) -> Iterator[SignedInPages]:
    screens = SignedInPages(browser, live_server)
    yield screens
    screens.close()


def an_event_with_rooms(live: LiveServer, *titles: str, more_rooms: int = 0) -> str:
    """The address of the schedule of an event with two rooms; the sessions stand in the first."""
    with app_on_demo_database(live):
        event = an_event_soon(seats=20)
        names = ("Eken", "Linden", *(f"Sal {number}" for number in range(more_rooms)))
        rooms = [create_part(Room, event, {"name": name}) for name in names]
        for number, title in enumerate(titles):
            starts_at = event.starts_at + number * HOUR
            a_session(event, title=title, starts_at=starts_at, room_id=rooms[0].id, released=False)
        db.session.commit()
        return f"{live.base}/organizer/events/{event.slug}"


def places(live: LiveServer, address: str) -> dict[str, tuple[str, timedelta, timedelta, bool]]:
    """Each session's room, time since the event's start, length, and whether it has a place."""
    with app_on_demo_database(live):
        slug = address.rpartition("/")[2]
        event = db.session.scalars(db.select(Event).where(Event.slug == slug)).one()
        return {
            session.title: (
                session.room.name if session.room else "",
                session.starts_at - event.starts_at,
                session.ends_at - session.starts_at,
                session.placed,
            )
            for session in list_sessions(event)
        }


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until that is where one is."""
    for _ in range(TABS_MAX):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never came to {selector}")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def block(page: Page, title: str) -> Locator:
    return page.locator("li.block").filter(has=page.locator("a", has_text=title))


def begins(page: Page, title: str, clock: str) -> None:
    hour, minute = map(int, clock.split("."))
    expect(block(page, title)).to_have_attribute("data-start", str(hour * 60 + minute))


def says(page: Page, words: str) -> None:
    expect(page.locator("[data-voice]")).to_contain_text(words)


def test_a_day_is_built_by_keys_alone(desk: SignedInPages, live_server: LiveServer) -> None:
    address = an_event_with_rooms(live_server)
    page = desk.of(Role.ORGANIZER)
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.goto(f"{address}/sessions/rows/new")
    for number, title in enumerate(("Välkomna", "Vägar in", "Fika")):
        tab_to(page, f"[name=rows-{number}-title]")
        page.keyboard.type(title)
        if number == 0:
            press(page, "Tab")
            page.keyboard.type("10.00")
        tab_to(page, f"[name=rows-{number}-room]")
        page.keyboard.type("Eken" if number < 2 else "Foajén")
    with page.expect_navigation():
        press(page, "Enter")
    begins(page, "Fika", "11.30")

    tab_to(page, ".block a")
    press(page, "Space", "ArrowDown", "ArrowDown", "ArrowRight")
    says(page, "10.10–10.55, Foajén. Inget krockar.")
    press(page, "-", "-", "-", "Enter")
    begins(page, "Välkomna", "10.10")
    expect(block(page, "Välkomna").locator("a")).to_be_focused()

    press(page, "Space", "Escape")
    says(page, "Lagt tillbaka.")
    press(page, "Space", "Delete")
    expect(page.locator("[data-tray]")).to_contain_text("Inte placerade: 1")
    expect(page.locator("[data-tray] a").first).to_be_focused()
    press(page, "Space", "Shift+ArrowUp", "Enter")
    begins(page, "Välkomna", "9.40")
    press(page, "Control+z")
    expect(page.locator("[data-tray]")).to_contain_text("Inte placerade: 1")
    press(page, "Control+z")
    begins(page, "Välkomna", "10.10")
    press(page, "Control+Shift+z")
    expect(page.locator("[data-tray]")).to_contain_text("Inte placerade: 1")

    assert places(live_server, address)["Välkomna"][3] is False
    assert places(live_server, address)["Vägar in"][:1] == ("Eken",)

    tab_to(page, "[data-tray] button")
    press(page, "Enter")
    expect(block(page, "Välkomna").locator("a")).to_be_focused()
    assert places(live_server, address)["Välkomna"][3] is True
    assert page.locator(".block-clash").count() == 0


def drag(page: Page, title: str, *, down: float, right: float = 0) -> None:
    """Drag a session so many pixels, and let it go."""
    block(page, title).scroll_into_view_if_needed()
    box = block(page, title).bounding_box()
    assert box
    x, y = box["x"] + 20, box["y"] + 12
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right, y + down, steps=6)
    expect(page.locator(".block-held")).to_have_count(1)
    assert page.evaluate("getSelection().isCollapsed"), "marks text"
    page.mouse.up()


def hour(page: Page) -> float:
    """How many pixels high an hour is drawn."""
    first, second = (page.locator(".board-time").nth(n).bounding_box() for n in (0, 1))
    assert first
    assert second
    return second["y"] - first["y"]


def test_the_rooms_names_stay_in_the_window_and_what_is_beyond_can_be_reached(
    desk: SignedInPages, live_server: LiveServer
) -> None:
    page = desk.of(Role.ORGANIZER)
    page.set_viewport_size({"width": 1000, "height": 500})
    for more in (0, 5):
        address = an_event_with_rooms(live_server, "Vägar in", "Fika", more_rooms=more)
        page.goto(f"{address}/schedule/board")
        page.locator(".board-time").last.evaluate("time => time.scrollIntoView({block: 'nearest'})")
        heads, name, column = (
            page.locator(of_board).first.bounding_box()
            for of_board in (".board-heads", ".board-room", ".board-day .block")
        )
        assert heads
        assert name
        assert column
        assert 0 <= heads["y"] < 250
        assert name["x"] == column["x"]

    # So many rooms are a window of their own, which a drag scrolls at its edge.
    pane = page.locator(".board-scroll")
    pane.evaluate("pane => pane.scrollTo(0, 0)")
    box, sides = block(page, "Vägar in").bounding_box(), pane.bounding_box()
    assert box
    assert sides
    x, y = sides["x"] + sides["width"] - 20, box["y"] + 12
    page.mouse.move(box["x"] + 20, y)
    page.mouse.down()
    for step in range(40):
        page.mouse.move(x + step % 2, y)
    page.mouse.up()
    says(page, "Sparat i utkastet.")
    assert places(live_server, address)["Vägar in"][:2] == ("", timedelta())


class Finger:
    """One that touches a tablet."""

    def __init__(self, page: Page) -> None:
        self._page, self._wire = page, page.context.new_cdp_session(page)

    def drag(self, title: str, *, below: float = 0, down: float, press: bool = True) -> None:
        """Press on a session, so far below its middle, wait until it is lifted, draw and let go."""
        # Amid the screen: at its edge the board would scroll for as long as the finger is there.
        block(self._page, title).evaluate("it => it.scrollIntoView({block: 'center'})")
        box = block(self._page, title).bounding_box()
        assert box
        x, y = box["x"] + 20, box["y"] + box["height"] / 2 + below
        self._send("touchStart", x, y)
        if press:
            expect(self._page.locator(".block-held")).to_have_count(1)
        for step in range(1, 7):
            self._send("touchMove", x, y + down * step / 6)
        self._send("touchEnd")

    def _send(self, kind: str, *at: float) -> None:
        points = [dict(zip("xy", at, strict=True))] if at else []
        self._wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_a_finger_moves_and_draws_out_once_it_has_pressed_and_scrolls_before(
    desk: SignedInPages, live_server: LiveServer
) -> None:
    address = an_event_with_rooms(live_server, "Vägar in", "Fika", "Rådslag", more_rooms=5)
    page = desk.of(Role.ORGANIZER)
    page.set_viewport_size({"width": 820, "height": 1180})
    page.goto(f"{address}/schedule/board")
    finger = Finger(page)
    before = places(live_server, address)
    finger.drag("Rådslag", down=-60, press=False)
    page.wait_for_function("scrollY > 30")
    assert places(live_server, address) == before

    finger.drag("Vägar in", down=hour(page) / 2)
    says(page, "Sparat i utkastet.")
    expect(block(page, "Vägar in")).to_have_class(re.compile("block-clash"))
    box, noted = (block(page, title).bounding_box() for title in ("Vägar in", "Fika"))
    assert box
    assert noted
    # What collides stands in half a column, and is no longer for it than it lasts.
    assert abs(box["height"] - hour(page)) < 4
    assert box["width"] < 80

    page.get_by_role("button", name="Ångra").click()
    says(page, "Ångrat.")
    expect(block(page, "Vägar in")).not_to_have_class(re.compile("block-clash"))
    finger.drag("Vägar in", below=hour(page) / 2 - 18, down=-hour(page) / 4)
    says(page, "Sparat i utkastet.")
    assert places(live_server, address)["Vägar in"][1:3] == (timedelta(), 3 * HOUR / 4)


def test_two_change_the_board_at_once_and_nothing_is_lost(
    desk: SignedInPages, live_server: LiveServer
) -> None:
    address = an_event_with_rooms(live_server, "Vägar in", "Vägar ut", "Rådslag")
    first, other = desk.of(Role.ORGANIZER), desk.of(Role.ADMIN)
    day = f"{utcnow() + timedelta(days=30):%Y-%m-%d}"
    for page in (first, other):
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        page.goto(f"{address}/schedule/board/{day}")

    drag(first, "Rådslag", down=2 * hour(first))
    says(first, "Sparat i utkastet.")
    assert places(live_server, address)["Rådslag"][1] == 4 * HOUR
    expect(block(other, "Rådslag")).to_have_attribute("data-version", "2")  # within seconds
    says(other, "Någon annan har ändrat tavlan.")

    # The other has lifted what this one moves meanwhile: the later save is refused, with both.
    block(other, "Vägar in").locator("a").focus()
    press(other, "Space", "ArrowRight")
    drag(first, "Vägar in", down=6 * hour(first))
    says(first, "Sparat i utkastet.")
    press(other, "Enter")
    says(other, "någon annan hann före")
    expect(other.locator("#differences")).to_be_visible()
    assert places(live_server, address)["Vägar in"][:2] == ("Eken", 6 * HOUR)
    # What was wanted stands in the form, and is saved by sending it again.
    with other.expect_navigation():
        other.get_by_role("button", name="Spara platsen").click()
    assert places(live_server, address)["Vägar in"][0] == "Linden"
