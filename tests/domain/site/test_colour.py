"""Contrast: as WCAG counts it, of accents and of the bands of focus areas, in both themes."""

import re
from itertools import product

import pytest

from eventapp.config import ROOT
from eventapp.domain.site.colour import (
    CONTRAST_MIN,
    DARK_GROUNDS,
    LIGHT_GROUNDS,
    WHITE,
    contrast,
    dark_colours,
    light_colours,
    nearest_passing,
    passes,
)

TOKENS = (ROOT / "static/css/tokens.css").read_text()
LIGHT, DARK = TOKENS.split("prefers-color-scheme: dark", 1)
DARK = DARK.split("@media", 1)[0]
GROUNDS = ("ground", "surface", "sunken")
GRAPHICS_MIN = 3.0  # WCAG 2.2, 1.4.11


def value(theme: str, name: str) -> str:
    match = re.search(rf"--{name}:\s*(#[0-9a-f]{{6}})", theme)
    assert match, name
    return match[1]


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == 21
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_grounds_are_those_of_the_style_sheet() -> None:
    assert tuple(value(LIGHT, name) for name in GROUNDS) == LIGHT_GROUNDS
    assert tuple(value(DARK, name) for name in GROUNDS) == DARK_GROUNDS


@pytest.mark.parametrize("accent", ["#0c4a43", "#000000", "#b00020"])
def test_what_can_be_read_is_taken_as_it_is(accent: str) -> None:
    assert passes(accent)
    assert nearest_passing(accent) == accent


@pytest.mark.parametrize("accent", ["#ffffff", "#ffcc00", "#00aaff", "#ff0000"])
def test_what_cannot_be_read_has_a_nearest_that_can(accent: str) -> None:
    assert not passes(accent)
    assert passes(nearest_passing(accent))


@pytest.mark.parametrize(("red", "green"), list(product(range(0, 256, 51), repeat=2)))
def test_any_accent_that_passes_can_be_read_in_both_themes(red: int, green: int) -> None:
    accent = nearest_passing(f"#{red:02x}{green:02x}88")
    light, dark = light_colours(accent), dark_colours(accent)

    assert contrast(light.action, WHITE) >= CONTRAST_MIN
    assert contrast(light.hover, WHITE) >= CONTRAST_MIN
    for colours, grounds in ((light, LIGHT_GROUNDS), (dark, DARK_GROUNDS)):
        assert contrast(colours.action, colours.on_action) >= CONTRAST_MIN
        assert contrast(colours.hover, colours.on_action) >= CONTRAST_MIN
        assert all(contrast(colours.action, ground) >= CONTRAST_MIN for ground in grounds)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("cloth", range(1, 7))
def test_every_colour_of_a_band_stands_out_from_page_and_pattern(theme: str, cloth: int) -> None:
    colour = value(theme, f"cloth-{cloth}")
    around = [value(theme, f"weft-{cloth}"), *(value(theme, name) for name in GROUNDS)]

    assert min(contrast(colour, other) for other in around) >= GRAPHICS_MIN
