"""Registration forms and the directory of organisations, cached by revision."""

import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import abort, current_app, request
from flask_wtf.csrf import generate_csrf

from eventapp.clock import utcnow
from eventapp.domain.event.event import event_revision
from eventapp.domain.people import organisation
from eventapp.domain.people.organisation import Directory
from eventapp.domain.registration.form_content import FormContent, load_form_content
from eventapp.domain.revision_cache import RevisionCache
from eventapp.forms.registration.registration import RegistrationForm, registration_form
from eventapp.models import Event, EventState
from eventapp.views.page_cache import PAGE_LIFETIME_SECONDS, PageCache

Made = TypeVar("Made")


ENTRIES_MAX = 500
_cache = RevisionCache[str, Any](ENTRIES_MAX)


def plan_of(slug: str) -> FormContent:
    """The event's plan, read again only when its revision has risen; aborts with 404."""
    plan = _cached(f"plan {slug}", _event_revision(slug), lambda: load_form_content(slug))
    if plan is None:
        abort(404)
    return plan


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
    """The event's registration form in a language, built again only when its parts are new."""
    return _cached(
        f"form {slug} {language}",
        (_event_revision(slug), _directory_revision()),
        lambda: registration_form(plan_of(slug), directory(), language),
    )


def form_page(slug: str, language: str, render: Callable[[], str]) -> str:
    """The page of the event's empty form: the same for all but for each visitor's own token."""
    if request.query_string:  # the page may say it again, so it is not cached for others
        return render()
    period = time.monotonic() // PAGE_LIFETIME_SECONDS
    parts = _cached(
        f"page {slug} {language}",
        (_event_revision(slug), _directory_revision(), period),
        lambda: render().split(generate_csrf()),
    )
    return str(generate_csrf()).join(parts)


def _event_revision(slug: str) -> object:
    revision = _page_cache().revision(f"event {slug}", lambda: event_revision(slug))
    if revision is None:
        abort(404)
    return revision


def _directory_revision() -> object:
    return _page_cache().revision(
        "organisations", lambda: organisation.directory_revision(on=utcnow().date())
    )


def _page_cache() -> PageCache:
    shelf: PageCache = current_app.extensions["page_cache"]
    return shelf


def _cached(name: str, revision: object, make: Callable[[], Made]) -> Made:
    return cast("Made", _cache.get(name, revision, make))
