"""Every endpoint wears a guard, which says who may come in and asks the page of access rules."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.domain import permission
from eventapp.domain.people.account import actor_anywhere, actor_for, coordinates
from eventapp.domain.permission import Action
from eventapp.domain.registration.delegation import find_own_delegation
from eventapp.views import cookies
from eventapp.views.loaders import load_any_event, load_own_registration

View = Callable[..., Any]


def visitor(action: Action) -> Callable[[View], View]:
    """Let in whoever may do this without showing anything."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(**arguments: Any) -> Any:
            if not permission.may(permission.VISITOR, action):
                abort(403)
            return view(**arguments)

        guarded.guarded_by = action  # type: ignore[attr-defined]
        return guarded

    return guard


def participant(action: Action) -> Callable[[View], View]:
    """Let in the holder of a personal link, and hand the view the registration it opens."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(token: str, **arguments: Any) -> Any:
            registration = load_own_registration(token)
            if not permission.may(permission.PARTICIPANT, action):
                abort(403)
            return view(registration=registration, token=token, **arguments)

        guarded.guarded_by = action  # type: ignore[attr-defined]
        return guarded

    return guard


def staff(action: Action) -> Callable[[View], View]:
    """Let in a signed-in account whose roles, here or in the house, allow the action.

    A view of one event gets `event`, draft or not, in place of its `slug`, and `account`.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(**arguments: Any) -> Any:
            account = cookies.signed_in()
            if account is None:
                return _ask_to_sign_in()
            event = None
            if "slug" in arguments:
                event = load_any_event(arguments.pop("slug"))
                arguments["event"] = event
            actor = actor_for(account, event.id if event else None)
            if not permission.may(actor, action):
                # Whom an event does not concern learns nothing of it, not even that it is there.
                abort(404 if event else 403)
            return view(account=account, **arguments)

        guarded.guarded_by = action  # type: ignore[attr-defined]
        return guarded

    return guard


def desk(action: Action) -> Callable[[View], View]:
    """As `staff`, for a page of the house that shows to each what is theirs.

    A role for one event is enough.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(**arguments: Any) -> Any:
            account = cookies.signed_in()
            if account is None:
                return _ask_to_sign_in()
            if not permission.may(actor_anywhere(account), action):
                abort(403)
            return view(account=account, **arguments)

        guarded.guarded_by = action  # type: ignore[attr-defined]
        return guarded

    return guard


def coordinator(action: Action) -> Callable[[View], View]:
    """Let in the coordinator of a delegation, and hand the view `account` and `delegation`."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(code: str, **arguments: Any) -> Any:
            account = cookies.signed_in()
            if account is None:
                return _ask_to_sign_in()
            delegation = find_own_delegation(code, coordinates(account))
            if delegation is None or not permission.may(permission.COORDINATOR, action):
                abort(404)
            return view(account=account, delegation=delegation, **arguments)

        guarded.guarded_by = action  # type: ignore[attr-defined]
        return guarded

    return guard


def for_organisations(action: Action) -> Callable[[View], View]:
    """Let in a coordinator, and hand the view `account` and the ids of its `organisations`."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(**arguments: Any) -> Any:
            account = cookies.signed_in()
            if account is None:
                return _ask_to_sign_in()
            organisations = coordinates(account)
            if not organisations or not permission.may(permission.COORDINATOR, action):
                abort(403)
            return view(account=account, organisations=organisations, **arguments)

        guarded.guarded_by = action  # type: ignore[attr-defined]
        return guarded

    return guard


def signed_in(action: Action) -> Callable[[View], View]:
    """Let in anybody with an account, and hand the view the account."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(**arguments: Any) -> Any:
            account = cookies.signed_in(bare=True)
            if account is None:
                return _ask_to_sign_in()
            return view(account=account, **arguments)

        guarded.guarded_by = action  # type: ignore[attr-defined]
        return guarded

    return guard


def _ask_to_sign_in() -> ResponseReturnValue:
    if cookies.is_bare():
        return redirect(url_for("account.security.edit"), 303)  # a password alone opens no more
    wanted = request.full_path.rstrip("?") if request.method == "GET" else ""
    return redirect(url_for("account.sign_in.new", next=wanted or None), 303)
