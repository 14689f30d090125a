"""The letters that go by themselves: seen, moved, switched and written."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.letter import timetable
from eventapp.domain.letter.audience import ORGANISATION, list_organisation_choices
from eventapp.domain.letter.automatic_text import TITLES, title_of
from eventapp.domain.letter.placeholder import LABELS, list_filled_lines
from eventapp.domain.letter.result import count_outcomes
from eventapp.domain.letter.timetable import RULES, TimetableEntry
from eventapp.domain.permission import Action
from eventapp.domain.survey.survey import list_for_event
from eventapp.forms.letter.timetable import (
    OrganisationsForm,
    TimingForm,
    WordsForm,
    timing_form_data,
    words_form_data,
)
from eventapp.i18n import _
from eventapp.models import Account, Event, LetterKind
from eventapp.views.attempt import Attempt, attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.letter.words import list_words, preview_words

bp = Blueprint("letter_timetable", __name__, url_prefix="/events/<slug>/letters/timetable")


@bp.get("")
@staff(Action.WRITE_LETTERS)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """All letters that go by themselves, in the order of a calendar."""
    return _list_page(account, event)


@bp.post("/<kind>/activation")
@staff(Action.WRITE_LETTERS)
def create_activation(account: Account, event: Event, kind: str) -> ResponseReturnValue:
    """Switch a letter on."""
    chosen = _confirmed(kind)
    with attempt() as tried:
        timetable.activate_letter(event, chosen, actor=account.code, now=utcnow())
    return _answer(account, event, tried, _("The letter is on."))


@bp.post("/<kind>/deactivation")
@staff(Action.WRITE_LETTERS)
def create_deactivation(account: Account, event: Event, kind: str) -> ResponseReturnValue:
    """Switch a letter off."""
    chosen = _confirmed(kind)
    with attempt() as tried:
        timetable.deactivate_letter(event, chosen, actor=account.code, now=utcnow())
    return _answer(account, event, tried, _("The letter is off. It goes to nobody."))


@bp.post("/<kind>/timing")
@staff(Action.WRITE_LETTERS)
def update_timing(account: Account, event: Event, kind: str) -> ResponseReturnValue:
    """Move a letter."""
    chosen, form = _kind(kind), TimingForm()
    if not form.validate_on_submit():
        return _list_page(account, event, moving=(chosen, form)), 422
    with attempt() as tried:
        timing = form.timing()
        timetable.move_letter(event, chosen, timing, actor=account.code, now=utcnow())
    return _answer(account, event, tried, _("The letter has been moved."))


@bp.post("/<kind>/organisations")
@staff(Action.WRITE_LETTERS)
def update_organisations(account: Account, event: Event, kind: str) -> ResponseReturnValue:
    """Let a letter go only to people of some organisations, or to all again."""
    chosen = _kind(kind)
    form = OrganisationsForm(
        chosen, list_organisation_choices(event, request.form.getlist(ORGANISATION))
    )
    if not form.validate_on_submit():
        return _list_page(account, event, limiting=(chosen, form)), 422
    with attempt() as tried:
        timetable.limit_letter(
            event, chosen, form.organisation.data, actor=account.code, now=utcnow()
        )
    done = _("Saved. How many get the letter now stands beside it.")
    return _answer(account, event, tried, done)


@bp.get("/<kind>/edit")
@staff(Action.WRITE_LETTERS)
def edit(account: Account, event: Event, kind: str) -> ResponseReturnValue:
    """The words of a letter, beside what one of its readers will see."""
    entry = _entry(event, kind)
    form = WordsForm(data=words_form_data(entry.written, entry.version))
    return _page(account, event, entry, form)


@bp.post("/<kind>")
@staff(Action.WRITE_LETTERS)
def update(account: Account, event: Event, kind: str) -> ResponseReturnValue:
    """Save words of the event's own."""
    entry, form = _entry(event, kind), WordsForm()
    if not form.validate_on_submit():
        return _page(account, event, entry, form), 422
    with attempt() as tried:
        timetable.rewrite_letter(
            event,
            entry.kind,
            form.text(entry.written.audience),
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
    chosen = _confirmed(kind)
    with attempt() as tried:
        timetable.restore_words(event, chosen, actor=account.code, now=utcnow())
    return _answer(account, event, tried, _("The letter has its built-in words again."))


def _kind(kind: str) -> LetterKind:
    if kind not in set(RULES):
        abort(404)
    return LetterKind(kind)


def _confirmed(kind: str) -> LetterKind:
    chosen = _kind(kind)
    require_confirmation()
    return chosen


def _entry(event: Event, kind: str) -> TimetableEntry:
    return timetable.find_entry(event, _kind(kind), now=utcnow())


def _answer(account: Account, event: Event, tried: Attempt, done: str) -> ResponseReturnValue:
    if tried.refusal:
        return _list_page(account, event, refusal=tried.refusal), 409
    flash(done, "good")
    return redirect(url_for(".index", slug=event.slug), 303)


def _list_page(
    account: Account,
    event: Event,
    *,
    refusal: Refusal | None = None,
    moving: tuple[LetterKind, TimingForm] | None = None,
    limiting: tuple[LetterKind, OrganisationsForm] | None = None,
) -> str:
    now = utcnow()
    entries = timetable.list_timetable(event, now=now)
    forms = {
        entry.kind: TimingForm(formdata=None, data=timing_form_data(entry), prefix="")
        for entry in entries
    }
    forms |= dict([moving] if moving else [])
    limits = _limits(event, entries) | dict([limiting] if limiting else [])
    return render_template(
        "organizer/letter/timetable.html",
        account=account,
        event=event,
        entries=entries,
        titles=TITLES,
        forms=forms,
        limits=limits,
        moving=moving[0] if moving else None,
        progress=count_outcomes([entry.letter.id for entry in entries if entry.letter]),
        surveys=list_for_event(event.id),
        refusal=refusal,
        now=now,
    )


def _limits(event: Event, entries: Sequence[TimetableEntry]) -> dict[LetterKind, OrganisationsForm]:
    """To which organisations each letter goes, as a form of its own."""
    chosen = {entry.kind: entry.written.audience.organisations for entry in entries}
    offered = list_organisation_choices(event, list(chain.from_iterable(chosen.values())))
    return {
        kind: OrganisationsForm(
            kind, offered, formdata=None, data={ORGANISATION: list(organisations)}
        )
        for kind, organisations in chosen.items()
    }


def _page(
    account: Account,
    event: Event,
    entry: TimetableEntry,
    form: WordsForm,
    refusal: Refusal | None = None,
) -> str:
    differences = []
    if isinstance(refusal, StaleVersion):
        differences = form.merge(words_form_data(entry.written, entry.version))
    values: dict[str, Any] = {"slug": event.slug, "kind": entry.kind.value}
    return render_template(
        "organizer/letter/words.html",
        account=account,
        event=event,
        title=title_of(entry.kind),
        back=(_("Letters that go by themselves"), url_for(".index", slug=event.slug)),
        save_url=url_for(".update", **values),
        restore_url=url_for(".destroy_words", **values) if entry.own_text else None,
        form=form,
        refusal=refusal,
        differences=differences,
        shown=preview_words(account, event, entry.written, entry.written.audience),
        echo=list(list_filled_lines(form.body.data or "")),
        labels=LABELS,
        words=list_words(),
    )
