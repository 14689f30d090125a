"""Questions to lecturers, for the holder of a personal link: ask, and see what became of them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.schedule.session_question.ask import (
    ask_question,
    list_askable,
    list_own_questions,
    may_be_named,
)
from eventapp.forms.registration.session_question import SessionQuestionForm
from eventapp.i18n import _, current_language
from eventapp.models import Registration
from eventapp.views.attempt import attempt
from eventapp.views.guards import limit_floods, participant

bp = Blueprint("session_question", __name__)


@bp.get("/<token>/questions")
@participant(Action.SEE_OWN_REGISTRATION)
def index(registration: Registration, token: str) -> ResponseReturnValue:
    """What one may ask about, and what one has asked."""
    form = _form(registration, formdata=None, data={"session": request.args.get("session")})
    return _page(registration, token, form)


@bp.post("/<token>/questions")
@participant(Action.CHANGE_OWN_REGISTRATION)
@limit_floods()
def create(registration: Registration, token: str) -> ResponseReturnValue:
    """Send the question to the organizers, who read it before anybody else does."""
    form = _form(registration)
    if not form.validate_on_submit():
        return _page(registration, token, form), 422
    with attempt() as tried:
        ask_question(registration, form.asked(current_language()), now=utcnow())
    if tried.refusal:
        return _page(registration, token, form, tried.refusal), 409
    flash(_("Thank you. The organisers read the question before anybody else sees it."), "good")
    return redirect(url_for(".index", token=token, _anchor="own"), 303)


def _form(registration: Registration, **options: object) -> SessionQuestionForm:
    sessions = [s.in_language(current_language()) for s in list_askable(registration)]
    form = SessionQuestionForm(sessions, **options)
    if not may_be_named(registration):
        del form.names_asker
    return form


def _page(
    registration: Registration,
    token: str,
    form: SessionQuestionForm,
    refusal: Refusal | None = None,
) -> str:
    return render_template(
        "participant/session_question/index.html",
        registration=registration,
        event=registration.event,
        token=token,
        form=form,
        refusal=refusal,
        own=list_own_questions(registration),
    )
