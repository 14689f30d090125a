"""How the installation is: mail, worker, disk, backups, clock, certificate."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import func, select

from eventapp.domain import outbox
from eventapp.domain.installation.backup import LAST_BACKUP, last_backup
from eventapp.domain.installation.count_check import last_checks
from eventapp.domain.installation.heartbeat import SILENT_AFTER, list_heartbeats, list_other_keys
from eventapp.domain.installation.outbox_list import count_by_state
from eventapp.extensions import db
from eventapp.models import ClockSource, CountCheck, CountKind, Heartbeat, Job, JobKind, JobState

DISK_FREE_MIN_BYTES = 500_000_000
DISK_FREE_LOW_BYTES = 2_000_000_000
# A nightly backup that is a few hours late is no matter; a missed one is.
BACKUP_DUE_AFTER = timedelta(hours=36)
BACKUP_MISSED_AFTER = timedelta(days=3)
CERTIFICATE_DUE = timedelta(days=21)
CERTIFICATE_PRESSING = timedelta(days=7)
# Built once: building it takes longer than running it.
LATEST = select(
    func.max(Heartbeat.at), func.max(Heartbeat.certificate_ends_at), LAST_BACKUP.scalar_subquery()
)
SKEW_NOTED_MS = 2_000
SKEW_MAX_MS = 30_000  # second factors count in steps of thirty seconds


class Vital(StrEnum):
    """What is looked at, the most pressing first."""

    MAIL = "mail"
    WORKER = "worker"
    DISK = "disk"
    FILES = "files"
    KEYS = "keys"
    BACKUP = "backup"
    CERTIFICATE = "certificate"
    CLOCK = "clock"
    OUTBOX = "outbox"
    FAILED = "failed"
    COUNTS = "counts"
    DOUBLES = "doubles"


class VitalSign(StrEnum):
    """How one of them is."""

    GOOD = "good"
    CARE = "care"  # soon, or because of another
    STILL = "still"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class WaitingKind:
    """One kind of letter that waits: how many, and when the first was promised."""

    kind: JobKind
    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Health:
    """What was measured at `now`."""

    now: datetime
    stopped_since: datetime | None
    last_sent: datetime | None
    mail_error: str
    waiting: Sequence[WaitingKind]
    oldest_waiting: timedelta
    late: int
    counts: dict[JobState, int]
    heartbeats: Sequence[Heartbeat]
    disk_free: int
    disk_total: int
    files_fault: str
    backup_at: datetime | None
    https: bool
    other_keys: Sequence[str]
    count_checks: Mapping[CountKind, CountCheck]

    @property
    def conditions(self) -> dict[Vital, VitalSign]:
        """How each is, the most pressing first."""
        return {
            Vital.MAIL: VitalSign.STILL if self.stopped_since else VitalSign.GOOD,
            Vital.WORKER: worker_condition(self.beat_at, self.now),
            Vital.DISK: disk_condition(self.disk_free),
            Vital.FILES: VitalSign.STILL if self.files_fault else VitalSign.GOOD,
            Vital.KEYS: VitalSign.STILL if self.other_keys else VitalSign.GOOD,
            Vital.BACKUP: backup_condition(self.backup_at, self.now),
            Vital.CERTIFICATE: self._certificate(),
            Vital.CLOCK: self._clock(),
            Vital.OUTBOX: VitalSign.CARE if self.late or self.stopped_since else VitalSign.GOOD,
            Vital.FAILED: VitalSign.CARE if self.failed else VitalSign.GOOD,
            Vital.COUNTS: self._counted(CountKind.REGISTRATIONS),
            Vital.DOUBLES: self._counted(CountKind.DOUBLES),
        }

    @property
    def still(self) -> list[Vital]:
        """What stands still."""
        return [vital for vital, how in self.conditions.items() if how is VitalSign.STILL]

    @property
    def failed(self) -> int:
        """How many promises have been given up."""
        return self.counts.get(JobState.FAILED, 0)

    @property
    def held(self) -> int:
        """How many letters a restore has left to be released."""
        return self.counts.get(JobState.HELD, 0)

    @property
    def beat_at(self) -> datetime | None:
        """When a worker last gave a sign of life."""
        return self.heartbeats[0].at if self.heartbeats else None

    @property
    def skew_ms(self) -> int:
        """The largest difference between a host's clock and the one it was compared with."""
        return max((abs(heartbeat.skew_ms) for heartbeat in self.heartbeats), default=0)

    @property
    def clock_source(self) -> ClockSource:
        """Whose clock the hosts' were compared with."""
        sources = {row.clock_source for row in self.heartbeats} - {ClockSource.NONE}
        return next(iter(sources), ClockSource.NONE)

    @property
    def certificate_ends_at(self) -> datetime | None:
        """Until when the certificate holds, as far as is known."""
        return self.heartbeats[0].certificate_ends_at if self.heartbeats else None

    @property
    def certificate_error(self) -> str:
        """Why nothing is known of the certificate, in the system's words."""
        return self.heartbeats[0].certificate_error if self.heartbeats else ""

    def _certificate(self) -> VitalSign:
        if not self.https:
            return VitalSign.UNKNOWN
        return certificate_condition(self.certificate_ends_at, self.now)

    def _counted(self, kind: CountKind) -> VitalSign:
        check = self.count_checks.get(kind)
        if check is None:
            return VitalSign.UNKNOWN
        return VitalSign.CARE if check.wrong else VitalSign.GOOD

    def _clock(self) -> VitalSign:
        ahead = self.beat_at is not None and self.beat_at - self.now > SILENT_AFTER
        if ahead or self.skew_ms > SKEW_MAX_MS:
            return VitalSign.STILL
        if self.clock_source is ClockSource.NONE:
            return VitalSign.UNKNOWN
        return VitalSign.CARE if self.skew_ms > SKEW_NOTED_MS else VitalSign.GOOD


def measure(folder: Path, *, files_fault: str, https: bool, now: datetime) -> Health:
    """Look at everything, in ten queries; `folder` is that of this host's own data.

    `files_fault` says why uploaded files cannot be stored, where they cannot.
    """
    disk = shutil.disk_usage(folder)
    return Health(
        now=now,
        stopped_since=outbox.stopped_since(now=now),
        last_sent=outbox.last_done(),
        mail_error=outbox.latest_error(),
        waiting=_waiting_by_kind(),
        oldest_waiting=outbox.oldest_waiting(now=now),
        late=outbox.count_troubled(now=now)[1],
        counts=count_by_state(),
        heartbeats=list_heartbeats(),
        disk_free=disk.free,
        disk_total=disk.total,
        files_fault=files_fault,
        backup_at=last_backup(),
        https=https,
        other_keys=list_other_keys(now=now),
        count_checks=last_checks(),
    )


def list_still(folder: Path, *, sees_all: bool, now: datetime) -> list[Vital]:
    """What stands still but mail, for the first page, in one query."""
    beat_at, certificate_ends_at, backup_at = db.session.execute(LATEST).one()
    conditions = {
        Vital.WORKER: worker_condition(beat_at, now),
        Vital.DISK: disk_condition(shutil.disk_usage(folder).free),
    }
    if sees_all:
        conditions[Vital.BACKUP] = backup_condition(backup_at, now)
        conditions[Vital.CERTIFICATE] = certificate_condition(certificate_ends_at, now)
    return [vital for vital, how in conditions.items() if how is VitalSign.STILL]


def worker_condition(beat_at: datetime | None, now: datetime) -> VitalSign:
    """Whether any worker is alive; unknown where none has ever been seen."""
    if beat_at is None:
        return VitalSign.UNKNOWN
    return VitalSign.STILL if now - beat_at > SILENT_AFTER else VitalSign.GOOD


def disk_condition(free: int) -> VitalSign:
    """Whether there is room for files and the database."""
    if free < DISK_FREE_MIN_BYTES:
        return VitalSign.STILL
    return VitalSign.CARE if free < DISK_FREE_LOW_BYTES else VitalSign.GOOD


def backup_condition(at: datetime | None, now: datetime) -> VitalSign:
    """Whether the last whole backup is recent."""
    if at is None:
        return VitalSign.CARE
    if now - at > BACKUP_MISSED_AFTER:
        return VitalSign.STILL
    return VitalSign.CARE if now - at > BACKUP_DUE_AFTER else VitalSign.GOOD


def certificate_condition(ends_at: datetime | None, now: datetime) -> VitalSign:
    """Whether the certificate holds for a while yet; unknown until a worker has seen it."""
    if ends_at is None:
        return VitalSign.UNKNOWN
    if ends_at - now < CERTIFICATE_PRESSING:
        return VitalSign.STILL
    return VitalSign.CARE if ends_at - now < CERTIFICATE_DUE else VitalSign.GOOD


def _waiting_by_kind() -> list[WaitingKind]:
    since = func.min(Job.created_at)
    rows = db.session.execute(
        select(Job.kind, func.count(), since)
        .where(Job.state.in_((JobState.WAITING, JobState.LEASED)))
        .group_by(Job.kind)
        .order_by(since)
    )
    return [WaitingKind(*row) for row in rows]
