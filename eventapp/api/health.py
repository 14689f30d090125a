"""Whether this installation can serve: for operators and their programs."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue

from eventapp import storage
from eventapp.clock import utcnow
from eventapp.domain import outbox, standing
from eventapp.domain.permission import Action

bp = Blueprint("health", __name__)


def open_to_operators(view: Callable[..., Any]) -> Callable[..., Any]:
    """The guard of these two: they say nothing that anybody could misuse."""

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
    """Able to serve: the database answers and takes writes, files too, and mail goes out."""
    faults = _faults()
    answer = {
        "status": "not ready" if any(faults.values()) else "ready",
        "checks": {name: not fault for name, fault in faults.items()},
        "reasons": {name: fault for name, fault in faults.items() if fault},
    }
    return jsonify(answer), 503 if any(faults.values()) else 200


def _faults() -> dict[str, str]:
    """What is wrong, by check; an empty text where nothing is. Names no host and no account."""
    folder = current_app.extensions["settings"].data_folder
    disk = storage.write_fault(folder)
    if standing.fault():
        unknown = "not known while the database does not answer"
        return {
            "disk": disk,
            "database": "does not answer",
            "migrations": unknown,
            "outbox": unknown,
        }
    heads: frozenset[str] = current_app.extensions["migration_heads"]()
    migrated = standing.migrated_to() == heads
    return {
        "disk": disk,
        "database": standing.write_fault(),
        "migrations": "" if migrated else "not at the newest revision",
        "outbox": outbox.fault(now=utcnow())
        if migrated
        else "not known before all migrations have run",
    }
