"""Public pages, cached rendered and compressed until what they show has a new revision.

The key is path, query and language; the revision is that of what the page shows. The revision is
looked up at most once a second for each scope (an event, or the list of events), so a change
shows everywhere within a second. While it is known to be fresh, the page is answered before
Flask is entered at all. What every page shows beside its own matter, the site's settings and focus
areas, has one revision of its own.
"""

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

from eventapp.documents.packed import packed_for_many
from eventapp.domain.site.revision import site_revision
from eventapp.extensions import db
from eventapp.i18n import COOKIE, visitor_language
from eventapp.transactions import is_outage
from eventapp.views.cache.cached_page import CachedPage

REVISION_CHECK_SECONDS = 1.0
PAGES_MAX = 500
# What a page says of "now" (open for registration, coming or past) may be this old.
PAGE_LIFETIME_SECONDS = 30.0
# While the database is lost nobody can change anything; only "now" grows old.
OUTAGE_LIFETIME_SECONDS = 3600.0
LANGUAGE_COOKIE = re.compile(rf"(?:^|; ){COOKIE}=([^;]*)")

SITE = "site"  # the scope of what every page shows

PageKey = tuple[str, str, str]
StartResponse = Callable[..., Any]


@dataclass(slots=True)
class KnownRevision:
    """A scope's revision, and when it was last looked up (monotonic seconds)."""

    revision: object
    looked_at: float


class PageCache:
    """The cache of one process: a WSGI middleware around Flask."""

    def __init__(self, wsgi_app: Any, headers: list[tuple[str, str]]) -> None:
        self._wsgi_app = wsgi_app
        self._headers = headers
        self._pages: OrderedDict[PageKey, CachedPage] = OrderedDict()
        self._revisions: dict[str, KnownRevision] = {}
        self._languages: dict[tuple[str, str], str] = {}
        self._rendering = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer from the cache when the page is known to be fresh; else call Flask."""
        cached = self.answer(environ, start_response)
        if cached is not None:
            return cached
        return cast("Iterable[bytes]", self._wsgi_app(environ, start_response))

    def answer(
        self, environ: dict[str, Any], start_response: StartResponse
    ) -> Iterable[bytes] | None:
        """The page, when it is known to be fresh; None, with nothing started, when it is not."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return None
        page = self._find(environ)
        return None if page is None else _send(page, environ, start_response)

    def _find(self, environ: dict[str, Any]) -> CachedPage | None:
        language = self._languages.get(_asked_language(environ))
        if language is None:
            return None
        key = (environ["PATH_INFO"], environ.get("QUERY_STRING", ""), language)
        page = self._pages.get(key)
        if page is None:
            return None
        site, known, now = self._revisions[SITE], self._revisions[page.scope], time.monotonic()
        fresh = (
            now - min(site.looked_at, known.looked_at) < REVISION_CHECK_SECONDS
            and now - page.stored_at < PAGE_LIFETIME_SECONDS
        )
        return page if fresh and (site.revision, known.revision) == page.revision else None

    def revision(self, scope: str, look_up: Callable[[], object]) -> object:
        """The scope's revision, looked up when the last look is a second old."""
        known = self._revisions.get(scope)
        now = time.monotonic()
        if known is None or now - known.looked_at >= REVISION_CHECK_SECONDS:
            known = KnownRevision(look_up(), now)
            if known.revision is None:
                return None  # not found: never cached, or strangers could fill the memory
            self._revisions[scope] = known
        return known.revision

    def page(
        self, scope: str, look_up: Callable[[], object], render: Callable[[], Response]
    ) -> Response:
        """The page of this request: the cached one while its revision is current, or a new one.

        While the database does not answer, one that was cached within the hour.
        """
        key = (request.path, request.query_string.decode("latin-1"), visitor_language())
        try:
            return self._current_page(key, scope, look_up, render)
        except Exception as error:
            page = self._pages.get(key) if is_outage(error) else None
            if page is None or time.monotonic() - page.stored_at > OUTAGE_LIFETIME_SECONDS:
                raise
            db.session.rollback()  # or the next statement would fail for the one that did
            return _respond(page)

    def _current_page(
        self,
        key: PageKey,
        scope: str,
        look_up: Callable[[], object],
        render: Callable[[], Response],
    ) -> Response:
        known = self.revision(scope, look_up)
        if known is None:
            return render()
        revision = (self.revision(SITE, site_revision), known)
        page = self._pages.get(key)
        if page is None or not self._is_fresh(page, revision):
            rendered = self._render_once(key, scope, revision, render)
            if isinstance(rendered, Response):
                return rendered
            page = rendered
        self._remember_language()
        return _respond(page)

    @staticmethod
    def _is_fresh(page: CachedPage, revision: object) -> bool:
        return (
            page.revision == revision and time.monotonic() - page.stored_at < PAGE_LIFETIME_SECONDS
        )

    @staticmethod
    def _may_serve_meanwhile(page: CachedPage | None, revision: object) -> bool:
        if page is None or page.revision != revision:
            return False
        return time.monotonic() - page.stored_at < 2 * PAGE_LIFETIME_SECONDS

    def _render_once(
        self, key: PageKey, scope: str, revision: object, render: Callable[[], Response]
    ) -> CachedPage | Response:
        """Render once for everybody who waits; one just expired is served meanwhile."""
        old = self._pages.get(key)
        wait = not self._may_serve_meanwhile(old, revision)
        if not self._rendering.acquire(blocking=wait):
            return cast("CachedPage", old)
        try:
            page = self._pages.get(key)
            if page is not None and self._is_fresh(page, revision):
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
            stored_at=time.monotonic(),
            plain=plain,
            packed=packed_for_many(plain),
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
    """Cache what the view renders. `scope` and `revision` get the view's own arguments."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def answer(**arguments: Any) -> Response:
            cache: PageCache = current_app.extensions["page_cache"]
            return cache.page(
                scope(**arguments),
                lambda: revision(**arguments),
                lambda: make_response(view(**arguments)),
            )

        return answer

    return decorate


def _asked_language(environ: dict[str, Any]) -> tuple[str, str]:
    """The language cookie and the Accept-Language of a request, which choose its language."""
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
