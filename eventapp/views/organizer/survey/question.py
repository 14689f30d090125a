"""The questions of a draft: added, changed, moved and removed."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.survey import draft_question
from eventapp.domain.survey.draft_question import list_offered
from eventapp.domain.survey.template import in_words
from eventapp.forms.survey.question import KIND_NAMES, QuestionForm, question_form
from eventapp.i18n import _
from eventapp.models import Account, Event, Survey, SurveyQuestion, SurveyQuestionKind
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff
from eventapp.views.organizer.survey import load_survey

bp = Blueprint("survey_question", __name__, url_prefix="/events/<slug>/surveys/<code>/questions")


@bp.get("")
@staff(Action.MANAGE_SURVEY)
def index(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """List the questions with what can be done to each."""
    return _list(account, event, load_survey(event, code))


@bp.get("/new")
@staff(Action.MANAGE_SURVEY)
def new(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Show the form of a new question."""
    survey, kind = load_survey(event, code), _kind()
    return _form(account, event, survey, question_form(kind, version=survey.version), kind)


@bp.post("")
@staff(Action.MANAGE_SURVEY)
def create(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Put a new question last."""
    survey, kind = load_survey(event, code), _kind()
    form = question_form(kind, version=survey.version)
    if not form.validate_on_submit():
        return _form(account, event, survey, form, kind), 422
    with attempt() as tried:
        draft_question.add_question(survey, kind, form.words(), version=form.version.data)
    if tried.refusal:
        return _refused(account, event, code, tried.refusal)
    return _saved(event, code, _("The question has been added."))


@bp.post("/bank")
@staff(Action.MANAGE_SURVEY)
def add_ready_made(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Put a ready-made question last."""
    survey, wanted = load_survey(event, code), request.form.get("question", "")
    with attempt() as tried:
        draft_question.add_from_bank(survey, wanted, version=_version())
    if tried.refusal:
        return _refused(account, event, code, tried.refusal)
    return _saved(event, code, _("The question has been added."))


@bp.get("/<name>/edit")
@staff(Action.MANAGE_SURVEY)
def edit(account: Account, event: Event, code: str, name: str) -> ResponseReturnValue:
    """Show the form, filled in."""
    survey = load_survey(event, code)
    question = _find(survey, name)
    form = question_form(question.kind, version=survey.version, question=question)
    return _form(account, event, survey, form, question.kind, name)


@bp.post("/<name>/edit")
@staff(Action.MANAGE_SURVEY)
def update(account: Account, event: Event, code: str, name: str) -> ResponseReturnValue:
    """Save a question."""
    survey = load_survey(event, code)
    question = _find(survey, name)
    form = question_form(question.kind, version=survey.version, question=question)
    if not form.validate_on_submit():
        return _form(account, event, survey, form, question.kind, name), 422
    with attempt() as tried:
        draft_question.revise_question(survey, question, form.words(), version=form.version.data)
    if tried.refusal:
        return _refused(account, event, code, tried.refusal)
    return _saved(event, code, _("The question has been saved."))


@bp.post("/<name>/place")
@staff(Action.MANAGE_SURVEY)
def create_place(account: Account, event: Event, code: str, name: str) -> ResponseReturnValue:
    """Move a question up or down by one."""
    survey = load_survey(event, code)
    up = request.form.get("way") != "down"
    with attempt() as tried:
        draft_question.move_question(survey, _find(survey, name), up=up, version=_version())
    if tried.refusal:
        return _refused(account, event, code, tried.refusal)
    return _saved(event, code, _("The question has been moved."))


@bp.post("/<name>/removal")
@staff(Action.MANAGE_SURVEY)
def create_removal(account: Account, event: Event, code: str, name: str) -> ResponseReturnValue:
    """Remove a question."""
    survey = load_survey(event, code)
    with attempt() as tried:
        draft_question.remove_question(survey, _find(survey, name), version=_version())
    if tried.refusal:
        return _refused(account, event, code, tried.refusal)
    return _saved(event, code, _("The question has been removed."))


def _kind() -> SurveyQuestionKind:
    asked = request.args.get("kind", "")
    return SurveyQuestionKind(asked) if asked in set(SurveyQuestionKind) else abort(404)


def _find(survey: Survey, name: str) -> SurveyQuestion:
    return draft_question.find_question(survey, name) or abort(404)


def _version() -> int:
    return request.form.get("version", 0, int)


def _saved(event: Event, code: str, message: str) -> ResponseReturnValue:
    flash(message, "good")
    return redirect(url_for(".index", slug=event.slug, code=code), 303)


def _refused(account: Account, event: Event, code: str, refusal: Refusal) -> ResponseReturnValue:
    return _list(account, event, load_survey(event, code), refusal), 409


def _list(account: Account, event: Event, survey: Survey, refusal: Refusal | None = None) -> str:
    return render_template(
        "organizer/survey/questions.html",
        account=account,
        event=event,
        survey=survey,
        kinds=KIND_NAMES,
        offered=[(row["code"], in_words(row["text"], event)) for row in list_offered(survey)],
        refusal=refusal,
    )


def _form(
    account: Account,
    event: Event,
    survey: Survey,
    form: QuestionForm,
    kind: SurveyQuestionKind,
    name: str = "",
) -> str:
    return render_template(
        "organizer/survey/question.html",
        account=account,
        event=event,
        survey=survey,
        form=form,
        kind=kind,
        kind_name=KIND_NAMES[kind],
        name=name,
    )
