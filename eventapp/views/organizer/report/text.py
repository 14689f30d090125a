"""The texts of a report: each section's draft, or what somebody wrote in its place."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.permission import Action
from eventapp.domain.report.document import SECTIONS
from eventapp.domain.report.report import draft_of, find_text, save_text
from eventapp.forms.report.report import ReportTextForm
from eventapp.forms.versioned import Difference
from eventapp.i18n import _, speaking
from eventapp.models import Account, Report
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff
from eventapp.views.organizer.report.report import load_report

bp = Blueprint("report_text", __name__, url_prefix="/reports/<code>/texts/<section>")


@bp.get("")
@staff(Action.MAKE_REPORT)
def edit(account: Account, code: str, section: str) -> ResponseReturnValue:
    """The text of a section, beside the draft that the newest figures make."""
    report = _load(code, section)
    return _page(account, report, section, ReportTextForm(data=_saved(report, section)))


@bp.post("")
@staff(Action.MAKE_REPORT)
def update(account: Account, code: str, section: str) -> ResponseReturnValue:
    """Save the text; without any, the section is its draft again."""
    report, form = _load(code, section), ReportTextForm()
    if not form.validate_on_submit():
        return _page(account, report, section, form), 422
    text, version = "\n".join((form.text.data or "").splitlines()), form.version.data
    with attempt() as tried:
        save_text(report, section, text, version=version, actor=account.code, now=utcnow())
    if tried.refusal:
        return _page(account, _load(code, section), section, form, tried.refusal), 409
    flash(_("The text has been saved."), "good")
    # Where the next step is: Word and PDF are to be written anew.
    return redirect(f"{url_for('organizer.report.show', code=code)}#files", 303)


def _load(code: str, section: str) -> Report:
    report = load_report(code)
    if section not in SECTIONS or report.figures is None:
        abort(404)
    return report


def _saved(report: Report, section: str) -> dict[str, object]:
    """What the form shows: what was written, or the draft."""
    stored = find_text(report, section)
    if stored:
        return {"text": stored.text, "version": stored.version}
    return {"text": draft_of(report, section), "version": 0}


def _page(
    account: Account,
    report: Report,
    section: str,
    form: ReportTextForm,
    refusal: Refusal | None = None,
) -> str:
    differences: list[Difference] = []
    if isinstance(refusal, StaleVersion):
        differences = form.merge(_saved(report, section))
    stored, drafted = find_text(report, section), draft_of(report, section)
    with speaking(report.language):
        heading = str(SECTIONS[section])
    return render_template(
        "organizer/report/text.html",
        account=account,
        report=report,
        section=section,
        heading=heading,
        form=form,
        drafted=drafted,
        before=stored.draft if stored and stored.draft != drafted else "",
        own=stored is not None,
        refusal=refusal,
        differences=differences,
    )
