"""Doing one thing to many: first whom it is about, then how far it has come."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.desk import bulk_act, bulk_act_undo
from eventapp.domain.desk.bulk_act import PlannedAct, Selection
from eventapp.domain.desk.registration_filter import RegistrationFilter
from eventapp.domain.desk.session_seat import list_offered_sessions
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.forms.registration.bulk_act import (
    BulkActForm,
    BulkCancelForm,
    BulkDeclineForm,
    BulkSessionForm,
    bulk_move_form,
    offer_sessions,
)
from eventapp.models import Account, AuditAction, BulkActKind, Event
from eventapp.views.attempt import attempt
from eventapp.views.cache.form_cache import directory
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.reading import record_list_reading

bp = Blueprint("bulk_act", __name__, url_prefix="/events/<slug>/registrations/bulk")


@bp.get("/new")
@staff(Action.FORCE_PLACE)
def new(account: Account, event: Event) -> ResponseReturnValue:
    """Show whom the act would be about, and ask for what it needs."""
    kind = _kind()
    record_list_reading(AuditAction.LIST_READ, event, account, "registrations", kind.value)
    return _page(account, event, kind, _form(event, kind, formdata=None))


@bp.post("")
@staff(Action.FORCE_PLACE)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Plan the act; the worker does it."""
    kind = _kind()
    form = _form(event, kind)
    if not form.validate_on_submit():
        return _page(account, event, kind, form), 422
    plan = PlannedAct(kind, form.target(), form.reason.data)
    with attempt() as tried:
        act = bulk_act.start_act(
            event,
            _selection(),
            plan,
            expected=form.people,
            actor=account.code,
            now=utcnow(),
        )
    if tried.refusal:
        return _page(account, event, kind, form, tried.refusal), 409
    return redirect(url_for(".show", slug=event.slug, code=act.code), 303)


@bp.get("/<code>")
@staff(Action.FORCE_PLACE)
def show(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Show how far the act has come, and for whom it could not be done."""
    act = bulk_act.find_act(event, code)
    if act is None:
        abort(404)
    record_list_reading(AuditAction.LIST_READ, event, account, "registrations", act.code)
    return render_template(
        "organizer/registration/bulk.html",
        account=account,
        event=event,
        act=act,
        progress=bulk_act.measure_progress(act),
        refused=bulk_act.list_refused(act),
        not_undone=bulk_act_undo.list_not_undone(act),
        may_undo=bulk_act_undo.may_undo(act, now=utcnow()),
        undo_until=act.finished_at and act.finished_at + UNDO_PERIOD,
    )


@bp.post("/<code>/stop")
@staff(Action.FORCE_PLACE)
def stop(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Stop the act: the rest stay as they are."""
    return _end(account, event, code, bulk_act_undo.stop_act)


@bp.post("/<code>/undoing")
@staff(Action.FORCE_PLACE)
def destroy(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Undo the act; the worker does it."""
    return _end(account, event, code, bulk_act_undo.undo_act)


def _end(
    account: Account, event: Event, code: str, verb: Callable[..., None]
) -> ResponseReturnValue:
    act = bulk_act.find_act(event, code) or abort(404)
    require_confirmation()
    with attempt() as tried:
        verb(act, actor=account.code, now=utcnow())
    if tried.refusal:
        flash(tried.refusal.message, "care")
    return redirect(url_for(".show", slug=event.slug, code=code), 303)


def _kind() -> BulkActKind:
    word = request.args.get("act", "")
    if word not in set(BulkActKind):
        abort(404)
    return BulkActKind(word)


def _selection() -> Selection:
    codes = tuple(request.args.getlist("p"))[: bulk_act.CODES_MAX]
    return Selection(RegistrationFilter.from_args(request.args.to_dict(flat=False)), codes)


def _form(event: Event, kind: BulkActKind, **options: Any) -> Any:
    if kind is BulkActKind.CANCEL:
        return BulkCancelForm(**options)
    if kind is BulkActKind.DECLINE:
        return BulkDeclineForm(**options)
    if kind is BulkActKind.MOVE:
        return bulk_move_form(directory())(**options)
    if kind is BulkActKind.ADD_TO_SESSION:
        form = BulkSessionForm(**options)
        offer_sessions(form, list_offered_sessions(event))
        return form
    return BulkActForm(**options)


def _page(
    account: Account, event: Event, kind: BulkActKind, form: Any, refusal: Refusal | None = None
) -> str:
    selection = _selection()
    people = bulk_act.preview_selection(event, selection, kind)
    form.expected.data = form.expected.raw_data = people.count
    args = {"p": list(selection.codes)} if selection.codes else selection.wanted.to_args()
    return render_template(
        "organizer/registration/new_bulk.html",
        account=account,
        event=event,
        kind=kind,
        form=form,
        people=people,
        args=args,
        everybody=not selection.codes and not selection.wanted,
        refusal=refusal,
    )
