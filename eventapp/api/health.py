"""Is the house standing: for operators and their machines."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain import outbox, standing
from eventapp.domain.permission import Action

# Mail that has waited longer tells of a worker that is not there.
OLDEST_JOB = timedelta(minutes=15)

bp = Blueprint("health", __name__)


def open_to_operators(view: Callable[..., Any]) -> Callable[..., Any]:
    """The guard of these two: they tell nothing that anybody could misuse."""

    @wraps(view)
    def guarded(**arguments: Any) -> Any:
        return view(**arguments)

    guarded.guarded_by = Action.WATCH_HEALTH  # type: ignore[attr-defined]
    return guarded


@bp.get("/healthz")
@open_to_operators
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="alive")


@bp.get("/readyz")
@open_to_operators
def ready() -> ResponseReturnValue:
    """Able to serve: the database answers, is migrated, and promised work gets done."""
    heads: frozenset[str] = current_app.extensions["migration_heads"]()
    checks = {
        "database": standing.answers(),
        "migrations": standing.migrated_to() == heads,
        "outbox": outbox.oldest_waiting(now=utcnow()) < OLDEST_JOB,
    }
    fine = all(checks.values())
    return jsonify(status="ready" if fine else "not ready", checks=checks), 200 if fine else 503
