"""Every endpoint wears a guard, which says who may come in and asks the page of access rules."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import abort

from eventapp.domain import permission
from eventapp.domain.permission import Action
from eventapp.views.loaders import load_own_registration

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
