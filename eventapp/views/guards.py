"""Guards: every endpoint has one, which finds out who asks and applies the access rules."""

import math
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import abort, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain import permission
from eventapp.domain.people import try_limit
from eventapp.domain.people.account import actor_anywhere, actor_for, coordinated_organisation_ids
from eventapp.domain.people.try_limit import Trier, TryLimit
from eventapp.domain.permission import Action, View, guard
from eventapp.domain.registration.delegation import find_own_delegation
from eventapp.extensions import app_settings, db, floods
from eventapp.i18n import is_only_shown
from eventapp.models import Account
from eventapp.transactions import ReadOnlyTransaction
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


def require_confirmation() -> None:
    """Go on where a button was pressed to do something. Raises ReadOnlyTransaction.

    With the token of an ended session, or sent to see the page in the other language, it does
    nothing, and its page comes again (`language_switch`).
    """
    if is_only_shown():
        raise ReadOnlyTransaction


def remote_address() -> str:
    """Where the request came from, as far as the proxies that are trusted tell."""
    return request.remote_addr or "127.0.0.1"


def limit_floods(cost: Callable[[], int] = lambda: 1) -> Callable[[View], View]:
    """Answer 429 once one address has asked a view too often within a minute, in this process.

    `cost` says as how many a request counts. Those that are refused count too.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(**arguments: Any) -> Any:
            count, seconds = floods.add(f"{request.endpoint} {remote_address()}", cost())
            if count > int(app_settings().registrations_per_minute):
                raise TooManyRequests(retry_after=math.ceil(seconds))
            return view(**arguments)

        return limited

    return decorate


def limit_tries(
    *limits: TryLimit, who: Callable[[], str] = remote_address, wrong_only: bool = False
) -> Callable[[View], View]:
    """Answer 429 once somebody has tried a view too often, on whichever host they were answered.

    A try counts before it is looked at, since many may come at once; with `wrong_only` it is taken
    back unless the answer is 422. Whoever `who` has no name for is not counted.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(**arguments: Any) -> Any:
            trier = Trier(str(request.endpoint), who())
            if not trier.who or transactions.is_reading():  # only shown in the other language
                return view(**arguments)
            now = utcnow()
            wait = try_limit.count_try(trier, limits, now=now)
            db.session.commit()
            if wait:
                raise TooManyRequests(retry_after=math.ceil(wait.total_seconds()))
            response = make_response(view(**arguments))
            if wrong_only and response.status_code != 422:
                try_limit.take_back(trier, limits, now=now)
                db.session.commit()
            return response

        return limited

    return decorate


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
