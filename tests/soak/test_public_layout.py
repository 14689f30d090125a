"""Every page that needs no account, of the whole catalogue: it keeps still, at 200 % too.

`tests/journeys/test_layout.py` looks at one of each kind, at each change.
"""

from playwright.sync_api import Browser

from eventapp.domain.permission import Role
from tests.journeys.page_catalogue import page_catalogue
from tests.journeys.test_layout import LARGE, PHONE, SHIFT_MAX, SlowFonts
from tests.server import LiveServer


def test_no_page_moves_or_scrolls_sideways(live_server: LiveServer, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, locale="sv-SE")  # type: ignore[arg-type]
    phone, wrong, seen = SlowFonts(context.new_page()), [], 0
    for views in page_catalogue(live_server).values():
        for view in views:
            if view.by is Role.VISITOR:
                seen += 1
                shift = phone.open(live_server.base + view.address)
                overhang = phone.page.evaluate(LARGE)
                if shift > SHIFT_MAX or overhang > 0:
                    wrong.append((view.address, shift, overhang))
    context.close()

    print(f"{seen} pages")
    assert wrong == []
