"""Signs of life: each worker writes one, several times a minute."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from eventapp.extensions import db
from eventapp.keys import app_keys
from eventapp.models import ClockSource, Heartbeat

BEAT_INTERVAL = timedelta(seconds=15)
SILENT_AFTER = timedelta(seconds=45)
# A host that has been gone for so long is not missed: it was replaced by another.
FORGOTTEN_AFTER = timedelta(days=1)


def beat(host: str, *, now: datetime) -> None:
    """Write down that the worker of this host is alive, and forget hosts long gone."""
    postgres = has_own_clock()
    values: dict[str, object] = {"at": now, "keys": app_keys().fingerprints}
    if postgres:
        values |= {"skew_ms": _skew_ms(now), "clock_source": ClockSource.DATABASE}
    insert = (postgresql.insert if postgres else sqlite.insert)(Heartbeat)
    db.session.execute(
        insert.values(host=host, certificate_error="", **values).on_conflict_do_update(
            index_elements=[Heartbeat.host], set_=values
        )
    )
    db.session.execute(
        delete(Heartbeat)
        .where(Heartbeat.at < now - FORGOTTEN_AFTER)
        .execution_options(synchronize_session=False)
    )


def note_certificate(host: str, *, ends_at: datetime | None, error: str, now: datetime) -> None:
    """Write down until when the certificate holds, as this host's worker saw it, or why not."""
    db.session.execute(
        update(Heartbeat)
        .where(Heartbeat.host == host)
        .values(
            certificate_checked_at=now, certificate_ends_at=ends_at, certificate_error=error[:200]
        )
        .execution_options(synchronize_session=False)
    )


def has_own_clock() -> bool:
    """Whether the database says the time by a clock of its own, as a server does."""
    return db.engine.dialect.name == "postgresql"


def note_clock(host: str, said: datetime | None, *, now: datetime) -> None:
    """Write down what the mail server said the time was at `now`; None where it says none."""
    skew_ms = round((now - said).total_seconds() * 1000) if said else 0
    source = ClockSource.MAIL if said else ClockSource.NONE
    db.session.execute(
        update(Heartbeat)
        .where(Heartbeat.host == host)
        .values(skew_ms=skew_ms, clock_source=source)
        .execution_options(synchronize_session=False)
    )


def list_other_keys(*, now: datetime) -> list[str]:
    """The settings in which this host and one that is alive differ: their names alone."""
    own = app_keys().fingerprints
    alive = [row for row in list_heartbeats() if abs(now - row.at) <= SILENT_AFTER]
    return [
        setting
        for setting, mine in own.items()
        if any(row.keys.get(setting, mine) != mine for row in alive)
    ]


def list_heartbeats() -> list[Heartbeat]:
    """The hosts' last signs of life, the latest first."""
    return list(db.session.scalars(select(Heartbeat).order_by(Heartbeat.at.desc())))


def _skew_ms(now: datetime) -> int:
    at = db.session.scalar(select(func.clock_timestamp()))
    return round((now - at).total_seconds() * 1000) if at else 0
