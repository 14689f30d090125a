"""Adding, replacing and cancelling a delegation's people."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.delegation import member, overview
from eventapp.domain.delegation.member_list import find_member
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.registration.registration import AlreadyRegistered, Reception
from eventapp.forms.delegation.person import PersonForm
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.i18n import _
from eventapp.models import Account, AuditAction, Delegation, Registration, RegistrationState
from eventapp.views.attempt import attempt
from eventapp.views.guards import coordinator, limit_floods, require_confirmation
from eventapp.views.reading import record_reading

bp = Blueprint("person", __name__, url_prefix="/delegations/<code>/people")
# Each request sends a mail to an address that somebody typed.
limit_requests = limit_floods()


@bp.get("/new")
@coordinator(Action.SEE_OWN_DELEGATION)
def new(account: Account, delegation: Delegation) -> ResponseReturnValue:
    """Ask for the name and address of another person."""
    return _form(account, delegation, PersonForm())


@bp.post("")
@coordinator(Action.CHANGE_OWN_DELEGATION)
@limit_requests
def create(account: Account, delegation: Delegation) -> ResponseReturnValue:
    """Register the person; the answer does not reveal whether they are registered elsewhere."""
    form = PersonForm()
    if not form.validate_on_submit():
        return _form(account, delegation, form), 422
    applicant = form.applicant(delegation.organisation, account)
    with attempt() as tried:
        reception = member.add_member(delegation, applicant, by=account, now=utcnow())
    if isinstance(tried.refusal, AlreadyRegistered):
        return _form(account, delegation, _with_error(form, tried.refusal)), 422
    if tried.refusal:
        return _form(account, delegation, form, tried.refusal), 409
    _flash_reception(reception, applicant.name)
    return _back(delegation)


@bp.get("/<person_code>/replacement/new")
@coordinator(Action.SEE_OWN_DELEGATION)
def new_replacement(
    account: Account, delegation: Delegation, person_code: str
) -> ResponseReturnValue:
    """Ask for the name and address of the replacement."""
    record_reading(AuditAction.PERSON_READ, _load(delegation, person_code), account)
    return _replacement(account, delegation, _load(delegation, person_code), PersonForm())


@bp.post("/<person_code>/replacement")
@coordinator(Action.CHANGE_OWN_DELEGATION)
@limit_requests
def replace(account: Account, delegation: Delegation, person_code: str) -> ResponseReturnValue:
    """Give the place to the replacement."""
    leaving, form = _load(delegation, person_code), PersonForm()
    if not form.validate_on_submit():
        return _replacement(account, delegation, leaving, form), 422
    applicant = form.applicant(delegation.organisation, account)
    with attempt() as tried:
        member.replace_member(leaving, applicant, by=account, now=utcnow())
    if isinstance(tried.refusal, AlreadyRegistered | member.SamePerson):
        form = _with_error(form, tried.refusal)
        return _replacement(account, delegation, _load(delegation, person_code), form), 422
    if tried.refusal:
        leaving = _load(delegation, person_code)
        return _replacement(account, delegation, leaving, form, tried.refusal), 409
    flash(_("%(name)s is coming instead. Both will get an email.", name=applicant.name), "good")
    return _back(delegation)


@bp.get("/<person_code>/cancellation/new")
@coordinator(Action.SEE_OWN_DELEGATION)
def new_cancellation(
    account: Account, delegation: Delegation, person_code: str
) -> ResponseReturnValue:
    """Ask for confirmation before cancelling."""
    record_reading(AuditAction.PERSON_READ, _load(delegation, person_code), account)
    return _cancellation(account, delegation, _load(delegation, person_code))


@bp.post("/<person_code>/cancellation")
@coordinator(Action.CHANGE_OWN_DELEGATION)
def cancel(account: Account, delegation: Delegation, person_code: str) -> ResponseReturnValue:
    """Cancel the registration; the place goes to those who wait."""
    leaving = _load(delegation, person_code)
    require_confirmation()
    name = leaving.name
    with attempt() as tried:
        member.cancel_member(leaving, by=account, now=utcnow())
    if tried.refusal:
        leaving = _load(delegation, person_code)
        return _cancellation(account, delegation, leaving, tried.refusal), 409
    flash(_("%(name)s’s registration is cancelled. They will get an email.", name=name), "good")
    return _back(delegation)


def _load(delegation: Delegation, code: str) -> Registration:
    return find_member(delegation, code) or abort(404)


def _with_error(form: PersonForm, refusal: Refusal) -> PersonForm:
    """Return the form with the refusal as an error at the address."""
    form.email.errors = [*form.email.errors, refusal.message]
    return form


def _flash_reception(reception: Reception, name: str) -> None:
    """Say what becomes of the person, as if nobody had been registered before."""
    if reception.newcomer_waits_for_decision:
        flash(_("The organiser will look at %(name)s’s registration first.", name=name))
    elif reception.answer is RegistrationState.WAITLISTED:
        flash(
            _(
                "%(name)s is on the waiting list and will get an email with a personal link.",
                name=name,
            )
        )
    else:
        flash(
            _("%(name)s is registered and will get an email with a personal link.", name=name),
            "good",
        )


def _back(delegation: Delegation) -> ResponseReturnValue:
    return redirect(url_for("coordinator.delegation.show", code=delegation.code), 303)


def _form(
    account: Account, delegation: Delegation, form: PersonForm, refusal: Refusal | None = None
) -> str:
    now, event = utcnow(), delegation.event
    return render_template(
        "coordinator/person/new.html",
        account=account,
        delegation=delegation,
        event=event,
        figures=overview.seat_counts_of(delegation),
        may_add=event.takes_registrations(now),
        reserves=event.reserves_seats(now),
        form=form,
        refusal=refusal,
    )


def _replacement(
    account: Account,
    delegation: Delegation,
    leaving: Registration,
    form: PersonForm,
    refusal: Refusal | None = None,
) -> str:
    possible = leaving.state is RegistrationState.CONFIRMED and member.may_replace_member(
        delegation.event, now=utcnow()
    )
    return render_template(
        "coordinator/person/replacement.html",
        account=account,
        delegation=delegation,
        event=delegation.event,
        leaving=leaving,
        possible=possible,
        form=form,
        refusal=refusal,
    )


def _cancellation(
    account: Account,
    delegation: Delegation,
    leaving: Registration,
    refusal: Refusal | None = None,
) -> str:
    return render_template(
        "coordinator/person/cancellation.html",
        account=account,
        delegation=delegation,
        event=delegation.event,
        leaving=leaving,
        possible=leaving.living and member.may_cancel_member(delegation.event, now=utcnow()),
        form=ConfirmationForm(),
        refusal=refusal,
    )
