"""Letters as people type them when in a hurry: the browser folds as the server does."""

import json
from pathlib import Path

from playwright.sync_api import Page

from tests.js.page import BASE, open_page

VECTORS = Path(__file__).parents[1] / "vectors" / "folded.json"
FOLD = "async texts => { const m = await import('" + BASE + "/static/js/lib/fold.js');"
FOLD += " return texts.map(m.fold) }"


def test_case_accents_and_signs_do_not_matter(page: Page) -> None:
    pairs = json.loads(VECTORS.read_text(encoding="utf-8"))
    open_page(page, "<main></main>")

    folded = page.evaluate(FOLD, [written for written, _folded in pairs])

    assert folded == [expected for _written, expected in pairs]
