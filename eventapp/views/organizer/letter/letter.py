"""Letters to people of an event: writing them, letting them go, and how they came out."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.desk.registration_list import find_registration
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.letter import delivery, result
from eventapp.domain.letter import letter as letters
from eventapp.domain.letter.audience import (
    ORGANISATION,
    list_organisation_choices,
    list_sample,
    measure_audience,
)
from eventapp.domain.letter.automatic_text import built_in
from eventapp.domain.letter.placeholder import LABELS, list_filled_lines
from eventapp.domain.letter.resend import resend_letter
from eventapp.domain.letter.result import Outcome
from eventapp.domain.permission import Action
from eventapp.domain.schedule.session import list_sessions
from eventapp.forms.letter.letter import LetterForm, MendForm, audience_form_data, audience_from
from eventapp.forms.letter.letter import letter_form_data as form_data
from eventapp.i18n import _, clock, day
from eventapp.mail import letter as mail
from eventapp.mail.letter import LetterPreview
from eventapp.models import (
    Account,
    AuditAction,
    Event,
    EventLetter,
    LetterKind,
    LetterState,
    SessionKind,
)
from eventapp.views.attempt import Attempt, attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.letter.words import list_words
from eventapp.views.reading import record_list_reading

bp = Blueprint("letter", __name__, url_prefix="/events/<slug>/letters")
SAVE, SHOW, TRIAL, SEND = "save", "show", "trial", "send"


@bp.get("")
@staff(Action.WRITE_LETTERS)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """The letters that wait, are on their way or have gone, and the drafts."""
    return _list_page(account, event)


@bp.get("/new")
@staff(Action.WRITE_LETTERS)
def new(account: Account, event: Event) -> ResponseReturnValue:
    """An empty letter, to those whom the address names; or with the words of an automatic one."""
    _record_names(account, event)
    arguments = request.args.to_dict(flat=False)
    about = arguments.pop("about", [""])[0]
    data = audience_form_data(audience_from(arguments))
    if about in set(LetterKind) - {LetterKind.WRITTEN}:
        data |= _words_about(event, LetterKind(about))
    return _page(account, event, _form(event, data=data))


@bp.post("")
@staff(Action.WRITE_LETTERS)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Save a draft, and do with it what the button says."""
    form = _form(event)
    if not form.validate_on_submit():
        return _page(account, event, form), 422
    with attempt() as tried:
        letter = letters.create_draft(event, form.text(), actor=account.code, now=utcnow())
        if request.form.get("do") == SEND:
            _send(letter, form, account, letter.version)
        elif request.form.get("do") == TRIAL:
            letters.send_trial(letter, account, now=utcnow())
    if tried.refusal:
        return _page(account, event, form, refusal=tried.refusal), 409
    return _answer(event, letter)


@bp.get("/<code>")
@staff(Action.WRITE_LETTERS)
def show(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """How a letter came out for each person; a draft is shown where it is written."""
    letter = _load(event, code)
    if letter.state is LetterState.DRAFT:
        return redirect(url_for(".edit", slug=event.slug, code=code), 303)
    _record_names(account, event)
    return _result_page(account, event, letter)


@bp.get("/<code>/edit")
@staff(Action.WRITE_LETTERS)
def edit(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """A draft, beside what it will look like for one person."""
    letter = _load(event, code)
    if letter.state is not LetterState.DRAFT:
        return redirect(url_for(".show", slug=event.slug, code=code), 303)
    _record_names(account, event)
    return _page(account, event, _form(event, data=form_data(letter)), letter)


@bp.post("/<code>")
@staff(Action.WRITE_LETTERS)
def update(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Save a draft, and do with it what the button says."""
    letter, form = _load(event, code), _form(event)
    if not form.validate_on_submit():
        return _page(account, event, form, letter), 422
    with attempt() as tried:
        if request.form.get("do") == SEND:
            _send(letter, form, account, form.version.data)
        else:
            written, version = form.text(), form.version.data
            letters.update_draft(letter, written, version=version, now=utcnow())
            if request.form.get("do") == TRIAL:
                letters.send_trial(letter, account, now=utcnow())
    if tried.refusal:
        return _page(account, event, form, _load(event, code), refusal=tried.refusal), 409
    return _answer(event, letter)


@bp.post("/<code>/removal")
@staff(Action.WRITE_LETTERS)
def destroy(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Delete a draft."""
    letter = _confirmed(event, code)
    with attempt() as tried:
        letters.remove_draft(letter)
    return _listed(account, event, tried, _("The draft has been deleted."))


@bp.post("/<code>/undoing")
@staff(Action.WRITE_LETTERS)
def undo(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Take back a letter that has not begun to go: it is a draft again."""
    letter = _confirmed(event, code)
    with attempt() as tried:
        letters.undo_letter(letter, actor=account.code, now=utcnow())
    if tried.refusal:
        return _list_page(account, event, tried.refusal), 409
    flash(_("The letter was taken back. Nobody has been sent it."), "good")
    return redirect(url_for(".edit", slug=event.slug, code=code), 303)


@bp.post("/<code>/stop")
@staff(Action.WRITE_LETTERS)
def stop(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Stop what has not left yet."""
    letter = _confirmed(event, code)
    with attempt() as tried:
        delivery.stop_letter(letter, actor=account.code, now=utcnow())
    return _listed(account, event, tried, _("Stopped. What has already left cannot be taken back."))


@bp.post("/<code>/recipients/<int:number>/attempts")
@staff(Action.WRITE_LETTERS)
def create_attempt(account: Account, event: Event, code: str, number: int) -> ResponseReturnValue:
    """Send the letter once more to one person, at another address if one was typed."""
    letter, form = _load(event, code), MendForm()
    recipient = result.find_recipient_of(letter, number) or abort(404)
    if not form.validate_on_submit():
        return _result_page(account, event, letter, mending=(number, form)), 422
    with attempt() as tried:
        resend_letter(recipient, form.email.data, actor=account.code, now=utcnow())
    if tried.refusal:
        return _result_page(account, event, _load(event, code), refusal=tried.refusal), 409
    flash(_("The letter is on its way again."), "good")
    return redirect(url_for(".show", slug=event.slug, code=code), 303)


def _words_about(event: Event, kind: LetterKind) -> dict[str, str]:
    subject, body = built_in(kind, "sv", online=event.online)
    subject_en, body_en = built_in(kind, "en", online=event.online)
    return {"subject": subject, "body": body, "subject_en": subject_en, "body_en": body_en}


def _send(letter: EventLetter, form: LetterForm, account: Account, version: int) -> None:
    if request.form.get("counted", form.counted) != form.counted:
        raise letters.AudienceUncounted
    letters.send_letter(
        letter,
        form.text(),
        version=version,
        sends_at=form.moment(),
        actor=account.code,
        now=utcnow(),
    )


def _answer(event: Event, letter: EventLetter) -> ResponseReturnValue:
    """Where to go next, and what was done."""
    wanted = request.form.get("do")
    if wanted == SEND:
        return redirect(url_for(".index", slug=event.slug), 303)
    if wanted == TRIAL:
        flash(_("A test is on its way to you."), "good")
    elif wanted != SHOW:
        flash(_("The draft has been saved."), "good")
    person = request.form.get("person") or None
    return redirect(url_for(".edit", slug=event.slug, code=letter.code, person=person), 303)


def _listed(account: Account, event: Event, tried: Attempt, done: str) -> ResponseReturnValue:
    if tried.refusal:
        return _list_page(account, event, tried.refusal), 409
    flash(done, "good")
    return redirect(url_for(".index", slug=event.slug), 303)


def _record_names(account: Account, event: Event) -> None:
    """The page shows names: that it was read is logged as of any list."""
    record_list_reading(AuditAction.LIST_READ, event, account, "letters")


def _load(event: Event, code: str) -> EventLetter:
    return letters.find_letter(event, code) or abort(404)


def _confirmed(event: Event, code: str) -> EventLetter:
    letter = _load(event, code)
    require_confirmation()
    return letter


def _form(event: Event, data: dict[str, Any] | None = None) -> LetterForm:
    sent, chosen = request.form.getlist(ORGANISATION), (data or {}).get(ORGANISATION, ())
    sessions = [
        (session.code, f"{session.title} ({_moment_of(event, session.starts_at)})")
        for session in list_sessions(event)
        if session.kind is SessionKind.CHOICE
    ]
    return LetterForm(
        organisations=list_organisation_choices(event, [*chosen, *sent]),
        sessions=sessions,
        time_zone=event.time_zone,
        data=data,
    )


def _moment_of(event: Event, moment: object) -> str:
    return f"{day(moment, event.time_zone)} {clock(moment, event.time_zone)}"  # type: ignore[arg-type]


def _list_page(account: Account, event: Event, refusal: Refusal | None = None) -> str:
    return render_template(
        "organizer/letter/index.html",
        account=account,
        event=event,
        refusal=refusal,
        now=utcnow(),
        drafts=letters.list_drafts(event),
        listed=result.list_letters(event, page=request.args.get("page", 1, int)),
    )


def _result_page(
    account: Account,
    event: Event,
    letter: EventLetter,
    *,
    mending: tuple[int, MendForm] | None = None,
    refusal: Refusal | None = None,
) -> str:
    number, form = mending or (0, MendForm(formdata=None))
    wanted = request.args.get("outcome", "")
    outcome = Outcome(wanted) if wanted in set(Outcome) else None
    page = request.args.get("page", 1, int)
    progress = result.count_outcomes([letter.id])[letter.id]
    return render_template(
        "organizer/letter/show.html",
        account=account,
        event=event,
        letter=letter,
        listed_letter=result.ListedLetter(letter, progress),
        refusal=refusal,
        mend_errors={number: form.email.errors[0]} if form.email.errors else {},
        mend_typed={number: form.email.data} if mending else {},
        outcome=outcome,
        listed=result.list_recipients_of(letter, outcome, page=page),
    )


def _page(
    account: Account,
    event: Event,
    form: LetterForm,
    letter: EventLetter | None = None,
    *,
    refusal: Refusal | None = None,
) -> str:
    differences = []
    if letter and isinstance(refusal, StaleVersion):
        differences = form.merge(form_data(letter))
    readers = list_sample(event, form.audience)
    chosen = request.values.get("person") or (readers[0].code if readers else "")
    return render_template(
        "organizer/letter/edit.html",
        account=account,
        event=event,
        letter=letter,
        form=form,
        refusal=refusal,
        differences=differences,
        size=measure_audience(event, form.audience),
        readers=readers,
        person=chosen,
        shown=None if form.errors else _preview(account, event, letter, chosen),
        echo=list(list_filled_lines(form.body.data or "")),
        labels=LABELS,
        words=list_words(),
    )


def _preview(
    account: Account, event: Event, letter: EventLetter | None, code: str
) -> LetterPreview | None:
    if letter is None:
        return None
    registration = find_registration(event, code) if code else None
    if registration is None:
        return mail.preview_for_account(letters.text_of(letter), account, event)
    return mail.preview(letters.text_of(letter), registration)
