"""An event's own registration questions, for organizers."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.event import question as questions
from eventapp.domain.event.question_set import (
    add_question_set,
    find_question_set,
    list_question_sets,
)
from eventapp.domain.permission import Action
from eventapp.domain.registration import care_need
from eventapp.domain.registration.form_content import load_form_content
from eventapp.domain.registration.option_place import count_taken
from eventapp.forms.event.question import (
    KINDS,
    RegistrationQuestionForm,
    question_form,
    question_form_data,
)
from eventapp.forms.registration.registration import registration_form
from eventapp.i18n import _, current_language
from eventapp.models import Account, Event, RegistrationQuestion
from eventapp.views.attempt import attempt
from eventapp.views.cache.form_cache import directory
from eventapp.views.guards import require_confirmation, staff

bp = Blueprint("question", __name__, url_prefix="/events/<slug>/questions")


@bp.get("")
@staff(Action.EDIT_EVENT)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """The questions, with a form to add one."""
    return _list_page(account, event, _new_form(event))


@bp.post("")
@staff(Action.EDIT_EVENT)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Add a question."""
    form = _new_form(event)
    if not form.validate_on_submit():
        return _list_page(account, event, form), 422
    with attempt() as tried:
        questions.add_question(event, form.text(), actor=account.code, now=utcnow())
    if tried.refusal:
        return _list_page(account, event, form, tried.refusal), 409
    flash(_("Added."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.post("/sets/<name>")
@staff(Action.EDIT_EVENT)
def create_set(account: Account, event: Event, name: str) -> ResponseReturnValue:
    """Add the ready-made questions of a set, but for those that are there."""
    question_set = find_question_set(name)
    if question_set is None or not question_set.suits(online=event.online):
        abort(404)
    require_confirmation()
    with attempt() as tried:
        add_question_set(event, question_set, actor=account.code, now=utcnow())
    return _done(account, event, tried.refusal, _("Added. Change them as you like."))


@bp.get("/preview")
@staff(Action.EDIT_EVENT)
def preview(account: Account, event: Event) -> ResponseReturnValue:
    """The form as participants see it, in a draft too; nothing can be sent."""
    # Read anew: a draft's form is not among those that are cached for visitors.
    content = load_form_content(event.slug) or abort(404)
    form = registration_form(content, directory(), current_language())
    return render_template(
        "organizer/question/preview.html",
        account=account,
        event=event,
        form=form(formdata=None),
        needs_kept_until=care_need.deletion_date(event),
    )


@bp.get("/<code>")
@staff(Action.EDIT_EVENT)
def edit(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """The form for a question."""
    question = _load(event, code)
    form = _form(event, question, data=question_form_data(question, event.option_limits))
    return _page(account, event, question, form)


@bp.post("/<code>")
@staff(Action.EDIT_EVENT)
def update(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Save; a stale save shows both texts side by side."""
    question = _load(event, code)
    form = _form(event, question)
    if not form.validate_on_submit():
        return _page(account, event, question, form), 422
    version = form.version.data
    with attempt() as tried:
        questions.change_question(
            event, question, form.text(), version=version, actor=account.code, now=utcnow()
        )
    if tried.refusal:
        question = _load(event, code)
        return _page(account, event, question, _form(event, question), tried.refusal), 409
    flash(_("Your changes have been saved."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.post("/<code>/move")
@staff(Action.EDIT_EVENT)
def move(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Move the question up, before the one that it comes after."""
    question = _load(event, code)
    require_confirmation()
    with attempt() as tried:
        questions.move_question_up(event, question, actor=account.code, now=utcnow())
    return _done(account, event, tried.refusal, _("Moved."))


@bp.post("/<code>/removal")
@staff(Action.EDIT_EVENT)
def destroy(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Remove the question."""
    question = _load(event, code)
    require_confirmation()
    with attempt() as tried:
        questions.remove_question(event, question, actor=account.code, now=utcnow())
    return _done(account, event, tried.refusal, _("Removed."))


def _done(
    account: Account, event: Event, refusal: Refusal | None, sentence: str
) -> ResponseReturnValue:
    if refusal:
        return _list_page(account, event, _new_form(event, formdata=None), refusal), 409
    flash(sentence, "good")
    return redirect(url_for(".index", slug=event.slug), 303)


def _load(event: Event, code: str) -> RegistrationQuestion:
    return questions.find_question(event, code) or abort(404)


def _new_form(event: Event, **options: object) -> RegistrationQuestionForm:
    listed = questions.list_questions(event)
    form = question_form(listed, current_language(), deletable_from=_last_day(event))
    return form(**options)


def _form(
    event: Event, question: RegistrationQuestion, **options: object
) -> RegistrationQuestionForm:
    listed = questions.list_questions(event)
    form_type = question_form(
        listed[: listed.index(question)],
        current_language(),
        deletable_from=_last_day(event),
        question=question,
        kind_fixed=not questions.may_change(event, now=utcnow()),
    )
    form = form_type(**options)
    form.fill_unseen(question_form_data(question, event.option_limits))
    return form


def _last_day(event: Event) -> date:
    return event.ends_at.astimezone(ZoneInfo(event.time_zone)).date()


def _list_page(
    account: Account,
    event: Event,
    form: RegistrationQuestionForm,
    refusal: Refusal | None = None,
) -> str:
    listed = questions.list_questions(event)
    return render_template(
        "organizer/question/index.html",
        account=account,
        event=event,
        form=form,
        refusal=refusal,
        listed=listed,
        sets=[
            (known, known.is_in(listed))
            for known in list_question_sets()
            if known.suits(online=event.online)
        ],
        kinds=KINDS,
        limited={key.split(" ")[0] for key in event.option_limits},
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
        differences = form.merge(question_form_data(question, event.option_limits))
    return render_template(
        "organizer/question/edit.html",
        account=account,
        event=event,
        question=question,
        form=form,
        refusal=refusal,
        differences=differences,
        kinds=KINDS,
        taken=count_taken(event),
    )
