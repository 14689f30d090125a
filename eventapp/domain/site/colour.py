"""Contrast as WCAG 2.2 counts it, and the colours that an accent becomes in each theme."""

from collections.abc import Iterator
from dataclasses import dataclass

# Success criterion 1.4.3: of the text on the accent, and of the accent as text on the page.
CONTRAST_MIN = 4.5
STEPS = 100
WHITE, BLACK, DARK_TEXT = "#ffffff", "#000000", "#06211c"
# The grounds that text stands on, as static/css/tokens.css has them; a test compares.
LIGHT_GROUNDS = ("#f3f5f0", "#ffffff", "#e7ebe3")
DARK_GROUNDS = ("#0f1816", "#16221f", "#0a110f")


@dataclass(frozen=True, slots=True)
class AccentColours:
    """An accent in one theme: buttons, what is on them, buttons under the pointer."""

    action: str
    hover: str
    on_action: str


def contrast(colour: str, other: str) -> float:
    """The contrast of two colours `#rrggbb`: from 1 to 21."""
    darker, lighter = sorted((_luminance(colour), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def passes(accent: str) -> bool:
    """Whether white on the accent, and the accent on every light ground, can be read."""
    return all(contrast(accent, ground) >= CONTRAST_MIN for ground in (WHITE, *LIGHT_GROUNDS))


def nearest_passing(accent: str) -> str:
    """The accent if it passes, else the first that does on its way to black."""
    return next(colour for colour in _way(accent, BLACK) if passes(colour))


def light_colours(accent: str) -> AccentColours:
    """The accent as the light theme has it."""
    return AccentColours(accent, mixed(accent, BLACK, 0.3), WHITE)


def dark_colours(accent: str) -> AccentColours:
    """The accent as the dark theme has it: so much lighter that it can be read there."""
    action = next(
        colour
        for colour in _way(accent, WHITE)
        if all(contrast(colour, ground) >= CONTRAST_MIN for ground in (*DARK_GROUNDS, DARK_TEXT))
    )
    return AccentColours(action, mixed(action, WHITE, 0.35), DARK_TEXT)


def mixed(colour: str, other: str, share: float) -> str:
    """The first colour with this share of the other in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _way(start: str, end: str) -> Iterator[str]:
    return (mixed(start, end, step / STEPS) for step in range(STEPS + 1))


def _channels(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
