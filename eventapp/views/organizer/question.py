"""An event's own registration questions, for organizers, until registration opens."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.event import question as questions
from eventapp.domain.permission import Action
from eventapp.forms.event.question import RegistrationQuestionForm, question_form_data
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.i18n import _
from eventapp.models import Account, Event, RegistrationQuestion
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff

bp = Blueprint("question", __name__, url_prefix="/events/<slug>/questions")


@bp.get("")
@staff(Action.EDIT_EVENT)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """The questions, with a form to add one while they may be changed."""
    return _list_page(account, event, RegistrationQuestionForm())


@bp.post("")
@staff(Action.EDIT_EVENT)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Add a question."""
    form = RegistrationQuestionForm()
    if not form.validate_on_submit():
        return _list_page(account, event, form), 422
    with attempt() as tried:
        questions.add_question(event, form.text(), actor=account.code, now=utcnow())
    if tried.refusal:
        return _list_page(account, event, form, tried.refusal), 409
    flash(_("Added."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.get("/<code>")
@staff(Action.EDIT_EVENT)
def edit(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """The form for a question."""
    question = _load(event, code)
    form = RegistrationQuestionForm(data=question_form_data(question))
    return _page(account, event, question, form)


@bp.post("/<code>")
@staff(Action.EDIT_EVENT)
def update(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Save; a stale save shows both texts side by side."""
    question, form = _load(event, code), RegistrationQuestionForm()
    if not form.validate_on_submit():
        return _page(account, event, question, form), 422
    version = form.version.data
    with attempt() as tried:
        questions.change_question(
            event, question, form.text(), version=version, actor=account.code, now=utcnow()
        )
    if tried.refusal:
        return _page(account, event, _load(event, code), form, tried.refusal), 409
    flash(_("Your changes have been saved."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.post("/<code>/removal")
@staff(Action.EDIT_EVENT)
def destroy(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Remove the question."""
    question = _load(event, code)
    if not ConfirmationForm().validate_on_submit():
        abort(400)
    with attempt() as tried:
        questions.remove_question(event, question, actor=account.code, now=utcnow())
    if tried.refusal:
        return _list_page(
            account, event, RegistrationQuestionForm(formdata=None), tried.refusal
        ), 409
    flash(_("Removed."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


def _load(event: Event, code: str) -> RegistrationQuestion:
    return questions.find_question(event, code) or abort(404)


def _list_page(
    account: Account,
    event: Event,
    form: RegistrationQuestionForm,
    refusal: Refusal | None = None,
) -> str:
    return render_template(
        "organizer/question/index.html",
        account=account,
        event=event,
        form=form,
        refusal=refusal,
        listed=questions.list_questions(event),
        changeable=questions.may_change(event, now=utcnow()),
    )


def _page(
    account: Account,
    event: Event,
    question: RegistrationQuestion,
    form: RegistrationQuestionForm,
    refusal: Refusal | None = None,
) -> str:
    differences = []
    if isinstance(refusal, StaleVersion):
        differences = form.merge(question_form_data(question))
    return render_template(
        "organizer/question/edit.html",
        account=account,
        event=event,
        question=question,
        form=form,
        refusal=refusal,
        differences=differences,
        changeable=questions.may_change(event, now=utcnow()),
    )
