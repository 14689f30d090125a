"""Questions to lecturers, for the holder of a personal link: ask, see what became of them, undo."""

from flask import (
    Blueprint,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
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
from eventapp.domain.schedule.session_question.withdrawal import (
    find_own_question,
    set_letter_wish,
    take_back_question,
    take_name_off,
)
from eventapp.forms.registration.session_question import SessionQuestionForm
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, current_language
from eventapp.models import Registration, SessionQuestion
from eventapp.views.attempt import attempt
from eventapp.views.guards import limit_floods, participant, require_confirmation

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


@bp.get("/<token>/questions/<code>/withdrawal/new")
@participant(Action.SEE_OWN_REGISTRATION)
def new_withdrawal(registration: Registration, token: str, code: str) -> ResponseReturnValue:
    """Say what taking the question back means, before it is done."""
    return _withdrawal_page(registration, token, _load(registration, token, code))


@bp.post("/<token>/questions/<code>/withdrawal")
@participant(Action.CHANGE_OWN_REGISTRATION)
def take_back(registration: Registration, token: str, code: str) -> ResponseReturnValue:
    """Delete the question, with its answer."""
    question, form = _load(registration, token, code), VersionedForm()
    if not form.validate_on_submit():
        abort(400)
    with attempt() as tried:
        take_back_question(registration, question, version=form.version.data, now=utcnow())
    if tried.refusal:
        question = _load(registration, token, code)
        return _withdrawal_page(registration, token, question, tried.refusal), 409
    flash(_("You have taken the question back. It is deleted."), "good")
    return redirect(url_for(".index", token=token), 303)


@bp.post("/<token>/questions/<code>/namelessness")
@participant(Action.CHANGE_OWN_REGISTRATION)
def update_namelessness(registration: Registration, token: str, code: str) -> ResponseReturnValue:
    """Take the name off the question; the question stays."""
    question = _load(registration, token, code)
    require_confirmation()
    with attempt() as tried:
        take_name_off(registration, question, now=utcnow())
    if tried.refusal:
        return _page(registration, token, _form(registration, formdata=None), tried.refusal), 409
    flash(_("Your name no longer stands beside the question."), "good")
    return redirect(url_for(".index", token=token, _anchor="own"), 303)


@bp.post("/<token>/questions/<code>/letter-wish")
@participant(Action.CHANGE_OWN_REGISTRATION)
def update_letter_wish(registration: Registration, token: str, code: str) -> ResponseReturnValue:
    """Get a letter when the question is answered, or none."""
    question, wants = _load(registration, token, code), request.form.get("wants") == "yes"
    require_confirmation()
    with attempt() as tried:
        set_letter_wish(registration, question, wants=wants)
    if tried.refusal:
        return _page(registration, token, _form(registration, formdata=None), tried.refusal), 409
    done = _("We write to you when it is answered.") if wants else _("You get no letter about it.")
    flash(done, "good")
    return redirect(url_for(".index", token=token, _anchor="own"), 303)


def _load(registration: Registration, token: str, code: str) -> SessionQuestion:
    """The question; who has taken it back already, by a press more, is told so on the list."""
    question = find_own_question(registration, code)
    if question is None:
        flash(_("You have no such question any more. It may already be deleted."), "care")
        abort(make_response(_page(registration, token, _form(registration, formdata=None)), 404))
    return question


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


def _withdrawal_page(
    registration: Registration,
    token: str,
    question: SessionQuestion,
    refusal: Refusal | None = None,
) -> str:
    return render_template(
        "participant/session_question/new_withdrawal.html",
        registration=registration,
        event=registration.event,
        token=token,
        question=question,
        refusal=refusal,
        form=VersionedForm(formdata=None, data={"version": question.version}),
    )
