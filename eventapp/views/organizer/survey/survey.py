"""A survey from draft to closing."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.people.account import actor_for
from eventapp.domain.permission import Action, may
from eventapp.domain.survey import review
from eventapp.domain.survey import survey as surveys
from eventapp.domain.survey.opening import may_undo_opening
from eventapp.domain.survey.questionnaire import questionnaire
from eventapp.domain.survey.slip import count_slips
from eventapp.extensions import db
from eventapp.forms.survey.response import make_form
from eventapp.forms.survey.survey import SurveyForm, asked_in_words, saved, survey_form
from eventapp.i18n import _
from eventapp.models import Account, Event, Survey, SurveyState
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff
from eventapp.views.organizer.survey import load_survey

bp = Blueprint("survey", __name__, url_prefix="/events/<slug>/surveys")


@bp.get("")
@staff(Action.SEE_SURVEY)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """List the event's surveys."""
    return render_template(
        "organizer/survey/index.html",
        account=account,
        event=event,
        surveys=surveys.list_for_event(event.id),
        originals=_list_to_copy(account, event),
    )


@bp.post("")
@staff(Action.MANAGE_SURVEY)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Draft one from the standard survey or an earlier one, to open when the event ends."""
    wanted, now = request.form.get("from", ""), utcnow()
    originals = _list_to_copy(account, event) if wanted else ()
    original = next((survey for survey in originals if survey.code == wanted), None)
    if original:
        survey = surveys.create_copy(original, event, now=now)
    else:
        survey = surveys.create_draft(event, now=now)
    db.session.commit()
    return redirect(url_for(".edit", slug=event.slug, code=survey.code), 303)


@bp.get("/<code>")
@staff(Action.SEE_SURVEY)
def show(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Show the state of the survey, and what can be done now."""
    return status_page(account, event, load_survey(event, code))


@bp.get("/<code>/preview")
@staff(Action.SEE_SURVEY)
def preview(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Show the questions as respondents meet them, without a way to send."""
    survey = load_survey(event, code)
    return render_template(
        "organizer/survey/preview.html",
        account=account,
        event=event,
        survey=survey,
        form=make_form(questionnaire(survey))(formdata=None),
    )


@bp.get("/<code>/edit")
@staff(Action.MANAGE_SURVEY)
def edit(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Show the form, filled in; of a survey that has opened, show that it cannot be changed."""
    survey = load_survey(event, code)
    try:
        surveys.refuse_opened(survey)
    except surveys.SurveyFrozen as refusal:
        flash(refusal.message, "care")
        return redirect(url_for(".show", slug=event.slug, code=code), 303)
    return _form(account, event, survey, survey_form(survey))


@bp.post("/<code>/edit")
@staff(Action.MANAGE_SURVEY)
def update(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Save, unless somebody else has or the survey has opened."""
    survey = load_survey(event, code)
    form = survey_form(survey)
    if not form.validate_on_submit():
        return _form(account, event, survey, form), 422
    with attempt() as tried:
        surveys.revise_survey(survey, form.wording(), version=form.version.data)
    if isinstance(tried.refusal, surveys.SurveyFrozen):  # nothing typed can be saved any more
        return status_page(account, event, load_survey(event, code), tried.refusal), 409
    if tried.refusal:
        return _form(account, event, load_survey(event, code), form, tried.refusal), 409
    flash(_("The survey has been saved."), "good")
    return redirect(url_for(".show", slug=event.slug, code=code), 303)


@bp.get("/<code>/closure")
@staff(Action.MANAGE_SURVEY)
def confirm_closure(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Ask first: a survey never opens again."""
    survey = load_survey(event, code)
    try:
        surveys.refuse_unless_open(survey)
    except surveys.SurveyNotOpen as refusal:
        flash(refusal.message, "care")
        return redirect(url_for(".show", slug=event.slug, code=code), 303)
    return render_template(
        "organizer/survey/confirm_closure.html", account=account, event=event, survey=survey
    )


@bp.post("/<code>/closure")
@staff(Action.MANAGE_SURVEY)
def create_closure(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Close for good."""
    survey = load_survey(event, code)
    with attempt() as tried:
        surveys.close_survey(survey, now=utcnow(), actor=account.code)
    if tried.refusal:
        return status_page(account, event, load_survey(event, code), tried.refusal), 409
    flash(_("The survey is closed. The results will be ready within a minute."), "good")
    return redirect(url_for(".show", slug=event.slug, code=code), 303)


@bp.get("/<code>/removal")
@staff(Action.MANAGE_SURVEY)
def confirm_removal(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Ask first: the wording goes with it."""
    return render_template(
        "organizer/survey/confirm_removal.html",
        account=account,
        event=event,
        survey=load_survey(event, code),
    )


@bp.post("/<code>/removal")
@staff(Action.MANAGE_SURVEY)
def create_removal(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Delete a survey that has not opened."""
    survey = load_survey(event, code)
    with attempt() as tried:
        surveys.delete_draft(survey, now=utcnow(), actor=account.code)
    if tried.refusal:
        return status_page(account, event, load_survey(event, code), tried.refusal), 409
    flash(_("The draft is deleted."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


def _list_to_copy(account: Account, event: Event) -> list[Survey]:
    """Earlier surveys that this account may see."""
    return [
        survey
        for survey in surveys.list_to_copy(event)
        if may(actor_for(account, survey.event_id), Action.SEE_SURVEY)
    ]


def status_page(
    account: Account, event: Event, survey: Survey, refusal: Refusal | None = None
) -> str:
    """The page of one survey, also after something could not be done."""
    now = utcnow()
    return render_template(
        "organizer/survey/show.html",
        account=account,
        event=event,
        survey=survey,
        refusal=refusal,
        asked_in_words=asked_in_words(survey),
        slips=count_slips(survey),
        may_undo=may_undo_opening(survey, now=now),
        waiting_texts=review.count_waiting(survey),
        overdue=survey.state is SurveyState.READY and survey.opens_at <= now,
        lapsed=survey.state is SurveyState.READY and survey.closes_at <= now,
    )


def _form(
    account: Account,
    event: Event,
    survey: Survey,
    form: SurveyForm,
    refusal: Refusal | None = None,
) -> str:
    """The form; after a stale save it shows what was saved beside what was typed."""
    differences = []
    if isinstance(refusal, StaleVersion):
        differences = form.merge(saved(survey))
    return render_template(
        "organizer/survey/edit.html",
        account=account,
        event=event,
        survey=survey,
        form=form,
        refusal=refusal,
        differences=differences,
    )
