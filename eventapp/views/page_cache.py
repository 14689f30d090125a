"""Public pages, kept rendered and compressed until what they show has a new revision.

A page is kept by path, query and language, under the revision of what it shows. The revision is
looked up at most once a second for each scope (an event, or the list of events), so a change
shows everywhere within a second. While it is known to be fresh, the page is answered before
Flask is entered at all.
"""

import gzip
import hashlib
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from flask import Response, current_app, make_response, request

from eventapp.i18n import COOKIE, visitor_language
from eventapp.views.cached_page import CachedPage

REVISION_CHECK_INTERVAL = 1.0  # seconds
PAGES_MAX = 500
# What a page says of "now" (open for registration, coming or past) may be this old.
PAGE_LIFETIME = 30.0
LANGUAGE_COOKIE = re.compile(rf"(?:^|; ){COOKIE}=([^;]*)")

PageKey = tuple[str, str, str]
StartResponse = Callable[..., Any]


@dataclass(slots=True)
class KnownRevision:
    """What is known of one scope's revision, and when it was last looked up."""

    revision: object
    looked_at: float


class PageCache:
    """The shelf of one process, worn as a WSGI app around Flask's own."""

    def __init__(self, wsgi_app: Any, headers: list[tuple[str, str]]) -> None:
        self._wsgi_app = wsgi_app
        self._headers = headers
        self._pages: OrderedDict[PageKey, CachedPage] = OrderedDict()
        self._watches: dict[str, KnownRevision] = {}
        self._languages: dict[tuple[str, str], str] = {}
        self._rendering = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer from the shelf when the page is known to be fresh; else ask Flask."""
        if environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            page = self._find(environ)
            if page is not None:
                return _send(page, environ, start_response)
        return cast("Iterable[bytes]", self._wsgi_app(environ, start_response))

    def _find(self, environ: dict[str, Any]) -> CachedPage | None:
        language = self._languages.get(_asked_language(environ))
        if language is None:
            return None
        key = (environ["PATH_INFO"], environ.get("QUERY_STRING", ""), language)
        page = self._pages.get(key)
        if page is None:
            return None
        watch, now = self._watches[page.scope], time.monotonic()
        fresh = (
            now - watch.looked_at < REVISION_CHECK_INTERVAL and now - page.kept_at < PAGE_LIFETIME
        )
        return page if fresh and watch.revision == page.revision else None

    def revision(self, scope: str, look_up: Callable[[], object]) -> object:
        """The scope's revision, looked up when the last look is a second old."""
        watch = self._watches.get(scope)
        now = time.monotonic()
        if watch is None or now - watch.looked_at >= REVISION_CHECK_INTERVAL:
            watch = KnownRevision(look_up(), now)
            if watch.revision is None:
                return None  # no such thing: nothing to keep, or strangers could fill the memory
            self._watches[scope] = watch
        return watch.revision

    def page(
        self, scope: str, look_up: Callable[[], object], render: Callable[[], Response]
    ) -> Response:
        """The page of this request: the kept one if its revision still holds, else a new one."""
        revision = self.revision(scope, look_up)
        if revision is None:
            return render()
        key = (request.path, request.query_string.decode("latin-1"), visitor_language())
        page = self._pages.get(key)
        if page is None or not self._holds(page, revision):
            made = self._make(key, scope, revision, render)
            if isinstance(made, Response):
                return made
            page = made
        self._remember_language()
        return _respond(page)

    @staticmethod
    def _holds(page: CachedPage, revision: object) -> bool:
        return page.revision == revision and time.monotonic() - page.kept_at < PAGE_LIFETIME

    @staticmethod
    def _may_serve_meanwhile(page: CachedPage | None, revision: object) -> bool:
        if page is None or page.revision != revision:
            return False
        return time.monotonic() - page.kept_at < 2 * PAGE_LIFETIME

    def _make(
        self, key: PageKey, scope: str, revision: object, render: Callable[[], Response]
    ) -> CachedPage | Response:
        """Render once for all who want the page; one that has just grown old serves meanwhile."""
        old = self._pages.get(key)
        wait = not self._may_serve_meanwhile(old, revision)
        if not self._rendering.acquire(blocking=wait):
            return cast("CachedPage", old)
        try:
            page = self._pages.get(key)
            if page is not None and self._holds(page, revision):
                return page
            response = render()
            if response.status_code != 200:
                return response
            return self._store(key, scope, revision, response)
        finally:
            self._rendering.release()

    def _store(self, key: PageKey, scope: str, revision: object, response: Response) -> CachedPage:
        plain = response.get_data()
        page = CachedPage(
            scope=scope,
            revision=revision,
            kept_at=time.monotonic(),
            plain=plain,
            packed=gzip.compress(plain, 6, mtime=0),
            etag=hashlib.sha256(plain).hexdigest()[:24],
            headers=(
                ("Content-Type", response.headers["Content-Type"]),
                *(
                    (name, response.headers[name])
                    for name in ("Content-Disposition", "X-Robots-Tag")
                    if name in response.headers
                ),
                ("Cache-Control", "no-cache"),
                ("Vary", "Accept-Encoding, Accept-Language, Cookie"),
                *self._headers,
            ),
        )
        self._pages[key] = page
        if len(self._pages) > PAGES_MAX:
            self._pages.popitem(last=False)
        return page

    def _remember_language(self) -> None:
        asked = _asked_language(request.environ)
        if asked[0] != request.cookies.get(COOKIE, ""):
            return  # a cookie written in an odd way must not choose for those who have none
        if len(self._languages) > PAGES_MAX:
            self._languages.clear()
        self._languages[asked] = visitor_language()


def cached(scope: Callable[..., str], revision: Callable[..., object]) -> Callable[..., Any]:
    """Keep what the view renders. `scope` and `revision` are given the view's own arguments."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def answer(**arguments: Any) -> Response:
            shelf: PageCache = current_app.extensions["page_cache"]
            return shelf.page(
                scope(**arguments),
                lambda: revision(**arguments),
                lambda: make_response(view(**arguments)),
            )

        return answer

    return decorate


def _asked_language(environ: dict[str, Any]) -> tuple[str, str]:
    """What of a request chooses its language; the rest of its cookies is the visitor's own."""
    chosen = LANGUAGE_COOKIE.search(environ.get("HTTP_COOKIE", ""))
    return chosen[1] if chosen else "", environ.get("HTTP_ACCEPT_LANGUAGE", "")


def _send(
    page: CachedPage, environ: dict[str, Any], start_response: StartResponse
) -> Iterable[bytes]:
    status, body, headers = page.answer(environ)
    start_response(status, headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def _respond(page: CachedPage) -> Response:
    status, body, headers = page.answer(request.environ)
    return Response(body, status, headers)
