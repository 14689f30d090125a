"""Questions to lecturers, for organizers: read, publish, decline, answer; and undo each."""

from collections.abc import Mapping, Sequence

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
from wtforms import TextAreaField

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.schedule.session_question import answer as answers
from eventapp.domain.schedule.session_question import moderation
from eventapp.domain.schedule.session_question.locked_question import QuestionTakenBack
from eventapp.domain.schedule.session_question.moderation import QuestionFilter
from eventapp.domain.survey.masking import mask
from eventapp.domain.survey.portion import find_names_to_mask
from eventapp.forms.registration.session_question import (
    PublicAnswerForm,
    QuestionDeclineForm,
    QuestionTextForm,
)
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import Account, Event, SessionQuestion, SessionQuestionState
from eventapp.views.attempt import Attempt, attempt
from eventapp.views.guards import require_confirmation, staff

bp = Blueprint("session_question", __name__, url_prefix="/events/<slug>/session-questions")
WORDS_MAX_LENGTH = 100
TYPED = ("text", "decline-reason", "answer-answer")  # the fields of a question's page
FILTER_LABELS = {
    QuestionFilter.WAITING: _l("Wait to be read"),
    QuestionFilter.ANSWERED: _l("Have an answer that waits to be read"),
    QuestionFilter.OPEN: _l("Published, without an answer"),
    QuestionFilter.PUBLISHED: _l("Published"),
    QuestionFilter.DECLINED: _l("Not published"),
}


@bp.get("")
@staff(Action.EDIT_EVENT)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """The event's questions, what waits first, and a way to narrow the list."""
    return _list_page(account, event)


@bp.post("/taking")
@staff(Action.EDIT_EVENT)
def update_taking(account: Account, event: Event) -> ResponseReturnValue:
    """Take questions, or take no more."""
    require_confirmation()
    takes = request.form.get("takes") == "yes"
    with attempt():
        moderation.set_taking(event, takes=takes, actor=account.code, now=utcnow())
    done = _("Those who have a place can ask.") if takes else _("Nobody can ask any more.")
    flash(done, "good")
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.get("/<code>")
@staff(Action.EDIT_EVENT)
def show(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """One question, with what can be done with it."""
    return _page(account, event, _load(account, event, code))


@bp.post("/<code>/publication")
@staff(Action.EDIT_EVENT)
def publish(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Let everybody read the question in these words."""
    question, form = _load(account, event, code), QuestionTextForm()
    if not form.validate_on_submit():
        return _page(account, event, question, text_form=form), 422
    with attempt() as tried:
        moderation.publish_question(
            event,
            question,
            form.text.data,
            version=form.version.data,
            actor=account.code,
            now=utcnow(),
        )
    done = _("Published. It is on the session’s page, and the lecturer can answer it.")
    return _answered(account, event, code, tried, done, text_form=form)


@bp.post("/<code>/declining")
@staff(Action.EDIT_EVENT)
def decline(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Decide that the question is not published."""
    question, form = _load(account, event, code), QuestionDeclineForm(prefix="decline-")
    if not form.validate_on_submit():
        return _page(account, event, question, decline_form=form), 422
    with attempt() as tried:
        moderation.decline_question(
            event,
            question,
            form.reason.data,
            version=form.version.data,
            actor=account.code,
            now=utcnow(),
        )
    done = _("Not published. Whoever asked sees why on their own page.")
    return _answered(account, event, code, tried, done, decline_form=form)


@bp.post("/<code>/undoing")
@staff(Action.EDIT_EVENT)
def undo(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Let a question wait again that was published or declined."""
    question = _load(account, event, code)
    with attempt() as tried:
        moderation.undo_decision(
            event, question, version=_version(), actor=account.code, now=utcnow()
        )
    done = _("Undone. The question waits, and nobody else sees it.")
    return _answered(account, event, code, tried, done)


@bp.post("/<code>/answer")
@staff(Action.EDIT_EVENT)
def publish_answer(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Let everybody read the answer: the lecturer's, or the organizers' own."""
    question, form = _load(account, event, code), PublicAnswerForm(prefix="answer-")
    if not form.validate_on_submit():
        return _page(account, event, question, answer_form=form), 422
    with attempt() as tried:
        answers.publish_answer(
            event,
            question,
            form.answer.data,
            version=form.version.data,
            actor=account.code,
            now=utcnow(),
        )
    done = _("The answer is on the session’s page.")
    return _answered(account, event, code, tried, done, answer_form=form)


@bp.post("/<code>/answer/withdrawal")
@staff(Action.EDIT_EVENT)
def withdraw_answer(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Take the answer off the page."""
    question = _load(account, event, code)
    with attempt() as tried:
        answers.withdraw_answer(
            event, question, version=_version(), actor=account.code, now=utcnow()
        )
    return _answered(account, event, code, tried, _("The answer is no longer shown."))


def _list_page(
    account: Account, event: Event, refusal: Refusal | None = None, unsent: Sequence[str] = ()
) -> str:
    """The list; with what was typed about a question that is gone."""
    wanted = request.args.get("only", "")
    narrowed = QuestionFilter(wanted) if wanted in set(QuestionFilter) else None
    words = request.args.get("q", "").strip()[:WORDS_MAX_LENGTH]
    listed = moderation.list_questions(
        event, words=words, narrowed=narrowed, page=request.args.get("page", 1, int)
    )
    return render_template(
        "organizer/session_question/index.html",
        account=account,
        event=event,
        words=words,
        narrowed=narrowed,
        listed=listed,
        filter_labels=FILTER_LABELS,
        unsent=unsent,
        refusal=refusal,
    )


def _load(account: Account, event: Event, code: str) -> SessionQuestion:
    """The question; or 404, and where something was sent the list with what was typed."""
    question = moderation.find_question(event, code)
    if question is None and request.method == "POST":
        typed = [text for name in TYPED if (text := request.form.get(name, "").strip())]
        abort(make_response(_list_page(account, event, QuestionTakenBack(), typed), 404))
    return question or abort(404)


def _version() -> int:
    """The version that a button was pressed for."""
    form = VersionedForm()
    if not form.validate_on_submit():
        abort(400)
    return form.version.data


def _answered(
    account: Account,
    event: Event,
    code: str,
    tried: Attempt,
    done: str,
    **forms: VersionedForm,
) -> ResponseReturnValue:
    """Back to the list; or the question's page, which says why nothing was done."""
    if tried.refusal:
        question = _load(account, event, code)
        for form in forms.values():
            form.version.data = question.version  # what was typed stays, beside what is saved
        return _page(account, event, question, tried.refusal, **forms), 409
    flash(done, "good")
    return redirect(url_for(".index", slug=event.slug), 303)


def _list_unsent(question: SessionQuestion, forms: Mapping[str, VersionedForm]) -> list[str]:
    """What was typed in fields that the page no longer shows, as a colleague has decided."""
    gone = {
        SessionQuestionState.WAITING: ("answer_form",),
        SessionQuestionState.PUBLISHED: ("decline_form",),
        SessionQuestionState.DECLINED: ("text_form", "decline_form", "answer_form"),
    }[question.state]
    hidden = [form for name, form in forms.items() if name in gone]
    return [field.data for form in hidden for field in form if isinstance(field, TextAreaField)]


def _page(
    account: Account,
    event: Event,
    question: SessionQuestion,
    refusal: Refusal | None = None,
    **forms: VersionedForm,
) -> str:
    names, version = find_names_to_mask(event.id), question.version
    masked = mask(question.text, names)
    text = question.shown_text or masked
    answer = question.proposed_answer or question.answer
    return render_template(
        "organizer/session_question/show.html",
        account=account,
        event=event,
        question=question,
        refusal=refusal,
        unsent=_list_unsent(question, forms),
        was_masked=masked != question.text,
        text_form=forms.get("text_form")
        or QuestionTextForm(formdata=None, data={"text": text, "version": version}),
        decline_form=forms.get("decline_form")
        or QuestionDeclineForm(formdata=None, prefix="decline-", data={"version": version}),
        answer_form=forms.get("answer_form")
        or PublicAnswerForm(
            formdata=None, prefix="answer-", data={"answer": answer, "version": version}
        ),
    )
