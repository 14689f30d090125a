"""What is done with results: who else reads them, and asking what came of it months later."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.permission import Action
from eventapp.domain.survey.results.later_survey import MONTHS, create_later_survey
from eventapp.domain.survey.results.sharing import NoResultsYet, share_results
from eventapp.forms.survey.sharing import sharing_form
from eventapp.i18n import _
from eventapp.models import Account, Event
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff
from eventapp.views.organizer.survey import load_survey
from eventapp.views.organizer.survey.result import results_page
from eventapp.views.organizer.survey.survey import status_page

bp = Blueprint("sharing", __name__, url_prefix="/events/<slug>/surveys/<code>")


@bp.post("/sharing")
@staff(Action.MANAGE_SURVEY)
def create(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Save who may read."""
    survey = load_survey(event, code)
    form = sharing_form(survey)
    if not form.validate_on_submit():
        return results_page(account, event, code, form), 422
    with attempt() as tried:
        share_results(
            survey,
            participants=form.participants.data,
            links=form.links.data,
            version=form.version.data,
            now=utcnow(),
            actor=account.code,
        )
    if tried.refusal:
        return results_page(account, event, code, None, tried.refusal), 409
    flash(_("Who may read the results has been saved."), "good")
    return redirect(url_for("organizer.result.show", slug=event.slug, code=code), 303)


@bp.post("/follow-up")
@staff(Action.MANAGE_SURVEY)
def create_later(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Let the timetable ask the same people again some months later."""
    survey, months = load_survey(event, code), request.form.get("months", 0, int)
    if months not in MONTHS:
        abort(422)
    with attempt() as tried:
        later = create_later_survey(survey, months=months, now=utcnow(), actor=account.code)
        address = url_for("organizer.survey.show", slug=event.slug, code=later.code)
    if tried.refusal:
        if isinstance(tried.refusal, NoResultsYet):
            return status_page(account, event, load_survey(event, code), tried.refusal), 409
        return results_page(account, event, code, None, tried.refusal), 409
    flash(_("The follow-up opens by itself. Until then you can change its words."), "good")
    return redirect(address, 303)
