"""Several new sessions at once, for organizers."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.permission import Action
from eventapp.domain.schedule.board.day import list_days
from eventapp.domain.schedule.schedule_part import list_parts
from eventapp.domain.schedule.session import list_session_lines
from eventapp.domain.schedule.session_row import create_sessions
from eventapp.forms.schedule.session_row import SessionRowsForm
from eventapp.i18n import _n
from eventapp.models import Account, Event, Room, Speaker, Track
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff

bp = Blueprint("session_rows", __name__, url_prefix="/events/<slug>/sessions/rows")


@bp.get("/new")
@staff(Action.EDIT_EVENT)
def new(account: Account, event: Event) -> ResponseReturnValue:
    """Empty rows, of the day that is asked for."""
    on = request.args.get("day", "")
    return _page(account, event, _form(event, data={"on": on} if on else None))


@bp.post("")
@staff(Action.EDIT_EVENT)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Add a session for each row that says something."""
    form = _form(event)
    if not form.validate_on_submit():
        return _page(account, event, form), 422
    rows = form.session_rows()
    with attempt():
        create_sessions(event, rows, actor=account.code, now=utcnow())
    flash(
        _n(
            "%(num)d session is in the draft. You can undo it here.",
            "%(num)d sessions are in the draft. You can undo it here.",
            len(rows),
        ),
        "good",
    )
    return redirect(url_for("organizer.board.show", slug=event.slug, day=form.on.data), 303)


def _form(event: Event, **options: object) -> SessionRowsForm:
    days = list_days(event, list_session_lines(event))
    return SessionRowsForm(**options).offer(event, days)


def _page(account: Account, event: Event, form: SessionRowsForm) -> str:
    return render_template(
        "organizer/session_rows/new.html",
        account=account,
        event=event,
        form=form,
        names={
            "rooms": [room.name for room in list_parts(Room, event)],
            "tracks": [track.name for track in list_parts(Track, event)],
            "speakers": [speaker.name for speaker in list_parts(Speaker, event)],
        },
    )
