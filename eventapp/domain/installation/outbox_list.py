"""The outbox as organizers see it: how much waits, what failed; and trying it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from eventapp.domain.errors import Refusal
from eventapp.domain.paging import Page
from eventapp.extensions import db
from eventapp.i18n import _, _l
from eventapp.models import Event, Job, JobKind, JobState, Registration

PAGE_SIZE = 50


class NothingToRetry(Refusal):
    """The promise got through meanwhile, waits for its own time, or was never there."""

    code = "nothing-to-retry"
    sentence = _l("That email is no longer in the list, so it cannot be sent again.")

    def __init__(self, state: JobState | None) -> None:
        super().__init__(state)
        self.state = state

    @property
    def message(self) -> str:
        """What has become of the email."""
        match self.state:
            case JobState.DONE:
                return _("That email has been sent meanwhile. There is nothing left to do.")
            case JobState.LEASED:
                return _("That email is being sent right now.")
            case JobState.WAITING:
                return _("That email is already waiting to be sent. It goes out by itself.")
            case JobState.HELD | JobState.DISCARDED:
                return _("That email has been held since a restore. Release it there first.")
        return super().message


@dataclass(frozen=True, slots=True)
class ListedJob:
    """One job, and the registration it is about where it is about one."""

    id: int
    kind: JobKind
    created_at: datetime
    due_at: datetime
    done_at: datetime | None
    attempts: int
    error: str
    event_slug: str | None
    event_title: str | None
    registration_code: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class JobPage:
    """One page of the list; pages count from 1."""

    jobs: Sequence[ListedJob]
    page: int
    pages: int
    total: int


def count_by_state() -> dict[JobState, int]:
    """How many jobs are in each state."""
    rows = db.session.execute(select(Job.state, func.count()).group_by(Job.state))
    return {row[0]: row[1] for row in rows}


def list_jobs(state: JobState, *, page: int) -> JobPage:
    """Jobs in that state, the latest first, in three queries."""
    total = db.session.scalar(select(func.count()).select_from(Job).where(Job.state == state)) or 0
    shown = Page.of(total, wanted=page, size=PAGE_SIZE)
    jobs = db.session.scalars(
        select(Job)
        .where(Job.state == state)
        .order_by(Job.due_at.desc(), Job.id.desc())
        .limit(PAGE_SIZE)
        .offset(shown.start)
    ).all()
    registrations = _about([job.payload.get("registration_id", 0) for job in jobs])
    listed = [
        _listed(job, registrations.get(job.payload.get("registration_id", 0))) for job in jobs
    ]
    return JobPage(listed, shown.number, shown.pages, total)


def retry_job(number: int, *, now: datetime) -> None:
    """Make one job due that failed or waits for its next attempt. Raises NothingToRetry."""
    if _make_due(now, Job.id == number) != 1:
        raise NothingToRetry(db.session.scalar(select(Job.state).where(Job.id == number)))


def retry_all(*, now: datetime) -> int:
    """Make every such job due; returns how many there were."""
    return _make_due(now)


def count_retried() -> int:
    """How many failed at first and wait for another attempt."""
    return db.session.scalar(select(func.count()).select_from(Job).where(RETRIED)) or 0


# What has not been tried waits for a time of its own, such as five minutes after a change.
RETRIED = and_(Job.state == JobState.WAITING, Job.attempts > 0)


def _make_due(now: datetime, *which: ColumnElement[bool]) -> int:
    # The attempts go on counting: they are the fencing token of the lease.
    done = db.session.execute(
        update(Job)
        .where(or_(Job.state == JobState.FAILED, RETRIED), *which)
        .values(state=JobState.WAITING, due_at=now, done_at=None)
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def _about(ids: Sequence[int]) -> dict[int, tuple[str, str, str, str]]:
    rows = db.session.execute(
        select(Registration.id, Event.slug, Event.title, Registration.code, Registration.name)
        .join(Registration.event)
        .where(Registration.id.in_(ids))
    )
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


def _listed(job: Job, about: tuple[str, str, str, str] | None) -> ListedJob:
    slug, title, code, name = about or (None, None, None, None)
    return ListedJob(
        id=job.id,
        kind=job.kind,
        created_at=job.created_at,
        due_at=job.due_at,
        done_at=job.done_at,
        attempts=job.attempts,
        error=job.error,
        event_slug=slug,
        event_title=title,
        registration_code=code,
        name=name,
    )
