"""Guards: every endpoint has one, which finds out who asks and applies the access rules."""

from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.domain import permission
from eventapp.domain.people.account import actor_anywhere, actor_for, coordinated_organisation_ids
from eventapp.domain.permission import Action, guard
from eventapp.domain.registration.delegation import find_own_delegation
from eventapp.models import Account
from eventapp.views import cookies
from eventapp.views.loaders import load_any_event, load_own_registration

Arguments = dict[str, Any]
Refused = ResponseReturnValue | None


@guard
def visitor(action: Action, _arguments: Arguments) -> Refused:
    """Let in whoever may do this without showing anything."""
    if not permission.may(permission.VISITOR, action):
        abort(403)
    return None


@guard
def participant(action: Action, arguments: Arguments) -> Refused:
    """Let in the holder of a personal link, and hand the view the registration it opens."""
    arguments["registration"] = load_own_registration(arguments["token"])
    if not permission.may(permission.PARTICIPANT, action):
        abort(403)
    return None


@guard
def staff(action: Action, arguments: Arguments) -> Refused:
    """Let in a signed-in account whose roles, for this event or everywhere, allow the action.

    A view of one event gets `event`, draft or not, in place of its `slug`, and `account`.
    """
    account = _working_account()
    if account is None:
        return _ask_to_sign_in()
    event = None
    if "slug" in arguments:
        event = arguments["event"] = load_any_event(arguments.pop("slug"))
    if not permission.may(actor_for(account, event.id if event else None), action):
        # Whom an event does not concern learns nothing of it, not even that it is there.
        abort(404 if event else 403)
    arguments["account"] = account
    return None


@guard
def desk(action: Action, arguments: Arguments) -> Refused:
    """As `staff`, for a page that shows to each what is theirs: a role for one event is enough."""
    account = _working_account()
    if account is None:
        return _ask_to_sign_in()
    if not permission.may(actor_anywhere(account), action):
        abort(403)
    arguments["account"] = account
    return None


@guard
def coordinator(action: Action, arguments: Arguments) -> Refused:
    """Let in the coordinator of a delegation, and hand the view `account` and `delegation`."""
    account = _working_account()
    if account is None:
        return _ask_to_sign_in()
    delegation = find_own_delegation(arguments.pop("code"), coordinated_organisation_ids(account))
    if delegation is None or not permission.may(permission.COORDINATOR, action):
        abort(404)
    arguments |= {"account": account, "delegation": delegation}
    return None


@guard
def for_organisations(action: Action, arguments: Arguments) -> Refused:
    """Let in a coordinator, and hand the view `account` and the ids of its `organisations`."""
    account = _working_account()
    if account is None:
        return _ask_to_sign_in()
    organisations = coordinated_organisation_ids(account)
    if not organisations or not permission.may(permission.COORDINATOR, action):
        abort(403)
    arguments |= {"account": account, "organisations": organisations}
    return None


@guard
def signed_in(_action: Action, arguments: Arguments) -> Refused:
    """Let in anybody with an account, and hand the view the account."""
    account = cookies.signed_in(bare=True)
    if account is None:
        return _ask_to_sign_in()
    arguments["account"] = account
    return None


def _working_account() -> Account | None:
    """Whoever is signed in and may work: staff only with a second factor.

    A role of the staff that was given to a coordinator opens nothing before that.
    """
    account = cookies.signed_in()
    if account and cookies.must_set_up(account):
        cookies.make_bare()
        return None
    return account


def _ask_to_sign_in() -> ResponseReturnValue:
    if cookies.is_bare() and cookies.signed_in(bare=True):
        return redirect(url_for("account.security.edit"), 303)  # a password alone opens no more
    wanted = request.full_path.rstrip("?") if request.method == "GET" else ""
    return redirect(url_for("account.sign_in.new", next=wanted or None), 303)
