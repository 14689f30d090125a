"""The list of focus areas: added, renamed, ordered, ended, continued and deleted."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.event import focus_area_change as changes
from eventapp.domain.event import focus_area_list as areas
from eventapp.domain.event.focus_area import list_areas
from eventapp.domain.permission import Action
from eventapp.forms.event.focus_area import (
    AreaEndForm,
    FocusAreaForm,
    SuccessorForm,
    area_form_data,
    new_area_form_data,
)
from eventapp.i18n import _, current_language
from eventapp.models import Account, FocusArea
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.log.query import log_address

bp = Blueprint("focus_area", __name__, url_prefix="/focus-areas")
SHOWN = {"used": False, "ended": True}
MOVES = {"up": -1, "down": 1}


@bp.get("")
@staff(Action.MANAGE_FOCUS_AREAS)
def index(account: Account) -> ResponseReturnValue:
    """The areas in their order, with their days and where they are used."""
    return _list_page(account)


@bp.get("/new")
@staff(Action.MANAGE_FOCUS_AREAS)
def new(account: Account) -> ResponseReturnValue:
    """An empty form."""
    data = new_area_form_data(areas.list_in_order(), utcnow().date())
    return _new_page(account, FocusAreaForm(data=data))


@bp.post("")
@staff(Action.MANAGE_FOCUS_AREAS)
def create(account: Account) -> ResponseReturnValue:
    """Add an area."""
    form = FocusAreaForm()
    if not form.validate_on_submit():
        return _new_page(account, form), 422
    with attempt() as tried:
        changes.add_area(form.text(), actor=account.code, now=utcnow())
    if tried.refusal:
        return _new_page(account, form, tried.refusal), 409
    flash(_("The focus area has been added."), "good")
    return redirect(url_for(".index"), 303)


@bp.post("/start")
@staff(Action.MANAGE_FOCUS_AREAS)
def create_usual(account: Account) -> ResponseReturnValue:
    """Add the five areas of the government's commission."""
    require_confirmation()
    with attempt() as tried:
        changes.add_usual_areas(actor=account.code, now=utcnow())
    if tried.refusal:
        return _list_page(account, tried.refusal), 409
    flash(_("Five focus areas have been added. Change them as you need."), "good")
    return redirect(url_for(".index"), 303)


@bp.get("/<code>")
@staff(Action.MANAGE_FOCUS_AREAS)
def edit(account: Account, code: str) -> ResponseReturnValue:
    """The form for an area, its last day, and what continues it."""
    area = _load(code)
    return _page(account, area, FocusAreaForm(data=area_form_data(area)))


@bp.post("/<code>")
@staff(Action.MANAGE_FOCUS_AREAS)
def update(account: Account, code: str) -> ResponseReturnValue:
    """Save; a stale save shows both texts side by side."""
    area, form = _load(code), FocusAreaForm()
    if not form.validate_on_submit():
        return _page(account, area, form), 422
    with attempt() as tried:
        changes.change_area(
            area, form.text(), version=form.version.data, actor=account.code, now=utcnow()
        )
    if tried.refusal:
        return _page(account, _load(code), form, tried.refusal), 409
    flash(_("Your changes have been saved."), "good")
    return redirect(url_for(".index"), 303)


@bp.post("/<code>/moves/<any(up, down):way>")
@staff(Action.MANAGE_FOCUS_AREAS)
def create_move(account: Account, code: str, way: str) -> ResponseReturnValue:
    """Move an area one place."""
    area = _load(code)
    require_confirmation()
    with attempt() as tried:
        changes.move_area(area, by=MOVES[way], actor=account.code, now=utcnow())
    if tried.refusal:
        return _list_page(account, tried.refusal), 409
    return redirect(url_for(".index"), 303)


@bp.get("/<code>/end/new")
@staff(Action.MANAGE_FOCUS_AREAS)
def new_end(account: Account, code: str) -> ResponseReturnValue:
    """Ask for the last day, and what continues the area."""
    area = _load(code)
    return _end_page(account, area, _end_form(area, data={"last_day": utcnow().date()}))


@bp.post("/<code>/end")
@staff(Action.MANAGE_FOCUS_AREAS)
def create_end(account: Account, code: str) -> ResponseReturnValue:
    """End an area."""
    area = _load(code)
    form = _end_form(area)
    if not form.validate_on_submit():
        return _end_page(account, area, form), 422
    with attempt() as tried:
        changes.end_area(
            area,
            last_day=form.last_day.data,
            successors=list_areas(form.successors.data or []),
            actor=account.code,
            now=utcnow(),
        )
    if tried.refusal:
        return _end_page(account, _load(code), form, tried.refusal), 409
    flash(_("The last day has been saved. You can take the area into use again."), "good")
    return redirect(url_for(".edit", code=code), 303)


@bp.post("/<code>/reopening")
@staff(Action.MANAGE_FOCUS_AREAS)
def create_reopening(account: Account, code: str) -> ResponseReturnValue:
    """Let an ended area go on."""
    area = _load(code)
    require_confirmation()
    with attempt() as tried:
        changes.reopen_area(area, actor=account.code, now=utcnow())
    if tried.refusal:
        return _unchanged_page(account, code, tried.refusal), 409
    flash(_("The focus area is in use."), "good")
    return redirect(url_for(".edit", code=code), 303)


@bp.post("/<code>/successors")
@staff(Action.MANAGE_FOCUS_AREAS)
def create_successor(account: Account, code: str) -> ResponseReturnValue:
    """Let another area continue this one."""
    area = _load(code)
    form = _successor_form(area)
    if not form.validate_on_submit():
        return _unchanged_page(account, code, successor=form), 422
    (successor,) = list_areas([form.successor.data])
    with attempt() as tried:
        changes.add_successor(
            area, successor, since=form.since.data, actor=account.code, now=utcnow()
        )
    if tried.refusal:
        return _unchanged_page(account, code, tried.refusal, successor=form), 409
    flash(_("Your changes have been saved."), "good")
    return redirect(url_for(".edit", code=code), 303)


@bp.post("/<code>/successors/<successor>/removal")
@staff(Action.MANAGE_FOCUS_AREAS)
def destroy_successor(account: Account, code: str, successor: str) -> ResponseReturnValue:
    """Let the other area no longer continue this one."""
    area, other = _load(code), _load(successor)
    require_confirmation()
    with attempt() as tried:
        changes.remove_successor(area, other, actor=account.code, now=utcnow())
    if tried.refusal:
        return _unchanged_page(account, code, tried.refusal), 409
    flash(_("Removed."), "good")
    return redirect(url_for(".edit", code=code), 303)


@bp.get("/<code>/removal")
@staff(Action.MANAGE_FOCUS_AREAS)
def new_removal(account: Account, code: str) -> ResponseReturnValue:
    """Ask first: a deleted area must be written anew."""
    return _removal_page(account, _load(code))


@bp.post("/<code>/removal")
@staff(Action.MANAGE_FOCUS_AREAS)
def destroy(account: Account, code: str) -> ResponseReturnValue:
    """Delete an area that nothing bears."""
    area = _load(code)
    require_confirmation()
    with attempt() as tried:
        changes.delete_area(area, actor=account.code, now=utcnow())
    if tried.refusal:
        return _removal_page(account, _load(code), tried.refusal), 409
    flash(_("The focus area has been deleted."), "good")
    return redirect(url_for(".index"), 303)


def _load(code: str) -> FocusArea:
    return areas.find_area(code) or abort(404)


def _others(area: FocusArea) -> list[FocusArea]:
    return [other for other in areas.list_in_order() if other is not area]


def _end_form(area: FocusArea, **options: object) -> AreaEndForm:
    return AreaEndForm(_others(area), current_language(), **options)


def _successor_form(area: FocusArea, **options: object) -> SuccessorForm:
    return SuccessorForm(_others(area), current_language(), **options)


def _list_page(account: Account, refusal: Refusal | None = None) -> str:
    shown, words = request.args.get("show", ""), request.args.get("q", "").strip()[:100]
    today = utcnow().date()
    listed = areas.list_all(
        words=words, ended=SHOWN.get(shown), page=request.args.get("page", 1, int), on=today
    )
    return render_template(
        "organizer/focus_area/index.html",
        account=account,
        refusal=refusal,
        listed=listed,
        words=words,
        shown=shown if shown in SHOWN else "",
        today=today,
    )


def _new_page(account: Account, form: FocusAreaForm, refusal: Refusal | None = None) -> str:
    return render_template(
        "organizer/focus_area/new.html", account=account, form=form, refusal=refusal
    )


def _unchanged_page(
    account: Account,
    code: str,
    refusal: Refusal | None = None,
    successor: SuccessorForm | None = None,
) -> str:
    """The area's page after another of its forms: its own form as it is saved."""
    area = _load(code)
    form = FocusAreaForm(formdata=None, data=area_form_data(area))
    return _page(account, area, form, refusal, successor)


def _page(
    account: Account,
    area: FocusArea,
    form: FocusAreaForm,
    refusal: Refusal | None = None,
    successor: SuccessorForm | None = None,
) -> str:
    differences = []
    if isinstance(refusal, StaleVersion):
        differences = form.merge(area_form_data(area))
    return render_template(
        "organizer/focus_area/edit.html",
        log_url=log_address(account, "focus-area", area.code),
        account=account,
        area=area,
        form=form,
        refusal=refusal,
        differences=differences,
        successions=areas.list_successions(area),
        successor_form=successor
        or _successor_form(area, formdata=None, data={"since": utcnow().date()}),
        use=areas.count_uses([area])[area.id],
        today=utcnow().date(),
    )


def _end_page(
    account: Account, area: FocusArea, form: AreaEndForm, refusal: Refusal | None = None
) -> str:
    return render_template(
        "organizer/focus_area/end.html", account=account, area=area, form=form, refusal=refusal
    )


def _removal_page(account: Account, area: FocusArea, refusal: Refusal | None = None) -> str:
    return render_template(
        "organizer/focus_area/removal.html",
        account=account,
        area=area,
        refusal=refusal,
        use=areas.count_uses([area])[area.id],
    )
