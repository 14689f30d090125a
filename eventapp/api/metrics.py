"""`/metrics`: figures of the installation for Prometheus, built when they are asked for."""

from collections.abc import Iterator
from importlib.metadata import version

from flask import Blueprint, Response, current_app
from flask.typing import ResponseReturnValue

from eventapp.api.guards import holder_of_metrics_token
from eventapp.clock import utcnow
from eventapp.config import Settings
from eventapp.domain.installation.health import Health, measure
from eventapp.domain.permission import Action
from eventapp.storage.file_store import FileStore

bp = Blueprint("metrics", __name__)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Sample = tuple[dict[str, str], float]


@bp.get("/metrics")
@holder_of_metrics_token(Action.WATCH_HEALTH)
def show() -> ResponseReturnValue:
    """All figures as text. Names no person, and no host but the workers'."""
    settings: Settings = current_app.extensions["settings"]
    store: FileStore = current_app.extensions["files"]
    health = measure(
        settings.data_folder, files_fault=store.fault(), https=settings.secure, now=utcnow()
    )
    text = "".join(_gauge(*gauge) for gauge in _gauges(health))
    return Response(text, headers={"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"})


def _gauges(health: Health) -> Iterator[tuple[str, str, list[Sample]]]:
    """Each gauge: its name, what it says, and its samples."""
    yield "info", "The release that answers", [({"version": version("eventapp")}, 1)]
    yield (
        "stands_still",
        "1 where something stands still, by what",
        [({"what": vital}, float(vital in health.still)) for vital in health.conditions],
    )
    yield (
        "jobs",
        "Promised work by state",
        [({"state": state}, count) for state, count in sorted(health.counts.items())],
    )
    yield (
        "jobs_waiting",
        "Work to be done, by kind",
        [({"kind": waiting.kind}, waiting.count) for waiting in health.waiting],
    )
    yield (
        "jobs_oldest_seconds",
        "Age of the oldest work to be done, by kind",
        [
            ({"kind": waiting.kind}, (health.now - waiting.since).total_seconds())
            for waiting in health.waiting
        ],
    )
    yield (
        "late_seconds",
        "How long the oldest due work has waited",
        [({}, health.oldest_waiting.total_seconds())],
    )
    yield "disk_free_bytes", "Free on the data folder's disk", [({}, health.disk_free)]
    yield "disk_size_bytes", "Size of the data folder's disk", [({}, health.disk_total)]
    yield from _moments(health)
    yield (
        "clock_skew_seconds",
        "How far a worker's clock is before the database's",
        [({"host": beat.host}, beat.skew_ms / 1000) for beat in health.heartbeats],
    )


def _moments(health: Health) -> Iterator[tuple[str, str, list[Sample]]]:
    """Moments, in seconds since 1970; none where the thing has not happened."""
    moments = {
        "last_sent": ("When work was last done", health.last_sent),
        "last_backup": ("When the last whole backup was made", health.backup_at),
        "certificate_end": ("Until when the certificate holds", health.certificate_ends_at),
    }
    for name, (words, moment) in moments.items():
        yield f"{name}_timestamp_seconds", words, [({}, moment.timestamp())] if moment else []
    yield (
        "heartbeat_timestamp_seconds",
        "When a worker last gave a sign of life",
        [({"host": beat.host}, beat.at.timestamp()) for beat in health.heartbeats],
    )


def _gauge(name: str, words: str, samples: list[Sample]) -> str:
    lines = [f"# HELP eventapp_{name} {words}.", f"# TYPE eventapp_{name} gauge"]
    for labels, figure in samples:
        marked = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        lines.append(f"eventapp_{name}{f'{{{marked}}}' if marked else ''} {figure:.15g}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
