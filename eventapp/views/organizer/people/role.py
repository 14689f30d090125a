"""Roles: what each may do and who gives it; giving, ending and handing them over."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain import permission
from eventapp.domain.errors import Refusal
from eventapp.domain.people.account import actor_anywhere, actor_for, find_by_code
from eventapp.domain.people.account_list import list_colleagues
from eventapp.domain.people.role import (
    ScopedRole,
    can_give,
    end_role,
    give_role,
    hand_over,
    is_last_admin,
    roles_of,
)
from eventapp.domain.people.role_label import (
    ACTION_LABELS,
    LEVEL_LABELS,
    ROLE_LABELS,
    ROLE_SENTENCES,
    role_name,
    scope_name,
)
from eventapp.domain.permission import ALLOWED, GIVERS, Action, Level, Role
from eventapp.forms.people.account import HandOverForm, RoleForm
from eventapp.i18n import _
from eventapp.models import Account, Grant
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.people.account import load_account, page
from eventapp.views.organizer.people.role_scopes import grants_to_end, scopes_for

bp = Blueprint("role", __name__, url_prefix="/accounts")


@bp.get("/roles")
@staff(Action.MANAGE_ACCOUNTS)
def index(account: Account) -> ResponseReturnValue:
    """Each role: what it may do, and who gives and ends it. Made from the table of permissions."""
    return render_template(
        "organizer/role/index.html",
        account=account,
        roles=[role for role in Role if role in ROLE_SENTENCES],
        labels=ROLE_LABELS,
        sentences=ROLE_SENTENCES,
        actions={role: actions_of(role) for role in ROLE_SENTENCES},
        givers={role: givers_of(role) for role in ROLE_SENTENCES},
    )


def actions_of(role: Role) -> list[str]:
    """What the role may do beyond what everybody may, in words."""
    return [
        str(ACTION_LABELS[action])
        for action in Action
        if role in ALLOWED[action] and Role.VISITOR not in ALLOWED[action]
    ]


def givers_of(role: Role) -> list[tuple[str, list[str]]]:
    """At each level where the role exists, the words for it, and the roles that give it."""
    return [
        (
            str(LEVEL_LABELS[level]),
            [str(ROLE_LABELS[giver]) for giver in Role if giver in givers],
        )
        for (given, level), givers in GIVERS.items()
        if given is role
    ]


@bp.post("/<code>/roles")
@staff(Action.MANAGE_ACCOUNTS)
def create(account: Account, code: str) -> ResponseReturnValue:
    """Give the account more roles, at once."""
    subject = load_account(code)
    form = RoleForm(scopes_for(account, now=utcnow()))
    if not form.validate_on_submit():
        return page(account, subject, role_form=form), 422
    with attempt() as tried:
        for role in form.roles():
            give_role(subject, role, actor=account.code, now=utcnow())
    if tried.refusal:
        return page(account, load_account(code), role_form=form, refusal=tried.refusal), 409
    flash(_("The role has been given, and counts from now on."), "good")
    return redirect(url_for("organizer.account.show", code=code), 303)


@bp.get("/<code>/roles/<int:number>/ending")
@staff(Action.MANAGE_ACCOUNTS)
def new_ending(account: Account, code: str, number: int) -> ResponseReturnValue:
    """Ask before a role is ended: what it alone lets the person do."""
    subject = load_account(code)
    ended = next((grant for grant in subject.grants if grant.id == number), None) or abort(404)
    return render_template(
        "organizer/role/ending.html",
        account=account,
        subject=subject,
        grant=ended,
        lost=lost_actions(subject, ended),
        endable=ended.id in grants_to_end(account, subject),
        last_admin=ended.role == Role.ADMIN.value and is_last_admin(subject),
    )


def lost_actions(account: Account, ended: Grant) -> list[str]:
    """What no other role lets the account do where the ended one counts, in words."""
    (lost,) = roles_of([ended])
    others = roles_of(grant for grant in account.grants if grant is not ended)
    left = {
        words
        for other in others
        if other.level is Level.SYSTEM or other.event_id == lost.event_id is not None
        for words in actions_of(other.role)
    }
    return [words for words in actions_of(lost.role) if words not in left]


@bp.post("/<code>/roles/<int:number>/ending")
@staff(Action.MANAGE_ACCOUNTS)
def destroy(account: Account, code: str, number: int) -> ResponseReturnValue:
    """End one of the account's roles, from its next request on."""
    subject = load_account(code)
    ended = [grant for grant in subject.grants if grant.id == number] or abort(404)
    require_confirmation()
    with attempt() as tried:
        for role in roles_of(ended):
            end_role(subject, role, actor=account.code, now=utcnow())
    if tried.refusal:
        return page(account, load_account(code), refusal=tried.refusal), 409
    if code == account.code:
        flash(_("Your role has been ended. If that was a mistake, ask a colleague for it."), "good")
    else:
        flash(_("The role has been ended. If that was a mistake, give it again."), "good")
    if not permission.may(actor_for(account), Action.MANAGE_ACCOUNTS):
        return redirect(home_of(account), 303)
    return redirect(url_for("organizer.account.show", code=code), 303)


@bp.get("/hand-over")
@staff(Action.MANAGE_ACCOUNTS)
def new_hand_over(account: Account) -> ResponseReturnValue:
    """Ask which own roles go to which colleague."""
    return _hand_over_page(account, _hand_over_form(account))


@bp.post("/hand-over")
@staff(Action.MANAGE_ACCOUNTS)
def create_hand_over(account: Account) -> ResponseReturnValue:
    """Give own roles to a colleague and end them, in one act."""
    form = _hand_over_form(account)
    if not form.validate_on_submit():
        return _hand_over_page(account, form), 422
    colleague = find_by_code(form.colleague.data) or abort(404)
    with attempt() as tried:
        hand_over(account, colleague, form.handed_over(), utcnow())
    if tried.refusal:
        return _hand_over_page(account, form, tried.refusal), 409
    flash(_("%(name)s has taken over your roles.", name=colleague.name), "good")
    return redirect(home_of(account), 303)


def home_of(account: Account) -> str:
    """Where somebody who has no longer a role that was theirs goes on."""
    goes_on = bool(actor_anywhere(account).roles)
    return url_for("organizer.home.show" if goes_on else "account.security.edit")


def _hand_over_form(account: Account) -> HandOverForm:
    return HandOverForm(_own_roles(account), list_colleagues(account))


def _own_roles(account: Account) -> list[tuple[ScopedRole, str]]:
    """The account's roles that it may give to somebody else, in words."""
    return [
        (role, f"{role_name(grant.role)}, {scope_name(grant)}")
        for grant in account.grants
        for role in roles_of([grant])
        if can_give(account, [role])
    ]


def _hand_over_page(account: Account, form: HandOverForm, refusal: Refusal | None = None) -> str:
    return render_template(
        "organizer/role/hand_over.html", account=account, form=form, refusal=refusal
    )
