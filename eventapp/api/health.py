"""Is the house standing: for operators and their machines."""

from datetime import timedelta

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue

from eventapp.api.guards import anybody
from eventapp.clock import utcnow
from eventapp.domain import outbox, standing
from eventapp.domain.permission import Action

# Mail that has waited longer tells of a worker that is not there.
OLDEST_JOB = timedelta(minutes=15)

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@anybody(Action.WATCH_HEALTH)
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="alive")


@bp.get("/readyz")
@anybody(Action.WATCH_HEALTH)
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
