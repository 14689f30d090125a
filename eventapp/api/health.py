"""Whether this installation can serve: for operators and their programs."""

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue

from eventapp.api.guards import anybody
from eventapp.clock import utcnow
from eventapp.domain import outbox
from eventapp.domain.installation import database_health
from eventapp.domain.permission import Action
from eventapp.storage.file_store import FileStore
from eventapp.storage.folder import write_fault

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@anybody(Action.WATCH_HEALTH)
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="alive")


@bp.get("/readyz")
@anybody(Action.WATCH_HEALTH)
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
    store: FileStore = current_app.extensions["files"]
    own = {"disk": write_fault(folder), "files": store.fault()}
    if database_health.database_fault():
        unknown = "not known while the database does not answer"
        return {
            **own,
            "database": "does not answer",
            "migrations": unknown,
            "outbox": unknown,
        }
    heads: frozenset[str] = current_app.extensions["migration_heads"]()
    migrated = database_health.is_migrated(heads)
    return {
        **own,
        "database": database_health.write_fault(),
        "migrations": "" if migrated else "not at the newest revision",
        "outbox": outbox.fault(now=utcnow())
        if migrated
        else "not known before all migrations have run",
    }
