"""A page of ours in the browser, without a server: the static files and some HTML."""

import mimetypes

from playwright.sync_api import Page, Route

from eventapp.config import ROOT

BASE = "http://house.example"


def open_page(page: Page, body: str) -> None:
    """Show `body` with main.js awake."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(BASE).split("?")[0]
        if path == "/":
            html = f'<!doctype html><script type="module" src="/static/js/main.js"></script>{body}'
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif path.startswith("/static/"):
            kind = mimetypes.guess_type(path)[0] or "text/plain"
            route.fulfill(body=(ROOT / path[1:]).read_bytes(), content_type=kind)
        else:
            route.fulfill(status=204)

    page.route(f"{BASE}/**", answer)
    page.goto(f"{BASE}/")
    page.wait_for_load_state("networkidle")
