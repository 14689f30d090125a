"""Letters as people type them when in a hurry."""

import pytest
from playwright.sync_api import Page

from tests.js.stage import BASE, stage

FOLD = "async text => (await import('" + BASE + "/static/js/lib/fold.js')).fold(text)"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Örnsköldsviks  kommun", "ornskoldsviks kommun"),
        ("Åmål", "amal"),
        ("A\u030amal", "amal"),
        ("Malmø, Ćwikła & Weiß", "malmo cwikla weiss"),
        (" - ", ""),
    ],
)
def test_case_dots_rings_and_accents_do_not_matter(page: Page, typed: str, folded: str) -> None:
    stage(page, "<main></main>")
    assert page.evaluate(FOLD, typed) == folded
