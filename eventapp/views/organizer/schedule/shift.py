"""Shifting a day or the whole schedule, for organizers, with a preview."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.event.schedule_shift import ShiftedSession, preview_shift, shift_schedule
from eventapp.domain.permission import Action
from eventapp.domain.registration.notification import affected_by_sessions
from eventapp.domain.schedule.board.day import list_days
from eventapp.domain.schedule.board.revision import board_revision
from eventapp.domain.schedule.session import list_session_lines
from eventapp.forms.schedule.shift import ShiftForm
from eventapp.i18n import _n
from eventapp.models import Account, Event
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff

bp = Blueprint("shift", __name__, url_prefix="/events/<slug>/schedule/shift")
ASKED = ("on", "days", "minutes")


@bp.get("")
@staff(Action.EDIT_EVENT)
def new(account: Account, event: Event) -> ResponseReturnValue:
    """Ask how far; what is asked for is shown before anything moves."""
    asked = any(request.args.get(name) for name in ASKED)
    form = ShiftForm(request.args if asked else None, meta={"csrf": False})
    form.offer(list_days(event, list_session_lines(event)))
    if asked and not form.validate():
        return _page(account, event, form), 422
    return _page(account, event, form, shows=asked)


@bp.post("")
@staff(Action.EDIT_EVENT)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Shift what the preview showed."""
    form = ShiftForm().offer(list_days(event, list_session_lines(event)))
    if not form.validate_on_submit():
        return _page(account, event, form), 422
    with attempt() as tried:
        moved = shift_schedule(
            event,
            form.shift(),
            revision=form.revision.data or "",
            actor=account.code,
            now=utcnow(),
        )
    if tried.refusal:
        return _page(account, event, form, tried.refusal, shows=True), 409
    flash(
        _n(
            "%(num)d session has moved in the draft. You can undo it here.",
            "%(num)d sessions have moved in the draft. You can undo it here.",
            moved,
        ),
        "good",
    )
    return redirect(url_for("organizer.board.index", slug=event.slug), 303)


def _page(
    account: Account,
    event: Event,
    form: ShiftForm,
    refusal: Refusal | None = None,
    *,
    shows: bool = False,
) -> str:
    shifted: list[ShiftedSession] = []
    if shows:
        try:
            shifted = preview_shift(event, form.shift())
        except Refusal as unreal:  # a time that clocks jump over
            refusal = refusal or unreal
    codes = [line.session.code for line in shifted if line.session.released]
    return render_template(
        "organizer/shift/new.html",
        account=account,
        event=event,
        form=form,
        shows=shows,
        shifted=shifted,
        refusal=refusal,
        revision=board_revision(event),
        touched=affected_by_sessions(event.id, codes) if codes else None,
    )
