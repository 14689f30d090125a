"""Reports: the list, a new one, one with its figures and texts, gathered anew, deleted."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.event.focus_area_list import list_in_order
from eventapp.domain.permission import Action
from eventapp.domain.report.change import list_changes
from eventapp.domain.report.composition import compose
from eventapp.domain.report.content import figures_before, figures_of, head_of
from eventapp.domain.report.document import cell_text
from eventapp.domain.report.event_list import list_events_over
from eventapp.domain.report.figures import ReportFigures
from eventapp.domain.report.report import (
    ReportChoice,
    create_report,
    delete_report,
    find_report,
    list_reports,
    refresh_report,
)
from eventapp.domain.report.report_file import list_files
from eventapp.forms.report.report import NewReportForm, ReportPeriodForm
from eventapp.i18n import _, current_language, speaking
from eventapp.models import Account, Report
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff

bp = Blueprint("report", __name__, url_prefix="/reports")
bp.add_app_template_filter(cell_text, "report_cell")


@bp.get("")
@staff(Action.MAKE_REPORT)
def index(account: Account) -> ResponseReturnValue:
    """The reports, the newest first."""
    words = request.args.get("q", "")
    reports, page, total = list_reports(words, page=request.args.get("page", 1, int))
    return render_template(
        "organizer/report/index.html",
        account=account,
        reports=reports,
        page=page,
        total=total,
        words=words,
    )


@bp.get("/new")
@staff(Action.MAKE_REPORT)
def new(account: Account) -> ResponseReturnValue:
    """Choose a period and focus areas, then events; all of the period's are chosen at first."""
    chosen = _period_form()
    if not chosen.validate():
        return _new_page(account, chosen, None), 422
    form = NewReportForm(formdata=None, data={**chosen.data, "language": current_language()})
    _offer(form)
    form.events.data = [choice.value for choice in form.events.choices]
    form.title.data = _("Report %(first)s–%(last)s", first=chosen.first.data, last=chosen.last.data)
    return _new_page(account, chosen, form)


@bp.post("")
@staff(Action.MAKE_REPORT)
def create(account: Account) -> ResponseReturnValue:
    """Make the report; the worker gathers its figures."""
    form = NewReportForm()
    _offer(form)
    if not form.validate_on_submit():
        return _new_page(account, form, form), 422
    with attempt() as tried:
        report = create_report(_choice(form), actor=account.code, now=utcnow())
        code = report.code
    if tried.refusal:
        form.events.errors = [tried.refusal.message]
        return _new_page(account, form, form), 409
    return redirect(url_for(".show", code=code), 303)


@bp.get("/<code>")
@staff(Action.MAKE_REPORT)
def show(account: Account, code: str) -> ResponseReturnValue:
    """The report as it is, or how far its figures have come."""
    return report_page(account, load_report(code))


@bp.post("/<code>/figures")
@staff(Action.MAKE_REPORT)
def update_figures(account: Account, code: str) -> ResponseReturnValue:
    """Gather the figures anew."""
    report = load_report(code)
    require_confirmation()
    with attempt() as tried:
        refresh_report(report, actor=account.code, now=utcnow())
    if tried.refusal:
        return report_page(account, load_report(code), tried.refusal), 409
    return redirect(url_for(".show", code=code), 303)


@bp.get("/<code>/definitions")
@staff(Action.MAKE_REPORT)
def definitions(account: Account, code: str) -> ResponseReturnValue:
    """What each figure means."""
    report = load_report(code)
    figures = figures_of(report) or abort(404)
    return render_template(
        "organizer/report/definitions.html",
        account=account,
        report=report,
        document=compose(head_of(report), figures),
    )


@bp.get("/<code>/removal")
@staff(Action.MAKE_REPORT)
def new_removal(account: Account, code: str) -> ResponseReturnValue:
    """Ask first: what people wrote is then gone."""
    return render_template(
        "organizer/report/removal.html", account=account, report=load_report(code)
    )


@bp.post("/<code>/removal")
@staff(Action.MAKE_REPORT)
def destroy(account: Account, code: str) -> ResponseReturnValue:
    """Delete the report."""
    report = load_report(code)
    require_confirmation()
    with attempt():
        delete_report(report, actor=account.code, now=utcnow())
    flash(_("The report has been deleted."), "good")
    return redirect(url_for(".index"), 303)


def load_report(code: str) -> Report:
    """The report of this address."""
    return find_report(code) or abort(404)


def report_page(account: Account, report: Report, refusal: Refusal | None = None) -> str:
    """The page of a report, also after something could not be done."""
    figures, before = figures_of(report), figures_before(report)
    changes = list_changes(before, figures, report.language) if figures and before else []
    return render_template(
        "organizer/report/show.html",
        account=account,
        report=report,
        body=_body(report, figures) if figures else "",
        changes=changes,
        files=list_files(report) if figures else [],
        refusal=refusal,
    )


def _period_form() -> ReportPeriodForm:
    """The period that was asked for, or this year until today."""
    today = utcnow().date()
    usual = {"first": date(today.year, 1, 1), "last": today}
    sent = request.args if "first" in request.args or "last" in request.args else None
    form = ReportPeriodForm(formdata=sent, data=usual, meta={"csrf": False})
    form.offer(list_in_order(), current_language())
    return form


def _offer(form: NewReportForm) -> None:
    """Offer the focus areas, and the events that are over in the form's period."""
    form.offer(list_in_order(), current_language())
    first, last = form.first.data, form.last.data
    over = (
        list_events_over(first, last, form.area.data or (), now=utcnow()) if first and last else ()
    )
    form.offer_events(over)


def _choice(form: NewReportForm) -> ReportChoice:
    return ReportChoice(
        title=form.title.data,
        language=form.language.data,
        first_day=form.first.data,
        last_day=form.last.data,
        events=form.events.data,
        focus_areas=form.area.data or (),
    )


def _new_page(account: Account, chosen: ReportPeriodForm, form: NewReportForm | None) -> str:
    return render_template("organizer/report/new.html", account=account, chosen=chosen, form=form)


def _body(report: Report, figures: ReportFigures) -> Markup:
    """The document, in the language of the report whoever reads it."""
    document = compose(head_of(report), figures)
    with speaking(report.language):
        body = render_template("organizer/report/_body.html", document=document, report=report)
    return Markup(body)  # noqa: S704  # our own template has escaped it
