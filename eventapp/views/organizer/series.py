"""Series of network meetings for organizers: listing, and creating from a list of dates."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.event.series import (
    create_series,
    delete_series,
    find_series,
    is_used,
    list_series,
)
from eventapp.domain.permission import Action
from eventapp.forms.event.series import SeriesForm
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.i18n import _
from eventapp.models import Account, Series
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff

bp = Blueprint("series", __name__, url_prefix="/series")


@bp.get("")
@staff(Action.CREATE_EVENT)
def index(account: Account) -> ResponseReturnValue:
    """Every series with its meetings."""
    return render_template(
        "organizer/series/index.html", account=account, listed=list_series(), now=utcnow()
    )


@bp.get("/new")
@staff(Action.CREATE_EVENT)
def new(account: Account) -> ResponseReturnValue:
    """An empty form."""
    return render_template("organizer/series/new.html", account=account, form=SeriesForm())


@bp.post("")
@staff(Action.CREATE_EVENT)
def create(account: Account) -> ResponseReturnValue:
    """Create the series with a meeting at each date."""
    form = SeriesForm()
    if not form.validate_on_submit():
        return render_template("organizer/series/new.html", account=account, form=form), 422
    dates = form.moments()
    with attempt() as tried:
        create_series(
            form.text(), dates, published=form.published.data, actor=account.code, now=utcnow()
        )
    if tried.refusal:
        form.title.errors = [tried.refusal.message]
        return render_template("organizer/series/new.html", account=account, form=form), 409
    flash(_("The series has been created, with %(count)s meetings.", count=len(dates)), "good")
    return redirect(url_for(".index"), 303)


@bp.get("/<series>/removal")
@staff(Action.CREATE_EVENT)
def new_removal(account: Account, series: str) -> ResponseReturnValue:
    """Ask first: a deleted series must be written anew."""
    return _removal_page(account, _load(series))


@bp.post("/<series>/removal")
@staff(Action.CREATE_EVENT)
def destroy(account: Account, series: str) -> ResponseReturnValue:
    """Delete a series that nothing belongs to."""
    row = _load(series)
    if not ConfirmationForm().validate_on_submit():
        abort(400)
    with attempt() as tried:
        delete_series(row, actor=account.code, now=utcnow())
    if tried.refusal:
        return _removal_page(account, _load(series), tried.refusal), 409
    flash(_("The series has been deleted."), "good")
    return redirect(url_for(".index"), 303)


def _load(slug: str) -> Series:
    return find_series(slug) or abort(404)


def _removal_page(account: Account, series: Series, refusal: Refusal | None = None) -> str:
    return render_template(
        "organizer/series/removal.html",
        account=account,
        series=series,
        used=is_used(series),
        refusal=refusal,
    )
