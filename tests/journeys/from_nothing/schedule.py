"""The first version of a schedule."""

from datetime import timedelta

from playwright.sync_api import expect

from eventapp.clock import utcnow
from tests.journeys.browser_user import BrowserUser
from tests.journeys.end_to_end.organizer import HERE, typed


def release_schedule(desk: BrowserUser, slug: str, session: str) -> None:
    """One session, in an hour; then the schedule is published."""
    desk.open(f"/organizer/events/{slug}/schedule")
    desk.follow("Nytt pass")
    desk.look("Nytt pass")
    page, now = desk.page, utcnow().astimezone(HERE)
    page.get_by_label("Rubrik", exact=True).fill(session)
    page.get_by_label("Börjar", exact=True).fill(typed(now + timedelta(hours=1)))
    page.get_by_label("Slutar", exact=True).fill(typed(now + timedelta(hours=2)))
    desk.press("Spara i utkastet")
    expect(page.get_by_text("Passet finns i utkastet.", exact=False)).to_be_visible()
    desk.open(f"/organizer/events/{slug}/schedule")
    desk.follow("Granska och publicera")
    desk.look("Publicera version 1")
    desk.press("Publicera versionen")
    expect(page.get_by_text("Version 1 av programmet är publicerad.")).to_be_visible()
