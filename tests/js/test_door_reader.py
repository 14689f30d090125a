"""Tickets read one after another: an answer that comes late never has another ticket's screen."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.js.modules import call, open_modules

# A door that answers when told to, and a screen that notes what it is told.
SETTING = """
    const noted = [], answers = {}
    const screen = new Proxy({}, { get: (_, name) => shown =>
      noted.push(shown ? `${name} ${shown.digest ?? shown.verdict}` : name) })
    const door = { read: (text, how, asks) => {
      if (text !== 'poster') asks()
      return new Promise((done, failed) => { answers[text] = { done, failed } })
    } }
    const reader = new m.Reader(door, screen, shown => noted.push('done'))
    const settle = () => new Promise(done => setTimeout(done))
"""


@pytest.fixture
def modules(page: Page) -> Page:
    open_modules(page)
    return page


def noted(page: Page, script: str) -> Any:
    return call(page, "door/reader.js", f"{SETTING}{script}; await settle(); return noted")


def test_the_answer_for_the_first_never_takes_the_screen_of_the_second(modules: Page) -> None:
    script = """
        reader.read('A'); reader.read('B')
        answers.B.done({ digest: 'B' }); await settle(); answers.A.done({ digest: 'A' })
    """
    assert noted(modules, script) == ["reading", "reading", "show B", "done", "list A", "done"]


def test_the_first_is_listed_too_when_it_is_answered_while_the_second_is_asked_about(
    modules: Page,
) -> None:
    script = """
        reader.read('A'); reader.read('B')
        answers.A.done({ digest: 'A' }); await settle(); answers.B.done({ digest: 'B' })
    """
    assert noted(modules, script) == ["reading", "reading", "list A", "done", "show B", "done"]


def test_a_poster_in_the_picture_takes_nothing_from_a_ticket_that_waits(modules: Page) -> None:
    script = """
        reader.read('A'); reader.read('poster')
        answers.poster.done({ verdict: 'unreadable' }); await settle()
        answers.A.done({ digest: 'A' }); await settle()
        reader.read('poster'); answers.poster.done({ verdict: 'unreadable' })
    """
    assert noted(modules, script) == ["reading", "show A", "done", "show unreadable", "done"]


def test_who_may_be_told_nothing_leaves_no_grey_screen(modules: Page) -> None:
    script = "reader.read('A'); answers.A.done(null)"

    assert noted(modules, script) == ["reading", "rest"]
