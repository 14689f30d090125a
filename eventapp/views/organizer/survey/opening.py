"""Opening a survey: asked first, undone for ten minutes; and its times while it is open."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.door.attendance import attended_registration_ids
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.survey import opening
from eventapp.domain.survey import survey as surveys
from eventapp.domain.survey.audience import find_asked
from eventapp.forms.survey.survey import SurveyTimesForm, survey_times_form
from eventapp.i18n import _
from eventapp.models import Account, Event, Survey
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff
from eventapp.views.organizer.survey import load_survey
from eventapp.views.organizer.survey.survey import status_page

bp = Blueprint("survey_opening", __name__, url_prefix="/events/<slug>/surveys/<code>")


@bp.get("/opening")
@staff(Action.MANAGE_SURVEY)
def new(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Ask first: say how many get a letter, and what cannot be changed from then on."""
    survey = load_survey(event, code)
    try:
        surveys.refuse_opened(survey)
    except surveys.SurveyFrozen as refusal:
        flash(refusal.message, "care")
        return redirect(url_for("organizer.survey.show", slug=event.slug, code=code), 303)
    return render_template(
        "organizer/survey/confirm_opening.html",
        account=account,
        event=event,
        survey=survey,
        letters=len(find_asked(survey, attended_registration_ids)),
        least=surveys.least_group(survey),
    )


@bp.post("/opening")
@staff(Action.MANAGE_SURVEY)
def create(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Open, with ten minutes to undo it; or let the clock do it at the time set."""
    survey, now = load_survey(event, code), utcnow()
    at_once = request.form.get("when") == "now"
    with attempt() as tried:
        if at_once:
            surveys.open_survey(survey, now=now, actor=account.code, undo_period=UNDO_PERIOD)
        else:
            surveys.make_ready(survey, now=now, actor=account.code)
    done = (
        _("The survey is open. The letters go out in ten minutes.")
        if at_once
        else _("The survey will open automatically at the set time.")
    )
    return _answer(account, event, code, tried.refusal, done)


@bp.post("/opening/undoing")
@staff(Action.MANAGE_SURVEY)
def undo(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Make it a draft again; no letter has gone out."""
    survey = load_survey(event, code)
    with attempt() as tried:
        opening.undo_opening(survey, now=utcnow(), actor=account.code)
    done = _("The survey is a draft again. Nobody has been asked.")
    return _answer(account, event, code, tried.refusal, done)


@bp.post("/opening/letters")
@staff(Action.MANAGE_SURVEY)
def send_letters(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Send the letters without waiting."""
    survey = load_survey(event, code)
    with attempt() as tried:
        opening.send_letters_now(survey, now=utcnow())
    return _answer(account, event, code, tried.refusal, _("The letters are on their way."))


@bp.get("/times")
@staff(Action.MANAGE_SURVEY)
def edit(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Show when the survey closes and reminds."""
    survey = load_survey(event, code)
    return _times_page(account, event, survey, survey_times_form(survey))


@bp.post("/times")
@staff(Action.MANAGE_SURVEY)
def update(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Save the times of an open survey."""
    survey = load_survey(event, code)
    form = survey_times_form(survey)
    if not form.validate_on_submit():
        return _times_page(account, event, survey, form), 422
    with attempt() as tried:
        opening.revise_times(
            survey,
            closes_at=form.closes_at.moment(event.time_zone),
            reminds_at=form.reminds_at.moment_or_none(event.time_zone),
            version=form.version.data,
            now=utcnow(),
            actor=account.code,
        )
    if tried.refusal:
        return _times_page(account, event, load_survey(event, code), form, tried.refusal), 409
    flash(_("The times have been saved."), "good")
    return redirect(url_for("organizer.survey.show", slug=event.slug, code=code), 303)


def _answer(
    account: Account, event: Event, code: str, refusal: Refusal | None, done: str
) -> ResponseReturnValue:
    if refusal:
        return status_page(account, event, load_survey(event, code), refusal), 409
    flash(done, "good")
    return redirect(url_for("organizer.survey.show", slug=event.slug, code=code), 303)


def _times_page(
    account: Account,
    event: Event,
    survey: Survey,
    form: SurveyTimesForm,
    refusal: Refusal | None = None,
) -> str:
    return render_template(
        "organizer/survey/times.html",
        account=account,
        event=event,
        survey=survey,
        form=form,
        refusal=refusal,
    )
