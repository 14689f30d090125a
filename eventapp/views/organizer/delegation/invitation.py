"""Inviting organisations to an event, and mending what was sent."""

from datetime import date, datetime, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.delegation import answer, invitation
from eventapp.domain.delegation.recipient import awaits_people, last_answer_day, local_day
from eventapp.domain.errors import Refusal
from eventapp.domain.people.account import list_coordinators
from eventapp.domain.people.organisation import list_holders
from eventapp.domain.permission import Action
from eventapp.domain.registration.reserved_seats import list_delegations
from eventapp.forms.delegation.invitation import (
    ChangedInvitationForm,
    CorrectedAddressForm,
    DelegationInvitationForm,
    GrantForm,
)
from eventapp.forms.fields import fold_email
from eventapp.i18n import _, _n
from eventapp.models import (
    Account,
    AuditAction,
    Delegation,
    DelegationInvitation,
    DelegationRecipient,
    Event,
)
from eventapp.views.attempt import attempt
from eventapp.views.cache.form_cache import directory
from eventapp.views.guards import staff
from eventapp.views.organizer.delegation.delegation import load_delegation, page_of
from eventapp.views.reading import record_reading

bp = Blueprint("invitation", __name__, url_prefix="/events/<slug>/delegations")
ANSWER_TIME = timedelta(days=21)


@bp.get("/invitations/new")
@staff(Action.EDIT_EVENT)
def new(account: Account, event: Event) -> ResponseReturnValue:
    """Ask whom to invite; `organisation` fills in what is known of it."""
    first, last = _days(event)
    known = _known(event, request.args.get("organisation", ""))
    known["answer_by"] = max(first, min(last, first + ANSWER_TIME))
    return _new_page(account, event, _new_form(event, data=known))


@bp.post("/invitations")
@staff(Action.EDIT_EVENT)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Invite the organisations, all or none."""
    form = _new_form(event)
    if not form.validate_on_submit():
        return _new_page(account, event, form), 422
    invited = form.invited()
    with attempt() as tried:
        invitation.invite_delegations(
            event,
            invited,
            directory(),
            answer_by=form.answer_by.data,
            actor=account.code,
            reason=form.reason.data or "",
            now=utcnow(),
        )
    if tried.refusal:
        return _new_page(account, event, form, tried.refusal), 409
    flash(
        _n(
            "%(num)d organisation is invited. The letters are on their way.",
            "%(num)d organisations are invited. The letters are on their way.",
            len(invited),
        ),
        "good",
    )
    return redirect(url_for("organizer.delegation.index", slug=event.slug), 303)


@bp.post("/<code>/invitation")
@staff(Action.EDIT_EVENT)
def update(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Set another day to answer by, and write to more addresses."""
    delegation = load_delegation(event, code)
    saved, form = _load(delegation), ChangedInvitationForm(_days(event))
    if not form.validate_on_submit():
        return page_of(account, event, delegation, invitation_form=form), 422
    with attempt() as tried:
        invitation.change_invitation(
            saved,
            form.answer_by.data,
            form.addresses.addresses,
            version=form.version.data,
            actor=account.code,
            now=utcnow(),
        )
    if tried.refusal:
        delegation = load_delegation(event, code)
        saved = _load(delegation)
        form.merge({"answer_by": saved.answer_by, "version": saved.version})
        refused = page_of(account, event, delegation, tried.refusal, invitation_form=form)
        return refused, 409
    flash(_("The invitation is changed."), "good")
    return redirect(url_for("organizer.delegation.edit", slug=event.slug, code=code), 303)


@bp.get("/<code>/recipients/<recipient_code>")
@staff(Action.EDIT_EVENT)
def edit_recipient(
    account: Account, event: Event, code: str, recipient_code: str
) -> ResponseReturnValue:
    """Ask for the right address."""
    delegation = load_delegation(event, code)
    recipient = _load_recipient(delegation, recipient_code)
    record_reading(AuditAction.PERSON_READ, event, account, recipient=recipient_code)
    recipient = _load_recipient(delegation, recipient_code)
    form = CorrectedAddressForm(data={"email": recipient.email, "version": recipient.letters})
    return _recipient_page(account, event, recipient, form)


@bp.post("/<code>/recipients/<recipient_code>")
@staff(Action.EDIT_EVENT)
def update_recipient(
    account: Account, event: Event, code: str, recipient_code: str
) -> ResponseReturnValue:
    """Send the invitation to the right address instead."""
    recipient = _load_recipient(load_delegation(event, code), recipient_code)
    form = CorrectedAddressForm()
    if not form.validate_on_submit():
        return _recipient_page(account, event, recipient, form), 422
    email = fold_email(form.email.data)
    with attempt() as tried:
        invitation.correct_recipient(
            recipient, email, letters=form.version.data, actor=account.code, now=utcnow()
        )
    if tried.refusal:
        again = _load_recipient(load_delegation(event, code), recipient_code)
        form.version.data = again.letters  # the page shows the address that is saved now
        return _recipient_page(account, event, again, form, tried.refusal), 409
    flash(_("The invitation is on its way to %(email)s.", email=email), "good")
    return redirect(url_for("organizer.delegation.edit", slug=event.slug, code=code), 303)


@bp.post("/<code>/grant")
@staff(Action.EDIT_EVENT)
def grant(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Reserve the places that the delegation asked for."""
    delegation, form = load_delegation(event, code), GrantForm()
    if not form.validate_on_submit():
        return page_of(account, event, delegation, grant_form=form), 422
    with attempt() as tried:
        given = answer.grant_seats(
            delegation,
            version=form.version.data,
            actor=account.code,
            reason=form.reason.data or "",
            now=utcnow(),
        )
    if tried.refusal:
        delegation = load_delegation(event, code)
        return page_of(account, event, delegation, tried.refusal, grant_form=form), 409
    flash(
        _n("%(num)d more place is reserved.", "%(num)d more places are reserved.", given),
        "good",
    )
    return redirect(url_for("organizer.delegation.index", slug=event.slug), 303)


@bp.post("/<code>/decline")
@staff(Action.EDIT_EVENT)
def decline(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Give none of the places that the delegation asked for."""
    delegation, form = load_delegation(event, code), GrantForm()
    if not form.validate_on_submit():
        return page_of(account, event, delegation, grant_form=form), 422
    with attempt() as tried:
        answer.decline_seats(
            delegation, version=form.version.data, actor=account.code, now=utcnow()
        )
    if tried.refusal:
        return page_of(account, event, load_delegation(event, code), tried.refusal), 409
    flash(_("They get a letter that says how many places they have."), "good")
    return redirect(url_for("organizer.delegation.index", slug=event.slug), 303)


def _days(event: Event) -> tuple[date, date]:
    now = utcnow()
    return local_day(event, now=now), last_answer_day(event, now=now)


def _new_form(event: Event, **options: object) -> DelegationInvitationForm:
    return DelegationInvitationForm(list_holders(on=utcnow().date()), _days(event), **options)


def _known(event: Event, code: str) -> dict[str, object]:
    """What the form begins with for the organisation of this code."""
    ids = {held: id_ for id_, held, _name in list_holders(on=utcnow().date())}
    if code not in ids:
        return {}
    own = [d for d in list_delegations(event) if d.organisation_id == ids[code]]
    addresses = "\n".join(account.email for account in list_coordinators(ids[code]))
    known: dict[str, object] = {"organisation": code, "addresses": addresses}
    return known | ({"seats": own[0].reserved_seats} if own else {})


def _load(delegation: Delegation) -> DelegationInvitation:
    return invitation.find_delegation_invitation(delegation) or abort(404)


def _load_recipient(delegation: Delegation, code: str) -> DelegationRecipient:
    return invitation.find_recipient_by_code(_load(delegation), code) or abort(404)


def _new_page(
    account: Account,
    event: Event,
    form: DelegationInvitationForm,
    refusal: Refusal | None = None,
) -> str:
    now: datetime = utcnow()
    return render_template(
        "organizer/invitation/new.html",
        account=account,
        event=event,
        form=form,
        refusal=refusal,
        possible=awaits_people(event, now=now),
    )


def _recipient_page(
    account: Account,
    event: Event,
    recipient: DelegationRecipient,
    form: CorrectedAddressForm,
    refusal: Refusal | None = None,
) -> str:
    return render_template(
        "organizer/invitation/edit_recipient.html",
        account=account,
        event=event,
        delegation=recipient.invitation.delegation,
        recipient=recipient,
        form=form,
        refusal=refusal,
    )
