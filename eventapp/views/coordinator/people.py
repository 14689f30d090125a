"""Registering several of a delegation's people: paste a list, look it through, send it."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.delegation import member, overview
from eventapp.domain.delegation.member import SomeRegistered
from eventapp.domain.delegation.member_list import list_known_members
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.registration.registration import Reception
from eventapp.forms.delegation.pasted_list import PASTED_ROWS_MAX, PastedList, read_pasted
from eventapp.forms.delegation.people import MembersForm, PastedListForm, members_form
from eventapp.i18n import _, _n
from eventapp.models import Account, Delegation, RegistrationState, RowOutcome
from eventapp.views.attempt import attempt
from eventapp.views.cache.form_cache import directory
from eventapp.views.coordinator.person import limit_requests
from eventapp.views.guards import coordinator

bp = Blueprint("people", __name__, url_prefix="/delegations/<code>/people/list")
TO_SEND = (RowOutcome.TAKEN, RowOutcome.REPAIRED, RowOutcome.HELD)


@bp.get("/new")
@coordinator(Action.SEE_OWN_DELEGATION)
def new(account: Account, delegation: Delegation) -> ResponseReturnValue:
    """Ask for the list."""
    return _paste(account, delegation, PastedListForm())


@bp.post("/preview")
@coordinator(Action.CHANGE_OWN_DELEGATION)
def preview(account: Account, delegation: Delegation) -> ResponseReturnValue:
    """Show how each row of the list is understood; nothing of it is stored."""
    form = PastedListForm()
    if not form.validate_on_submit():
        return _paste(account, delegation, form), 422
    name, known = delegation.organisation.name, list_known_members(delegation)
    pasted = read_pasted(form.lines.data, name, directory(), known)
    if len(pasted.rows) > PASTED_ROWS_MAX:
        sentence = _("At most %(most)s people at once. Divide the list.", most=PASTED_ROWS_MAX)
        form.lines.errors = [sentence]
        return _paste(account, delegation, form), 422
    members = members_form(pasted.of(*TO_SEND))
    return _rows(account, delegation, members, pasted=pasted)


@bp.post("")
@coordinator(Action.CHANGE_OWN_DELEGATION)
@limit_requests
def create(account: Account, delegation: Delegation) -> ResponseReturnValue:
    """Register all of them, or nobody; the answer does not reveal who is registered elsewhere."""
    form = MembersForm()
    if not form.validate_on_submit():
        return _rows(account, delegation, form), 422
    applicants = form.applicants(delegation.organisation, account)
    with attempt() as tried:
        receptions = member.add_members(delegation, applicants, by=account, now=utcnow())
    if isinstance(tried.refusal, SomeRegistered):
        rows = form.filled()
        for position in tried.refusal.positions:
            form.mark(rows[position], tried.refusal.message)
        return _rows(account, delegation, form), 422
    if tried.refusal:
        return _rows(account, delegation, form, tried.refusal), 409
    _flash_receptions(receptions)
    return redirect(url_for("coordinator.delegation.show", code=delegation.code), 303)


def _flash_receptions(receptions: Sequence[Reception]) -> None:
    """Say how many have a place and how many wait, as if nobody had been registered before."""
    asked = [r for r in receptions if not r.newcomer_waits_for_decision]
    pending = len(receptions) - len(asked)
    waiting = sum(r.answer is RegistrationState.WAITLISTED for r in asked)
    seated = len(asked) - waiting
    if seated:
        flash(
            _n(
                "%(num)d person is registered and will get an email with a personal link.",
                "%(num)d people are registered and will each get an email with a personal link.",
                seated,
            ),
            "good",
        )
    if waiting:
        flash(
            _n(
                "%(num)d person is on the waiting list and will get an email.",
                "%(num)d people are on the waiting list and will each get an email.",
                waiting,
            )
        )
    if pending:
        flash(
            _n(
                "The organiser will look at %(num)d registration first.",
                "The organiser will look at %(num)d registrations first.",
                pending,
            )
        )


def _paste(account: Account, delegation: Delegation, form: PastedListForm) -> str:
    return render_template(
        "coordinator/people/new.html",
        account=account,
        delegation=delegation,
        event=delegation.event,
        may_add=delegation.event.takes_registrations(utcnow()),
        figures=overview.seat_counts_of(delegation),
        reserves=delegation.event.reserves_seats(utcnow()),
        most=PASTED_ROWS_MAX,
        form=form,
    )


def _rows(
    account: Account,
    delegation: Delegation,
    form: MembersForm,
    refusal: Refusal | None = None,
    pasted: PastedList | None = None,
) -> str:
    """The rows to put right and send; of a list just pasted with what was done to each."""
    rows = pasted.rows if pasted else ()
    return render_template(
        "coordinator/people/preview.html",
        account=account,
        delegation=delegation,
        event=delegation.event,
        form=form,
        refusal=refusal,
        pasted=pasted,
        by_number={row.number: row for row in rows},
        refused=[r for r in rows if r.outcome is RowOutcome.REFUSED and (r.name or r.email)],
        protected=[row for row in rows if row.outcome is RowOutcome.QUARANTINED],
        figures=overview.seat_counts_of(delegation),
        reserves=delegation.event.reserves_seats(utcnow()),
    )
