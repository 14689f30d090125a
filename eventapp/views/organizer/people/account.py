"""Accounts for those who give roles: the list, one account, its end and its opening again."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.people import account_closure
from eventapp.domain.people.account import find_by_code
from eventapp.domain.people.account_invitation import lacks_sign_in, letter_states
from eventapp.domain.people.account_list import (
    AccountSearch,
    Reach,
    count_by_reach,
    list_accounts,
    list_unanswered,
)
from eventapp.domain.people.account_profile import change_profile
from eventapp.domain.people.account_session import list_sessions
from eventapp.domain.people.role import can_give, is_last_admin, roles_to_manage
from eventapp.domain.people.role_label import ROLE_LABELS
from eventapp.domain.permission import GIVERS, Action, Role
from eventapp.forms.people.account import ProfileForm, RoleForm, profile_form_data
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.i18n import _
from eventapp.models import Account
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.log.query import log_address
from eventapp.views.organizer.people.role_scopes import grants_to_end, scopes_for

bp = Blueprint("account", __name__, url_prefix="/accounts")
WORDS_MAX_LENGTH = 100


@bp.get("")
@staff(Action.MANAGE_ACCOUNTS)
def index(account: Account) -> ResponseReturnValue:
    """Everybody with an account; or the invitations that nobody has answered."""
    search, number = _search(), request.args.get("page", 1, int)
    waits = search.reach is Reach.WAITING
    listed = None if waits else list_accounts(search, page=number)
    waiting = list_unanswered(search, page=number) if waits else None
    return render_template(
        "organizer/account/index.html",
        account=account,
        search=search,
        listed=listed,
        counts=count_by_reach(search),
        waiting=waiting,
        letters=letter_states(waiting.invitations) if waiting else {},
        roles={role.value: ROLE_LABELS[role] for role, _level in GIVERS},
        now=utcnow(),
    )


def _search() -> AccountSearch:
    reach, role = request.args.get("reach", ""), request.args.get("role", "")
    return AccountSearch(
        words=request.args.get("q", "").strip()[:WORDS_MAX_LENGTH],
        role=role if role in set(Role) else "",
        reach=Reach(reach) if reach in set(Reach) else Reach.ALL,
    )


@bp.get("/<code>")
@staff(Action.MANAGE_ACCOUNTS)
def show(account: Account, code: str) -> ResponseReturnValue:
    """One account: its roles, what may be changed, and where it is signed in."""
    return page(account, load_account(code))


@bp.post("/<code>")
@staff(Action.MANAGE_ACCOUNTS)
def update(account: Account, code: str) -> ResponseReturnValue:
    """Save name and language; a stale save shows both texts side by side."""
    subject, form = load_account(code), ProfileForm()
    if not form.validate_on_submit():
        return page(account, subject, form=form), 422
    version = form.version.data
    with attempt() as tried:
        change_profile(subject, form.profile(), version=version, actor=account.code, now=utcnow())
    if tried.refusal:
        return page(account, load_account(code), form=form, refusal=tried.refusal), 409
    flash(_("Your changes have been saved."), "good")
    return redirect(url_for(".show", code=code), 303)


@bp.get("/<code>/ending")
@staff(Action.MANAGE_ACCOUNTS)
def new_ending(account: Account, code: str) -> ResponseReturnValue:
    """Ask before an account is ended."""
    return _ending_page(account, load_account(code))


@bp.post("/<code>/ending")
@staff(Action.MANAGE_ACCOUNTS)
def create_ending(account: Account, code: str) -> ResponseReturnValue:
    """End the account: it signs in no more."""
    subject = load_account(code)
    require_confirmation()
    with attempt() as tried:
        account_closure.end_account(subject, actor=account.code, now=utcnow())
    if tried.refusal:
        return _ending_page(account, load_account(code), tried.refusal), 409
    flash(_("The account has been ended. You can reopen it here."), "good")
    return redirect(url_for(".show", code=code), 303)


@bp.post("/<code>/reopening")
@staff(Action.MANAGE_ACCOUNTS)
def create_reopening(account: Account, code: str) -> ResponseReturnValue:
    """Let the account sign in again."""
    subject = load_account(code)
    require_confirmation()
    with attempt() as tried:
        account_closure.reopen_account(subject, actor=account.code, now=utcnow())
    if tried.refusal:
        return page(account, load_account(code), refusal=tried.refusal), 409
    flash(_("The account is open again, with the roles it had."), "good")
    return redirect(url_for(".show", code=code), 303)


def load_account(code: str) -> Account:
    """The account of this code, or no such page."""
    return find_by_code(code) or abort(404)


def page(
    account: Account,
    subject: Account,
    *,
    form: ProfileForm | None = None,
    role_form: RoleForm | None = None,
    refusal: Refusal | None = None,
) -> str:
    """The page of one account, with what was sent and what stands in its way."""
    form = form or ProfileForm(data=profile_form_data(subject), formdata=None)
    differences = []
    if isinstance(refusal, StaleVersion):
        differences = form.merge(profile_form_data(subject))
    now = utcnow()
    return render_template(
        "organizer/account/show.html",
        account=account,
        subject=subject,
        form=form,
        role_form=role_form or RoleForm(scopes_for(account, now=now), formdata=None),
        refusal=refusal,
        differences=differences,
        manages=can_give(account, roles_to_manage(subject)),
        endable=grants_to_end(account, subject),
        last_admin=is_last_admin(subject),
        lacks_sign_in=lacks_sign_in(subject),
        sessions=list_sessions(subject, now=now),
        confirmation=ConfirmationForm(),
        log_url=log_address(account, "account", subject.code),
    )


def _ending_page(account: Account, subject: Account, refusal: Refusal | None = None) -> str:
    return render_template(
        "organizer/account/ending.html",
        account=account,
        subject=subject,
        refusal=refusal,
        manages=can_give(account, roles_to_manage(subject)),
        last_admin=is_last_admin(subject),
        form=ConfirmationForm(),
    )
