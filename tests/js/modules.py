"""Our modules in the browser, called one by one: static files only, under a secure address."""

import mimetypes
from typing import Any

from playwright.sync_api import Page, Route

from eventapp.config import ROOT

# What the door needs of the browser (WebCrypto) is there for secure addresses only.
BASE = "https://house.example"


def open_modules(page: Page) -> None:
    """An empty page from which every module of ours can be loaded."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(BASE).split("?")[0]
        if path.startswith("/static/"):
            kind = mimetypes.guess_type(path)[0] or "text/plain"
            route.fulfill(body=(ROOT / path[1:]).read_bytes(), content_type=kind)
        else:
            route.fulfill(body="<!doctype html><title>x</title>", content_type="text/html")

    page.route(f"{BASE}/**", answer)
    page.goto(f"{BASE}/")


def call(page: Page, module: str, body: str, *values: Any) -> Any:
    """Run `body` with the module as `m` and the values as `v`; what it returns."""
    script = f"async v => {{ const m = await import('/static/js/{module}'); {body} }}"
    return page.evaluate(script, list(values))
