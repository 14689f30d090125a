"""Deciding who reads a survey's results beside organizers and coordinators."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.permission import Action
from eventapp.domain.survey.sharing import share_results
from eventapp.forms.survey.sharing import sharing_form
from eventapp.i18n import _
from eventapp.models import Account, Event
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff
from eventapp.views.organizer.survey import load_survey
from eventapp.views.organizer.survey.result import results_page

bp = Blueprint("sharing", __name__, url_prefix="/events/<slug>/surveys/<code>/sharing")


@bp.post("")
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
