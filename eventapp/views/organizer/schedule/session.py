"""Sessions of the draft schedule, for organizers."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.permission import Action
from eventapp.domain.registration.notification import affected_by_session
from eventapp.domain.schedule import session as sessions
from eventapp.domain.schedule.schedule_part import list_parts
from eventapp.forms.event.fields import local_time
from eventapp.forms.schedule.session import ScheduleParts, SessionForm, session_form_data
from eventapp.i18n import _
from eventapp.models import Account, Event, Room, Session, Speaker, Track
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff

bp = Blueprint("session", __name__, url_prefix="/events/<slug>/sessions")


@bp.get("/new")
@staff(Action.EDIT_EVENT)
def new(account: Account, event: Event) -> ResponseReturnValue:
    """An empty form, with the event's start filled in."""
    defaults = {"starts_at": local_time(event.starts_at, event.time_zone)}
    return _page(account, event, _schedule_parts(event).form(data=defaults))


@bp.post("")
@staff(Action.EDIT_EVENT)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Add a session to the draft."""
    parts = _schedule_parts(event)
    form = parts.form()
    if not form.validate_on_submit():
        return _page(account, event, form), 422
    text = parts.text(form)
    with attempt():
        sessions.create_session(event, text, actor=account.code, now=utcnow())
    flash(_("The session is in the draft. Visitors will see it in the next version."), "good")
    return redirect(url_for("organizer.schedule.show", slug=event.slug), 303)


@bp.get("/<code>")
@staff(Action.EDIT_EVENT)
def edit(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """The form for the session, with the number of people who have chosen it."""
    session = _load(event, code)
    form = _schedule_parts(event).form(data=session_form_data(event, session))
    return _page(account, event, form, session)


@bp.post("/<code>")
@staff(Action.EDIT_EVENT)
def update(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Save to the draft; a stale save shows both texts side by side."""
    session, parts = sessions.find_session(event, code), _schedule_parts(event)
    form = parts.form()
    if session is None:
        if not sessions.was_deleted(event, code):
            abort(404)
        return _page(account, event, form, None, sessions.SessionGone()), 409
    if not form.validate_on_submit():
        return _page(account, event, form, session), 422
    text = parts.text(form)
    version = form.version.data
    with attempt() as tried:
        sessions.edit_session(
            event, session, text, version=version, actor=account.code, now=utcnow()
        )
    if tried.refusal:
        latest = sessions.find_session(event, code)
        return _page(account, event, form, latest, tried.refusal), 409
    flash(_("The session has been saved in the draft."), "good")
    return redirect(url_for("organizer.schedule.show", slug=event.slug), 303)


def _schedule_parts(event: Event) -> ScheduleParts:
    return ScheduleParts(
        event.time_zone,
        rooms=list_parts(Room, event),
        tracks=list_parts(Track, event),
        speakers=list_parts(Speaker, event),
    )


def _load(event: Event, code: str) -> Session:
    return sessions.find_session(event, code) or abort(404)


def _page(
    account: Account,
    event: Event,
    form: SessionForm,
    session: Session | None = None,
    refusal: Refusal | None = None,
) -> str:
    differences = []
    if session and isinstance(refusal, StaleVersion):
        differences = form.merge(session_form_data(event, session))
    return render_template(
        "organizer/session/edit.html",
        account=account,
        event=event,
        form=form,
        session=session,
        refusal=refusal,
        differences=differences,
        touched=affected_by_session(session) if session else None,
    )
