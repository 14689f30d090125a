"""One person: found by address and name with a reason, read, taken out, corrected and erased.

Every reading is in the log before the answer leaves.
"""

import json

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain.desk import person as persons
from eventapp.domain.desk import person_change
from eventapp.domain.desk.person import HeldPerson, find_reason
from eventapp.domain.desk.person_change import AlreadyErased, PersonCorrection
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.permission import Action
from eventapp.domain.record import audit
from eventapp.domain.record.audit import INSTALLATION
from eventapp.extensions import db
from eventapp.forms.people.person import PersonCorrectionForm, PersonSearchForm
from eventapp.forms.reason import ReasonForm
from eventapp.i18n import _
from eventapp.models import Account, AuditAction
from eventapp.views.attempt import attempt
from eventapp.views.erasures import finish_erasure
from eventapp.views.guards import staff
from eventapp.views.headers import as_attachment

bp = Blueprint("person", __name__, url_prefix="/people")


@bp.get("")
@staff(Action.SEE_PERSON)
def new(account: Account) -> ResponseReturnValue:
    """Ask who it is about, and why."""
    return _search_page(account, PersonSearchForm())


@bp.post("")
@staff(Action.SEE_PERSON)
def create(account: Account) -> ResponseReturnValue:
    """Look for the person; the search and its reason are in the log, found or not."""
    form = PersonSearchForm()
    if not form.validate_on_submit():
        return _search_page(account, form), 422
    code = persons.find_person(form.folded_email, form.name.data)
    person = persons.load_person(code) if code else None
    with attempt():
        audit.record(
            AuditAction.PERSON_READ,
            person.subject if person else INSTALLATION,
            actor=account.code,
            now=utcnow(),
            reason=form.reason.data,
            found=int(person is not None),
        )
    if code is None:
        return _search_page(account, form, nothing=True), 404
    return redirect(url_for(".show", code=code), 303)


@bp.get("/<code>")
@staff(Action.SEE_PERSON)
def show(account: Account, code: str) -> ResponseReturnValue:
    """Everything that is stored about the person, on one page."""
    person = _load(code)
    reason = _reason(person, account)
    page = render_template(
        "organizer/person/show.html", account=account, person=person, reason=reason
    )
    _log_reading(person, account.code, reason)
    return page


@bp.get("/<code>.json")
@staff(Action.SEE_PERSON)
def as_json(account: Account, code: str) -> ResponseReturnValue:
    """The same as a file."""
    person = _load(code)
    text = json.dumps(persons.export_person(person), ensure_ascii=False, indent=1)
    _log_reading(person, account.code, _reason(person, account))
    return as_attachment(Response(text, mimetype="application/json"), f"person-{code}.json")


@bp.get("/<code>/edit")
@staff(Action.SEE_PERSON)
def edit(account: Account, code: str) -> ResponseReturnValue:
    """The name and the address as a form."""
    person = _load(code)
    reason = _reason(person, account)
    page = _edit_page(
        account, person, PersonCorrectionForm(data={**_as_it_is(person), "reason": reason})
    )
    _log_reading(person, account.code, reason)
    return page


@bp.post("/<code>")
@staff(Action.SEE_PERSON)
def update(account: Account, code: str) -> ResponseReturnValue:
    """Correct name and address in every registration; a stale save shows both texts."""
    person, form = _load(code), PersonCorrectionForm()
    if not form.validate_on_submit():
        return _edit_page(account, person, form), 422
    before, version = person.key.email, form.version.data
    correction = PersonCorrection(form.name.data, form.folded_email, form.reason.data)
    with attempt() as tried:
        person_change.correct_person(
            person, correction, version=version, actor=account.code, now=utcnow()
        )
    if tried.refusal:
        return _edit_page(account, _load(code), form, tried.refusal), 409
    if correction.email == before:
        flash(_("Corrected. Links and tickets stay the same."), "good")
    else:
        flash(
            _("Corrected. The old links and tickets no longer work, and a letter brings new ones."),
            "good",
        )
    return redirect(url_for(".show", code=code), 303)


@bp.get("/<code>/erasure/new")
@staff(Action.SEE_PERSON)
def new_erasure(account: Account, code: str) -> ResponseReturnValue:
    """Say what would go and what has to stay, and ask."""
    person = _load(code)
    reason = _reason(person, account)
    page = _erasure_page(account, person, ReasonForm(data={"reason": reason}))
    _log_reading(person, account.code, reason)
    return page


@bp.post("/<code>/erasure")
@staff(Action.SEE_PERSON)
def create_erasure(account: Account, code: str) -> ResponseReturnValue:
    """Erase what may go."""
    person, form = _load(code), ReasonForm()
    if not form.validate_on_submit():
        return _erasure_page(account, person, form), 422
    with attempt() as tried:
        person_change.erase_person(
            person, actor=account.code, now=utcnow(), reason=form.reason.data
        )
    if isinstance(tried.refusal, AlreadyErased):
        flash(tried.refusal.message)
        return redirect(url_for(".new"), 303)
    if tried.refusal:
        return _erasure_page(account, _load(code), form, tried.refusal), 409
    finish_erasure()
    flash(_("Erased. Backups hold the person until they are deleted themselves."), "good")
    return redirect(url_for(".new"), 303)


def _load(code: str) -> HeldPerson:
    return persons.load_person(code) or abort(404)


def _as_it_is(person: HeldPerson) -> dict[str, str | int]:
    return {"name": person.name, "email": person.key.email, "version": person.version}


def _reason(person: HeldPerson, account: Account) -> str:
    return find_reason(person, actor=account.code, now=utcnow())


def _log_reading(person: HeldPerson, actor: str, reason: str) -> None:
    subject = audit.Subject(*audit.subject_of(person.subject))
    db.session.rollback()
    transactions.begin_writing()
    audit.record(AuditAction.PERSON_READ, subject, actor=actor, now=utcnow(), reason=reason)
    db.session.commit()
    transactions.begin_reading()


def _search_page(account: Account, form: PersonSearchForm, *, nothing: bool = False) -> str:
    return render_template("organizer/person/new.html", account=account, form=form, nothing=nothing)


def _edit_page(
    account: Account,
    person: HeldPerson,
    form: PersonCorrectionForm,
    refusal: Refusal | None = None,
) -> str:
    stale = isinstance(refusal, StaleVersion)
    return render_template(
        "organizer/person/edit.html",
        account=account,
        person=person,
        form=form,
        refusal=refusal,
        differences=form.merge(_as_it_is(person)) if stale else [],
    )


def _erasure_page(
    account: Account, person: HeldPerson, form: ReasonForm, refusal: Refusal | None = None
) -> str:
    return render_template(
        "organizer/person/erase.html",
        account=account,
        person=person,
        plan=person_change.plan_erasure(person, now=utcnow()),
        form=form,
        refusal=refusal,
    )
