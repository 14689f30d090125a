"""The board for organizers: a day of the draft, and placing its sessions."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import StaleVersion
from eventapp.domain.permission import Action
from eventapp.domain.schedule import session as sessions
from eventapp.domain.schedule.board import placement
from eventapp.domain.schedule.board.act import redo_act, undo_act
from eventapp.domain.schedule.board.revision import board_revision
from eventapp.domain.schedule.schedule_part import list_parts
from eventapp.forms.fields import hidden_number
from eventapp.forms.schedule.board import PlacementForm, SeveralForm, place_form_data
from eventapp.i18n import _
from eventapp.models import Account, Event, Room
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.schedule.board_page import BoardRequest, board_page, first_day

bp = Blueprint("board", __name__, url_prefix="/events/<slug>/schedule/board")


@bp.get("")
@staff(Action.EDIT_EVENT)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """The board of today, or of the event's first day."""
    wanted = BoardRequest(first_day(event), chosen=request.args.get("session", ""))
    return board_page(account, event, wanted)


@bp.get("/<day>")
@staff(Action.EDIT_EVENT)
def show(account: Account, event: Event, day: str) -> ResponseReturnValue:
    """The board of a day; `?session=` is what the form beneath it places."""
    wanted = BoardRequest(_day(day), chosen=request.args.get("session", ""))
    return board_page(account, event, wanted)


@bp.get("/<day>/revision")
@staff(Action.EDIT_EVENT)
def revision(account: Account, event: Event, day: str) -> ResponseReturnValue:
    """The board's revision alone, for pages that look whether others have changed it."""
    del account, day
    response = make_response(board_revision(event))
    response.mimetype = "text/plain"
    return response


@bp.post("/<day>/sessions/<code>")
@staff(Action.EDIT_EVENT)
def update(account: Account, event: Event, day: str, code: str) -> ResponseReturnValue:
    """Place, move or resize a session; a stale save shows both places side by side."""
    wanted = BoardRequest(_day(day), chosen=code)
    session = sessions.find_session(event, code)
    if session is None:
        if not sessions.was_deleted(event, code):
            abort(404)
        wanted.refusal = sessions.SessionGone()
        return board_page(account, event, wanted), 409
    form = PlacementForm().offer(list_parts(Room, event), event.time_zone)
    wanted.place_form = form
    if not form.validate_on_submit():
        return board_page(account, event, wanted), 422
    with attempt() as tried:
        placement.place_session(
            event,
            session,
            form.placement(),
            version=form.version.data,
            solves=form.solves,
            actor=account.code,
            now=utcnow(),
        )
        on = _local_day(event, session.starts_at)
    if tried.refusal:
        wanted.refusal = tried.refusal
        latest = sessions.find_session(event, code)
        if latest and isinstance(tried.refusal, StaleVersion):
            wanted.differences = form.merge(place_form_data(event, latest))
        return board_page(account, event, wanted), 409
    flash(_("Saved in the draft."), "good")
    return _to(event, on.isoformat())


@bp.post("/<day>/acts")
@staff(Action.EDIT_EVENT)
def create_act(account: Account, event: Event, day: str) -> ResponseReturnValue:
    """Move, unplace, duplicate or delete the sessions that were ticked."""
    wanted = BoardRequest(_day(day))
    form = SeveralForm().offer(list_parts(Room, event))
    wanted.several_form = form
    act = request.form.get("act", "")
    verbs: dict[str, tuple[Callable[..., None], str]] = {
        "move": (placement.move_sessions, _("Saved in the draft.")),
        "unplace": (
            placement.unplace_sessions,
            _("Taken off the board. It is among those without a place."),
        ),
        "duplicate": (
            placement.duplicate_sessions,
            _("Duplicated. The copy is among those without a place."),
        ),
        "delete": (placement.delete_sessions, _("Deleted. You can undo it on the board.")),
    }
    if not form.validate_on_submit():
        return board_page(account, event, wanted), 422
    verb, sentence = verbs[act] if act in verbs else abort(400)
    if act == "move":
        verb = partial(verb, push=form.push())
    with attempt() as tried:
        verb(event, form.chosen.data, actor=account.code, now=utcnow())
    if tried.refusal:
        wanted.refusal = tried.refusal
        return board_page(account, event, wanted), 409
    flash(sentence, "good")
    return _to(event, day)


@bp.post("/<day>/undoing")
@staff(Action.EDIT_EVENT)
def undo(account: Account, event: Event, day: str) -> ResponseReturnValue:
    """Undo one's own act."""
    return _turn(undo_act, _("Undone."), account, event, day)


@bp.post("/<day>/redoing")
@staff(Action.EDIT_EVENT)
def redo(account: Account, event: Event, day: str) -> ResponseReturnValue:
    """Do one's own act again that was undone."""
    return _turn(redo_act, _("Done again."), account, event, day)


def _turn(
    verb: Callable[..., None], sentence: str, account: Account, event: Event, day: str
) -> ResponseReturnValue:
    wanted = BoardRequest(_day(day))
    require_confirmation()
    with attempt() as tried:
        number = hidden_number(request.form.get("number"))
        verb(event, number, actor=account.code, now=utcnow())
    if tried.refusal:
        wanted.refusal = tried.refusal
        return board_page(account, event, wanted), 409
    flash(sentence, "good")
    return _to(event, day)


def _to(event: Event, day: str) -> ResponseReturnValue:
    return redirect(url_for(".show", slug=event.slug, day=day), 303)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)


def _local_day(event: Event, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(event.time_zone)).date()
