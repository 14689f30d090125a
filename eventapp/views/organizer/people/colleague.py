"""Colleagues of one event: who has a role for it, and inviting to one."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain import permission
from eventapp.domain.errors import Refusal
from eventapp.domain.people import account_invitation as invitations
from eventapp.domain.people.account import actor_for, find_by_code
from eventapp.domain.people.account_list import AccountSearch, list_accounts, list_unanswered
from eventapp.domain.people.role import end_role, roles_of
from eventapp.domain.people.role_label import ROLE_LABELS
from eventapp.domain.permission import GIVERS, Action, Level, Role
from eventapp.forms.people.account import ColleagueForm
from eventapp.i18n import _
from eventapp.models import Account, AccountInvitation, Event, Grant
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.people.account import WORDS_MAX_LENGTH
from eventapp.views.organizer.people.role import home_of, lost_actions
from eventapp.views.organizer.people.role_scopes import grants_to_end

bp = Blueprint("colleague", __name__, url_prefix="/events/<slug>/accounts")


@bp.get("")
@staff(Action.MANAGE_ACCOUNTS)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """Who has a role for the event, who is invited to one, and a form to invite."""
    return _page(account, event)


@bp.post("")
@staff(Action.MANAGE_ACCOUNTS)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Invite a colleague to the event."""
    form = ColleagueForm()
    if not form.validate_on_submit():
        return _page(account, event, form), 422
    invitee, roles = form.invitee(), form.scoped_roles(event.id)
    with attempt() as tried:
        invitations.invite(invitee, roles, actor=account.code, now=utcnow())
    if tried.refusal:
        return _page(account, event, form, tried.refusal), 409
    flash(_("The invitation is on its way to %(email)s.", email=invitee.email), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.post("/invitations/<code>/letters")
@staff(Action.MANAGE_ACCOUNTS)
def create_letter(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Send an invitation once more."""
    invitation = _load_invitation(event, code)
    require_confirmation()
    with attempt() as tried:
        invitations.send_again(invitation, actor=account.code, now=utcnow())
    if tried.refusal:
        return _page(account, event, refusal=tried.refusal), 409
    flash(_("The invitation is sent again, and can be accepted for 14 days from now."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.post("/invitations/<code>/withdrawal")
@staff(Action.MANAGE_ACCOUNTS)
def create_withdrawal(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Withdraw an invitation."""
    invitation = _load_invitation(event, code)
    require_confirmation()
    with attempt() as tried:
        invitations.withdraw_invitation(invitation, actor=account.code, now=utcnow())
    if tried.refusal:
        return _page(account, event, refusal=tried.refusal), 409
    flash(_("The invitation has been withdrawn. Its link opens nothing any more."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.get("/<code>/roles/<int:number>/ending")
@staff(Action.MANAGE_ACCOUNTS)
def new_ending(account: Account, event: Event, code: str, number: int) -> ResponseReturnValue:
    """Ask before a role for the event is ended, one's own above all."""
    colleague = find_by_code(code) or abort(404)
    ended = _grants(colleague, event, number)[0]
    return render_template(
        "organizer/role/ending.html",
        account=account,
        event=event,
        subject=colleague,
        grant=ended,
        lost=lost_actions(colleague, ended),
        endable=ended.id in grants_to_end(account, colleague),
    )


@bp.post("/<code>/roles/<int:number>/ending")
@staff(Action.MANAGE_ACCOUNTS)
def destroy(account: Account, event: Event, code: str, number: int) -> ResponseReturnValue:
    """End somebody's role for the event."""
    colleague = find_by_code(code) or abort(404)
    ended = _grants(colleague, event, number)
    require_confirmation()
    with attempt() as tried:
        for role in roles_of(ended):
            end_role(colleague, role, actor=account.code, now=utcnow())
    if tried.refusal:
        return _page(account, event, refusal=tried.refusal), 409
    flash(_("The role has been ended. If that was a mistake, invite the person again."), "good")
    if not permission.may(actor_for(account, event.id), Action.MANAGE_ACCOUNTS):
        return redirect(home_of(account), 303)
    return redirect(url_for(".index", slug=event.slug), 303)


def _grants(colleague: Account, event: Event, number: int) -> list[Grant]:
    """The stored role, or no such page: it has ended, or is of no concern to the event."""
    grants = [row for row in colleague.grants if (row.event_id, row.id) == (event.id, number)]
    return grants or abort(404)


def _load_invitation(event: Event, code: str) -> AccountInvitation:
    invitation = invitations.find_invitation_by_code(code)
    if invitation is None or {role.event_id for role in invitation.roles} != {event.id}:
        abort(404)
    return invitation


def _page(
    account: Account,
    event: Event,
    form: ColleagueForm | None = None,
    refusal: Refusal | None = None,
) -> str:
    role = request.args.get("role", "")
    search = AccountSearch(
        words=request.args.get("q", "").strip()[:WORDS_MAX_LENGTH],
        role=role if role in set(Role) else "",
        event_id=event.id,
    )
    listed = list_accounts(search, page=request.args.get("page", 1, int))
    waiting = list_unanswered(AccountSearch(event_id=event.id), page=1).invitations
    return render_template(
        "organizer/colleague/index.html",
        account=account,
        event=event,
        search=search,
        listed=listed,
        endable={n for colleague in listed.accounts for n in grants_to_end(account, colleague)},
        invitations=waiting,
        roles={role.value: ROLE_LABELS[role] for role, at in GIVERS if at is Level.EVENT},
        letters=invitations.letter_states(waiting),
        form=form or ColleagueForm(formdata=None),
        refusal=refusal,
        now=utcnow(),
    )
