"""What an organizer does at the desk, in a browser, in Swedish."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, expect

from eventapp.clock import utcnow
from tests.journeys.browser_user import BrowserUser

HERE = ZoneInfo("Europe/Stockholm")


def sign_in(person: BrowserUser, address: str, name: str, *, home: str) -> None:
    """Open the one-time address and press its button; `home` is the heading it leads to."""
    person.open(address)
    person.look(f"Logga in som {name}")
    person.press("Logga in")
    person.look(home)


def announce_event(desk: BrowserUser, title: str, *, link: str = "Nytt evenemang") -> str:
    """Follow a link, write an event that goes on now, save the draft, publish it; its slug."""
    now = utcnow().astimezone(HERE)
    desk.follow(link)
    desk.look("Nytt evenemang")
    _write(desk, "Rubrik", title)
    for label, hours in {
        "Börjar": -1,
        "Slutar": 6,
        "Anmälan öppnar": -24,
        "Anmälan stänger": 5,
        "Sista dag för avanmälan": 5,
    }.items():
        _write(desk, label, typed(now + timedelta(hours=hours)))
    _write(desk, "Platser", "40")
    desk.page.get_by_role("group", name="Fokusområden").get_by_role("checkbox").first.check()
    desk.press("Spara utkastet")
    expect(desk.page.get_by_text("Utkastet är sparat.")).to_be_visible()
    desk.look(title)
    desk.press("Publicera evenemanget")
    expect(desk.page.get_by_text("Evenemanget är publicerat.")).to_be_visible()
    return desk.page.url.rpartition("/")[2]


def invite_phone(desk: BrowserUser, slug: str, door: str) -> str:
    """Make a pairing link for a door of this name; its path."""
    desk.open(f"/organizer/events/{slug}")
    desk.follow("Incheckning")
    desk.follow("Telefoner")
    _write(desk, "Dörrens namn", door)
    desk.press("Skapa en kopplingslänk")
    desk.look(f"{door}, läsare")
    return desk.page.get_by_label("Kopplingslänk", exact=True).input_value().removeprefix(desk.base)


def follow_door(desk: BrowserUser, slug: str) -> Locator:
    """The figures at the door: who came, is inside, was let in twice."""
    desk.open(f"/organizer/events/{slug}")
    desk.follow("Incheckning")
    desk.look("Incheckning")
    return desk.page.locator(".stats").first


def leave_door(desk: BrowserUser) -> None:
    """Go to a page that does not renew itself, so that it misses no server."""
    desk.follow("Telefoner")
    expect(desk.page.get_by_role("heading", name="Koppla en telefon till")).to_be_visible()
    desk.page.wait_for_load_state("networkidle")  # its scripts have come, too


def open_survey(desk: BrowserUser, slug: str) -> str:
    """Draft the standard survey, keep its words, open it at once; its address."""
    desk.open(f"/organizer/events/{slug}")
    desk.follow("Enkät")
    desk.look("Enkäter")
    desk.press("Skapa ett utkast")
    desk.look("Redigera enkäten")
    desk.press("Spara")
    expect(desk.page.get_by_text("Enkäten är sparad.")).to_be_visible()
    desk.follow("Öppna nu")
    desk.look("Öppna enkäten?")
    desk.press("Öppna nu")
    expect(desk.page.get_by_text("Enkäten är öppen.")).to_be_visible()
    desk.press("Skicka breven nu")
    expect(desk.page.get_by_text("Breven är på väg.")).to_be_visible()
    return desk.page.url.removeprefix(desk.base)


def close_survey(desk: BrowserUser, survey: str) -> None:
    """Close it for good, after having been asked."""
    desk.open(survey)
    desk.follow("Stäng enkäten")
    desk.look("Stänga enkäten?")
    desk.press("Stäng enkäten")
    expect(desk.page.get_by_text("Enkäten är stängd.")).to_be_visible()


def await_results(desk: BrowserUser, survey: str) -> None:
    """Wait until the answers are mixed, as the page promises within a minute; read the results."""
    ready = desk.page.get_by_role("link", name="Se resultaten")
    desk.open_until(survey, ready)
    ready.click()
    desk.page.wait_for_url("**/results")


def typed(moment: datetime) -> str:
    """A moment as a field of date and time has it."""
    return f"{moment:%Y-%m-%dT%H:%M}"


def _write(desk: BrowserUser, label: str, words: str) -> None:
    desk.page.get_by_label(label, exact=True).fill(words)
