"""A question by keys alone: asked, let through in other words, answered, let through, and read."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from eventapp.clock import utcnow
from eventapp.domain.permission import Role
from eventapp.domain.registration.link import personal_token
from eventapp.domain.schedule.release import store_release
from eventapp.domain.schedule.speaker_link import speaker_token
from eventapp.extensions import db
from eventapp.models import SessionKind
from tests.builders import a_registration, a_session
from tests.builders.speaker import a_speaker, invite
from tests.journeys.demo_event import an_event_soon, app_on_demo_database
from tests.journeys.signed_in_pages import SignedInPages
from tests.server import LiveServer

pytestmark = pytest.mark.xdist_group("journeys")
TABS_MAX = 80


@pytest.fixture
def screens(browser: Browser, live_server: LiveServer) -> Iterator[SignedInPages]:
    screens = SignedInPages(browser, live_server)
    yield screens
    screens.close()


def a_lecture(live: LiveServer) -> tuple[str, str, str, str]:
    """Addresses: the asker's page of questions, the desk's, the lecturer's, the session's."""
    with app_on_demo_database(live):
        event, now = an_event_soon(seats=9, title="Ljusare torg"), utcnow()
        session = a_session(event, kind=SessionKind.PLENARY, title="Ljus på torget")
        speaker = a_speaker(event, session)
        store_release(event, actor="organizer", now=now)
        invite(event, now=now)
        assert speaker.address
        asker = personal_token(a_registration(event, name="Linnéa Vårglim", now=now))
        db.session.commit()
        return (
            f"{live.base}/registrations/{asker}/questions",
            f"{live.base}/organizer/events/{event.slug}/session-questions",
            f"{live.base}/speakers/{speaker_token(speaker.address)}",
            f"{live.base}/events/{event.slug}/sessions/{session.code}",
        )


def write(page: Page, field: str, words: str, *, send: str) -> None:
    """Go to the field by Tab, replace what it says, and press the button of that name."""
    tab_to(page, f"element.matches('{field}')")
    page.keyboard.press("Control+A")
    page.keyboard.type(words)
    press(page, send)


def press(page: Page, label: str) -> None:
    """Go to the button or link by Tab, and press it."""
    tab_to(page, f"element.innerText.trim() === '{label}'")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page: Page, condition: str) -> None:
    for _ in range(TABS_MAX):
        page.keyboard.press("Tab")
        if page.evaluate(f"(element => {condition})(document.activeElement)"):
            return
    raise AssertionError(f"Tab never came to where {condition}")


def test_a_question_goes_from_the_asker_to_everybody_by_keys_alone(
    screens: SignedInPages, live_server: LiveServer
) -> None:
    asking, desk_address, answering, public = a_lecture(live_server)
    asker, desk, lecturer = screens.stranger(), screens.of(Role.ORGANIZER), screens.stranger()

    asker.goto(asking)
    write(asker, "textarea", "Vad tyckte Anna Ek?", send="Skicka frågan")
    expect(asker.get_by_text("Arrangören har inte läst den än")).to_be_visible()

    desk.goto(desk_address)
    press(desk, "Vad tyckte Anna Ek?")
    expect(desk.locator("textarea[name=text]")).to_have_value("Vad tyckte [namn]?")
    write(desk, "textarea[name=text]", "Vad tyckte de boende?", send="Publicera")

    lecturer.goto(answering)
    assert "Anna Ek" not in lecturer.content()
    write(lecturer, "textarea[name=answer]", "Att det blev tryggare.", send="Skicka svaret")
    expect(lecturer.get_by_text("Arrangören läser ditt svar", exact=True)).to_be_visible()

    desk.goto(f"{desk_address}?only=answered")
    press(desk, "Vad tyckte de boende?")
    tab_to(desk, "element.innerText.trim() === 'Publicera svaret'")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")

    visitor = screens.stranger()
    visitor.goto(public)
    questions = visitor.locator("section[aria-labelledby=questions]")
    for words in ("Vad tyckte de boende?", "Ställd utan namn", "Att det blev tryggare."):
        expect(questions.get_by_text(words)).to_be_visible()
    assert "Vårglim" not in visitor.content()
