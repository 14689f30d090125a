"""Several who arrive together, checked in by name at the desk with one press."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.desk.registration_filter import WORDS_MAX_LENGTH
from eventapp.domain.desk.walk_in.arrival_list import find_arriving
from eventapp.domain.door.arriving.group import GROUP_MAX, check_in_together, undo_together
from eventapp.domain.door.desk_check_in import list_days
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.forms.fields import tidy
from eventapp.i18n import _n
from eventapp.models import Account, AuditAction, Event
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.reading import record_list_reading

bp = Blueprint("door_group", __name__, url_prefix="/events/<slug>/door/group")


@bp.get("")
@staff(Action.FORCE_PLACE)
def new(account: Account, event: Event) -> ResponseReturnValue:
    """Look people up, and tick those who have come; whom one looked at is logged."""
    return _page(account, event)


@bp.post("")
@staff(Action.FORCE_PLACE)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Check in those who are ticked."""
    _refuse_strange_form()
    ticked, words = _ticked(), _words()
    with attempt() as tried:
        entered = check_in_together(event, ticked, actor=account.code, now=utcnow())
        codes = [person.code for person in entered]
    if tried.refusal:
        return _page(account, event, ticked=ticked, refusal=tried.refusal), 409
    return redirect(url_for(".new", slug=event.slug, q=words, entered=codes), 303)


@bp.post("/undoing")
@staff(Action.FORCE_PLACE)
def destroy(account: Account, event: Event) -> ResponseReturnValue:
    """Take back what was done with one press."""
    _refuse_strange_form()
    with attempt() as tried:
        undone = undo_together(event, _ticked(), _today(event), actor=account.code, now=utcnow())
    if tried.refusal:
        return _page(account, event, refusal=tried.refusal), 409
    flash(_n("%(num)d check-in was undone.", "%(num)d check-ins were undone.", undone), "good")
    return redirect(url_for(".new", slug=event.slug, q=_words()), 303)


def _refuse_strange_form() -> None:
    require_confirmation()


def _ticked() -> list[str]:
    """One more than may be done at once at most, so that too many are noticed."""
    return request.form.getlist("person")[: GROUP_MAX + 1]


def _words() -> str:
    return tidy(request.values.get("q", ""))[:WORDS_MAX_LENGTH]


def _today(event: Event) -> date:
    return utcnow().astimezone(ZoneInfo(event.time_zone)).date()


def _page(
    account: Account,
    event: Event,
    *,
    ticked: list[str] | None = None,
    refusal: Refusal | None = None,
) -> str:
    words, today = _words(), _today(event)
    listed = find_arriving(event, words, today)
    if listed.people:
        record_list_reading(AuditAction.LIST_READ, event, account, "arrivals", words)
    return render_template(
        "organizer/door/group/new.html",
        account=account,
        event=event,
        words=words,
        listed=listed,
        ticked=ticked or [],
        entered=request.args.getlist("entered")[:GROUP_MAX],
        is_on=today in list_days(event, now=utcnow()),
        refusal=refusal,
    )
