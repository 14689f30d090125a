"""Hand scanners type: on keyboards they were not made for, into fields, and some of them twice."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.js.modules import call, open_modules

CODE = "YJ0GS364GJP9814SN"
# Keys that lie elsewhere: a German keyboard has Y and Z the other way round.
GERMAN = str.maketrans("YZyz", "ZYzy")
# Each key as [what it means here, where it lies, milliseconds since the last one].
LISTEN = """
    const heard = []
    new m.HandScanner(text => heard.push(text)).listen()
    document.body.innerHTML = '<button>Next</button><input value="Ann">'
    const [button, field] = document.body.children
    let pressed = 0, at = 1000
    button.onclick = () => pressed++
    const target = v[1] ? field : button
    for (const [key, code, pause] of v[0]) {
      at += pause
      const event = new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true })
      Object.defineProperty(event, 'timeStamp', { value: at })
      const goesOn = target.dispatchEvent(event)
      if (goesOn && v[1] && key.length === 1) field.value += key
      if (goesOn && !v[1] && (key === 'Enter' || key === ' ')) button.click()
    }
    return { heard, pressed, value: field.value }
"""


@pytest.fixture
def modules(page: Page) -> Page:
    open_modules(page)
    return page


def keys(text: str, end: str = "Enter", *, means: str = "", pause: int = 12) -> list[list[Any]]:
    """A scan of `text` by a scanner made for English keyboards, on one where it `means` another."""
    places = {"-": "Minus", " ": "Space"}
    lies = [
        places.get(key) or (f"Digit{key}" if key.isdigit() else f"Key{key.upper()}") for key in text
    ]
    pressed = zip(means or text, lies, strict=True)
    return [[key, code, pause] for key, code in pressed] + [[end, end, pause]] if end else []


def scanned(page: Page, typed: list[list[Any]], *, field: bool = False) -> dict[str, Any]:
    heard: dict[str, Any] = call(page, "door/hand-scanner.js", LISTEN, typed, field)
    return heard


@pytest.mark.parametrize("end", ["Enter", "Tab"])
@pytest.mark.parametrize(
    ("text", "means"),
    [
        (CODE, CODE),
        (CODE, CODE.lower()),  # the phone's caps lock
        ("YJ0G-S364-GJP9-814SN", "YJ0G+S364+GJP9+814SN"),  # English scanner, Swedish phone
        ("YJ0G-S364-GJP9-814SN", "YJ0G/S364/GJP9/814SN"),  # Swedish scanner, English phone
        ("YJ0G S364 GJP9 814SN", "YJ0G S364 GJP9 814SN"),
        ("YJ0G-S364-GJP9-814SN", "YJ0G?S364?GJP9?814SN"),
        (CODE, CODE.translate(GERMAN)),
    ],
)
def test_a_ticket_is_read_by_what_keys_mean_or_by_where_they_lie(
    modules: Page, text: str, means: str, end: str
) -> None:
    assert scanned(modules, keys(text, end, means=means)) == {
        "heard": [CODE],
        "pressed": 0,
        "value": "Ann",
    }


def test_what_was_scanned_into_a_field_is_taken_out_again(modules: Page) -> None:
    assert scanned(modules, keys(CODE), field=True) == {
        "heard": [CODE],
        "pressed": 0,
        "value": "Ann",
    }


def test_what_a_hand_types_into_a_field_stays_there(modules: Page) -> None:
    by_hand = scanned(modules, keys(CODE, pause=90), field=True)
    name = scanned(modules, keys("Annika"), field=True)

    assert by_hand["heard"] == name["heard"] == []
    assert by_hand["value"] == f"Ann{CODE}"


def test_enter_presses_buttons_unless_it_ends_a_scan(modules: Page) -> None:
    twice = [*keys(CODE), ["Enter", "Enter", 20]]
    later = [*keys(CODE), ["Enter", "Enter", 900]]

    assert scanned(modules, twice)["pressed"] == 0
    assert scanned(modules, later)["pressed"] == 1
    assert scanned(modules, [["Enter", "Enter", 900]])["pressed"] == 1


def test_another_code_is_heard_as_unreadable_and_a_stray_key_not_at_all(modules: Page) -> None:
    assert scanned(modules, keys("7310865004703"))["heard"] == ["7310865004703"]
    assert scanned(modules, keys("abc"))["heard"] == []
    assert scanned(modules, keys(CODE, pause=400))["heard"] == []
