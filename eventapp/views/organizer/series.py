"""Series of network meetings for organizers: listed, created from dates, edited, added to."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.event.series import (
    SERIES_FIELDS,
    add_meetings,
    close_series,
    create_series,
    delete_series,
    edit_series,
    find_series,
    is_used,
    list_series,
    reopen_series,
)
from eventapp.domain.permission import Action
from eventapp.domain.schedule.translation import lacking
from eventapp.forms.event.series import (
    MeetingDatesForm,
    SeriesForm,
    SeriesTextForm,
    meeting_form_data,
    series_form_data,
)
from eventapp.i18n import _, _n
from eventapp.models import Account, Series
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff

bp = Blueprint("series", __name__, url_prefix="/series")


@bp.get("")
@staff(Action.CREATE_EVENT)
def index(account: Account) -> ResponseReturnValue:
    """Every series with its meetings, and how many of its texts lack English."""
    return render_template(
        "organizer/series/index.html",
        account=account,
        listed=[(series, len(lacking(series, SERIES_FIELDS))) for series in list_series()],
        now=utcnow(),
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
    plan = form.plan()
    with attempt() as tried:
        create_series(form.text(), plan, actor=account.code, now=utcnow())
    if tried.refusal:
        form.title.errors = [tried.refusal.message]
        return render_template("organizer/series/new.html", account=account, form=form), 409
    flash(_("The series has been created, with %(count)s meetings.", count=len(plan.dates)), "good")
    return redirect(url_for(".index"), 303)


@bp.get("/<series>/edit")
@staff(Action.CREATE_EVENT)
def edit(account: Account, series: str) -> ResponseReturnValue:
    """What is written of the series, in both languages side by side."""
    row = _load(series)
    return _edit_page(account, row, SeriesTextForm(data=series_form_data(row)))


@bp.post("/<series>")
@staff(Action.CREATE_EVENT)
def update(account: Account, series: str) -> ResponseReturnValue:
    """Save; a stale save shows both texts side by side."""
    row, form = _load(series), SeriesTextForm()
    if not form.validate_on_submit():
        return _edit_page(account, row, form), 422
    version = form.version.data
    with attempt() as tried:
        edit_series(row, form.text(), version=version, actor=account.code, now=utcnow())
    if tried.refusal:
        return _edit_page(account, _load(series), form, tried.refusal), 409
    flash(_("Your changes have been saved."), "good")
    return redirect(url_for(".index"), 303)


@bp.get("/<series>/meetings/new")
@staff(Action.CREATE_EVENT)
def new_meetings(account: Account, series: str) -> ResponseReturnValue:
    """Ask for the dates of more meetings, filled in as the last one was."""
    row = _load(series)
    data = meeting_form_data(row.events[-1] if row.events else None)
    return _meetings_page(account, row, MeetingDatesForm(data=data))


@bp.post("/<series>/meetings")
@staff(Action.CREATE_EVENT)
def create_meetings(account: Account, series: str) -> ResponseReturnValue:
    """Add a meeting at each date."""
    row, form = _load(series), MeetingDatesForm()
    if not form.validate_on_submit():
        return _meetings_page(account, row, form), 422
    plan = form.plan()
    with attempt() as tried:
        add_meetings(row, plan, actor=account.code, now=utcnow())
    if tried.refusal:
        form.dates.errors = [tried.refusal.message]
        return _meetings_page(account, _load(series), form), 409
    added = _n(
        "%(num)d meeting has been added.", "%(num)d meetings have been added.", len(plan.dates)
    )
    flash(added, "good")
    return redirect(url_for(".index"), 303)


@bp.post("/<series>/closing")
@staff(Action.CREATE_EVENT)
def create_closing(account: Account, series: str) -> ResponseReturnValue:
    """Close the series: no more meetings are offered."""
    row = _load(series)
    require_confirmation()
    with attempt() as tried:
        close_series(row, actor=account.code, now=utcnow())
    if tried.refusal:
        flash(tried.refusal.message, "care")
    else:
        flash(_("The series is closed. Its page and its calendar stay."), "good")
    return redirect(url_for(".index"), 303)


@bp.post("/<series>/opening")
@staff(Action.CREATE_EVENT)
def destroy_closing(account: Account, series: str) -> ResponseReturnValue:
    """Open the series again."""
    row = _load(series)
    require_confirmation()
    with attempt() as tried:
        reopen_series(row, actor=account.code, now=utcnow())
    if tried.refusal:
        flash(tried.refusal.message, "care")
    else:
        flash(_("The series is open again."), "good")
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
    require_confirmation()
    with attempt() as tried:
        delete_series(row, actor=account.code, now=utcnow())
    if tried.refusal:
        return _removal_page(account, _load(series), tried.refusal), 409
    flash(_("The series has been deleted."), "good")
    return redirect(url_for(".index"), 303)


def _load(slug: str) -> Series:
    return find_series(slug) or abort(404)


def _edit_page(
    account: Account, series: Series, form: SeriesTextForm, refusal: Refusal | None = None
) -> str:
    differences = []
    if isinstance(refusal, StaleVersion):
        differences = form.merge(series_form_data(series))
    return render_template(
        "organizer/series/edit.html",
        account=account,
        series=series,
        form=form,
        used=is_used(series),
        refusal=refusal,
        differences=differences,
    )


def _meetings_page(account: Account, series: Series, form: MeetingDatesForm) -> str:
    return render_template(
        "organizer/series/new_meetings.html", account=account, series=series, form=form
    )


def _removal_page(account: Account, series: Series, refusal: Refusal | None = None) -> str:
    return render_template(
        "organizer/series/removal.html",
        account=account,
        series=series,
        used=is_used(series),
        refusal=refusal,
    )
