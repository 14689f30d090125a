"""Which experiences are shown with a session: suggested, searched, joined and taken away."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.exchange import lecture as lectures
from eventapp.domain.exchange.finding import search
from eventapp.domain.exchange.finding.search import SearchQuery
from eventapp.domain.permission import Action
from eventapp.domain.schedule.session import find_session
from eventapp.i18n import _
from eventapp.models import Account, Event, Session
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff

bp = Blueprint("lecture", __name__, url_prefix="/events/<slug>/sessions/<code>/experiences")
WORDS_MAX_LENGTH = 100


@bp.get("")
@staff(Action.EDIT_EVENT)
def index(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """What is joined, and what might be: alike, or found by words."""
    session, words = _load(event, code), request.args.get("q", "").strip()[:WORDS_MAX_LENGTH]
    linked = lectures.list_experiences(event, code)
    results = search.search(SearchQuery(words), page=1, on=utcnow().date()) if words else None
    return render_template(
        "organizer/lecture/index.html",
        account=account,
        event=event,
        session=session,
        words=words,
        linked=linked,
        offered=[row for row in results.experiences if row not in linked]
        if results
        else lectures.suggest_experiences(session),
    )


@bp.post("")
@staff(Action.EDIT_EVENT)
def create(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Show the experience with the session."""
    session, wanted = _load(event, code), request.form.get("experience", "")
    experience = search.find(wanted, inside=False) or abort(404)
    require_confirmation()
    with attempt():
        lectures.link_experience(event, session, experience, actor=account.code, now=utcnow())
    flash(_("The two are shown with each other."), "good")
    return redirect(url_for(".index", slug=event.slug, code=code), 303)


@bp.post("/<other_code>/removal")
@staff(Action.EDIT_EVENT)
def destroy(account: Account, event: Event, code: str, other_code: str) -> ResponseReturnValue:
    """Show the experience with the session no more."""
    session, linked = _load(event, code), lectures.list_experiences(event, code)
    experience = next((row for row in linked if row.code == other_code), None) or abort(404)
    require_confirmation()
    with attempt():
        lectures.unlink_experience(event, session, experience, actor=account.code, now=utcnow())
    flash(_("The two are no longer shown with each other."), "good")
    return redirect(url_for(".index", slug=event.slug, code=code), 303)


def _load(event: Event, code: str) -> Session:
    return find_session(event, code) or abort(404)
