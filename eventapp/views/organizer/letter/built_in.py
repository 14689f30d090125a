"""Built-in letters: what each begins with, in the product's words or the event's own."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.letter import built_in_letter
from eventapp.domain.letter.audience import LetterAudience
from eventapp.domain.letter.built_in_letter import BuiltInEntry
from eventapp.domain.letter.built_in_text import ALLOWED, FOLLOWS, FOLLOWS_ONLINE, TITLES
from eventapp.domain.letter.placeholder import LABELS, list_filled_lines
from eventapp.domain.permission import Action
from eventapp.forms.letter.timetable import WordsForm, words_form_data
from eventapp.i18n import _
from eventapp.models import Account, BuiltInLetter, Event
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.letter.words import list_words, preview_words

bp = Blueprint("letter_built_in", __name__, url_prefix="/events/<slug>/letters/built-in")


@bp.get("")
@staff(Action.WRITE_LETTERS)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """All built-in letters, and which have the event's own words."""
    return render_template(
        "organizer/letter/built_in.html",
        account=account,
        event=event,
        entries=built_in_letter.list_built_in(event),
        titles=TITLES,
        follows=_follows(event),
    )


@bp.get("/<kind>/edit")
@staff(Action.WRITE_LETTERS)
def edit(account: Account, event: Event, kind: str) -> ResponseReturnValue:
    """The beginning of a letter, beside what one of its readers will see."""
    entry = _entry(event, kind)
    return _page(account, event, entry, _form(entry, data=_form_data(entry)))


@bp.post("/<kind>")
@staff(Action.WRITE_LETTERS)
def update(account: Account, event: Event, kind: str) -> ResponseReturnValue:
    """Save words of the event's own; a stale save shows both texts side by side."""
    entry = _entry(event, kind)
    form = _form(entry)
    if not form.validate_on_submit():
        return _page(account, event, entry, form), 422
    with attempt() as tried:
        built_in_letter.rewrite_built_in(
            event,
            entry.kind,
            form.text(LetterAudience()),
            version=form.version.data,
            actor=account.code,
            now=utcnow(),
        )
    if tried.refusal:
        return _page(account, event, _entry(event, kind), form, tried.refusal), 409
    flash(_("The letter’s words have been saved."), "good")
    return redirect(url_for(".edit", slug=event.slug, kind=kind), 303)


@bp.post("/<kind>/words/removal")
@staff(Action.WRITE_LETTERS)
def destroy_words(account: Account, event: Event, kind: str) -> ResponseReturnValue:
    """Go back to the built-in words."""
    chosen = _kind(kind)
    require_confirmation()
    with attempt():
        built_in_letter.restore_built_in(event, chosen, actor=account.code, now=utcnow())
    flash(_("The letter has its built-in words again."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


def _kind(kind: str) -> BuiltInLetter:
    if kind not in set(BuiltInLetter):
        abort(404)
    return BuiltInLetter(kind)


def _entry(event: Event, kind: str) -> BuiltInEntry:
    return built_in_letter.find_built_in(event, _kind(kind))


def _follows(event: Event) -> Mapping[BuiltInLetter, str]:
    return FOLLOWS_ONLINE if event.online else FOLLOWS


def _form(entry: BuiltInEntry, **options: object) -> WordsForm:
    form = WordsForm(**options)
    form.placeholders = ALLOWED[entry.kind]
    return form


def _form_data(entry: BuiltInEntry) -> dict[str, object]:
    return words_form_data(entry.written, entry.version)


def _page(
    account: Account,
    event: Event,
    entry: BuiltInEntry,
    form: WordsForm,
    refusal: Refusal | None = None,
) -> str:
    differences = []
    if isinstance(refusal, StaleVersion):
        differences = form.merge(_form_data(entry))
    values: dict[str, Any] = {"slug": event.slug, "kind": entry.kind.value}
    return render_template(
        "organizer/letter/words.html",
        account=account,
        event=event,
        title=TITLES[entry.kind],
        back=(_("Built-in letters"), url_for(".index", slug=event.slug)),
        save_url=url_for(".update", **values),
        restore_url=url_for(".destroy_words", **values) if entry.own_text else None,
        follows=_follows(event)[entry.kind],
        form=form,
        refusal=refusal,
        differences=differences,
        shown=preview_words(account, event, entry.written, LetterAudience()),
        echo=list(list_filled_lines(form.body.data or "", form.placeholders)),
        labels=LABELS,
        words=list_words(form.placeholders),
    )
