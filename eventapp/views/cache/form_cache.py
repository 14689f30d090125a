"""Registration forms and the directory of organisations, cached by revision."""

import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import abort, current_app, g
from markupsafe import escape

from eventapp.clock import utcnow
from eventapp.documents.packed import mould
from eventapp.domain.event.event import event_revision
from eventapp.domain.people import organisation
from eventapp.domain.people.organisation import Directory
from eventapp.domain.registration.form_content import FormContent, load_form_content
from eventapp.domain.revision_cache import RevisionCache
from eventapp.domain.site.revision import site_revision
from eventapp.extensions import masked_csrf_token
from eventapp.forms.registration.registration import RegistrationForm, registration_form
from eventapp.i18n import current_language
from eventapp.ids import new_secret
from eventapp.models import Event, EventState
from eventapp.views.cache.cached_page import FilledPage, SharedPage
from eventapp.views.cache.page_cache import PAGE_LIFETIME_SECONDS, SITE, PageCache

Made = TypeVar("Made")


ENTRIES_MAX = 500
# Where a shared page has the visitor's own token and address: nobody can type these.
TOKEN_GAP, ADDRESS_GAP = new_secret().encode(), new_secret()
_cache = RevisionCache[str, Any](ENTRIES_MAX)


def plan_of(slug: str) -> FormContent:
    """The event's plan, read again only when its revision has risen; aborts with 404."""
    plan = _cached(f"plan {slug}", _event_revision(slug), lambda: load_form_content(slug))
    if plan is None:
        abort(404)
    return plan


def open_plan(slug: str) -> FormContent:
    """The plan with the sessions that can be chosen now, in the visitor's language."""
    return plan_of(slug).in_language(current_language()).open_at(utcnow())


def directory() -> Directory:
    """The directory of organisations, read again only when it has changed."""
    return _cached(
        "directory",
        _directory_revision(),
        lambda: organisation.load_directory(on=utcnow().date()),
    )


def plan_for_staff(event: Event) -> FormContent:
    """The plan of an event that may be a draft, which changes without a revision."""
    if event.state is EventState.DRAFT:
        return load_form_content(event.slug) or abort(404)
    return plan_of(event.slug)


def form_of(slug: str, language: str) -> type[RegistrationForm]:
    """The event's registration form in a language, built again only when its parts are new.

    It has the sessions that are not over.
    """
    plan, now = plan_of(slug), utcnow()
    return _cached(
        f"form {slug} {language}",
        (_event_revision(slug), _directory_revision(), plan.count_ended(now)),
        lambda: registration_form(plan.in_language(language).open_at(now), directory(), language),
    )


def shared_page(
    name: str, slug: str, language: str, render: Callable[[str], str], address: str = ""
) -> FilledPage:
    """A page that is the same for all but for each visitor's own token and mail address.

    `name` says all that it depends on beside the event, the directory and the site. `render` gets
    what to show for the address; what it must not use is the address itself.
    """
    period = time.monotonic() // PAGE_LIFETIME_SECONDS
    page: SharedPage = _cached(
        f"page {slug} {language} {name}",
        (_event_revision(slug), _directory_revision(), _site_revision(), period),
        lambda: _with_gaps(render(ADDRESS_GAP).encode()),
    )
    token = masked_csrf_token().encode() if TOKEN_GAP in page.plain else b""
    plain = page.plain.replace(TOKEN_GAP, token)
    return FilledPage(
        plain.replace(ADDRESS_GAP.encode(), escape(address).encode()), page.mould, token
    )


def _with_gaps(page: bytes) -> SharedPage:
    token = g.get("masked_csrf_token", "").encode()  # if a form of the page has it
    if not token or ADDRESS_GAP.encode() in page:
        return SharedPage(page.replace(token, TOKEN_GAP) if token else page, None)
    pieces = page.split(token)
    return SharedPage(TOKEN_GAP.join(pieces), mould(pieces, len(token)))


def _event_revision(slug: str) -> object:
    revision = _page_cache().revision(f"event {slug}", lambda: event_revision(slug))
    if revision is None:
        abort(404)
    return revision


def _directory_revision() -> object:
    return _page_cache().revision(
        "organisations", lambda: organisation.directory_revision(on=utcnow().date())
    )


def _site_revision() -> object:
    return _page_cache().revision(SITE, site_revision)


def _page_cache() -> PageCache:
    shelf: PageCache = current_app.extensions["page_cache"]
    return shelf


def _cached(name: str, revision: object, make: Callable[[], Made]) -> Made:
    return cast("Made", _cache.get(name, revision, make))
