"""Work promised within the present transaction, and the leases under which it is done."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import (
    ColumnElement,
    Integer,
    Table,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from eventapp import insertion
from eventapp.extensions import db
from eventapp.ids import random_code
from eventapp.models import Job, JobKind, JobState
from eventapp.models.job import ABOUT_NOBODY

LEASE = timedelta(seconds=60)
FIRST_RETRY_DELAY = timedelta(seconds=10)
RETRY_DELAY_MAX = timedelta(hours=1)
# About a day of trying: 10 s, 20 s, 40 s … then an hour each.
ATTEMPTS_MAX = 30
BATCH_SIZE = 500
# Mail goes out within seconds; what has waited longer is shown to organizers and operators.
LATE_AFTER = timedelta(minutes=3)
UNREACHABLE_AFTER = timedelta(seconds=30)

# Written without the unit of work, at a third of its cost: others wait for this transaction.
JOBS = cast("Table", Job.__table__)
NEW_JOB = insert(JOBS)

# Built once, for every letter is found, leased and marked by them; and of the table, since those of
# the class look for objects that the session may hold, at three times the cost.
IS_DUE = or_(
    (JOBS.c.state == JobState.WAITING) & (JOBS.c.due_at <= bindparam("now")),
    (JOBS.c.state == JobState.LEASED) & (JOBS.c.leased_until < bindparam("now")),
)
ANY_DUE = select(JOBS.c.id).where(IS_DUE).limit(1)
NEXT_DUE = (
    select(JOBS.c.id)
    .where(IS_DUE)
    .order_by(JOBS.c.due_at, JOBS.c.id)
    .limit(bindparam("limit", type_=Integer))
    .with_for_update(skip_locked=True)
)
LEASED = (
    update(JOBS)
    # Not a subquery: PostgreSQL may run one again for each row, and then lease too many.
    .where(JOBS.c.id.in_(select(NEXT_DUE.cte("due").c.id)))
    .values(state=JobState.LEASED, leased_until=bindparam("until"), attempts=JOBS.c.attempts + 1)
    .returning(*(JOBS.c[name] for name in ("id", "kind", "payload", "message_id", "attempts")))
)
DONE = (
    update(JOBS)
    .where(JOBS.c.id == bindparam("job"), JOBS.c.attempts == bindparam("attempt"))
    .values(state=JobState.DONE, leased_until=None, error="", done_at=bindparam("at"))
)

# Since when a job could have been done: once it was retried, since it was promised.
_SINCE = case(
    (or_(Job.attempts == 0, and_(Job.attempts == 1, Job.state == JobState.LEASED)), Job.due_at),
    else_=Job.created_at,
)


@dataclass(frozen=True, slots=True)
class Lease:
    """A job leased to a worker; `attempt` is the fencing token that finishing must show."""

    job_id: int
    kind: JobKind
    payload: dict[str, int]
    message_id: str
    attempt: int


def enqueue(kind: JobKind, *, key: str, now: datetime, **payload: int) -> None:
    """Promise work. `key` names the business fact: promised twice, it fails the transaction."""
    db.session.execute(NEW_JOB, [_values(kind, key, now, payload)])


def post_at(kind: JobKind, *, key: str, due_at: datetime, now: datetime, **payload: int) -> None:
    """Promise work as `enqueue` does, to be done at `due_at`."""
    db.session.execute(NEW_JOB, [_values(kind, key, now, payload) | {"due_at": due_at}])


def enqueue_once(kind: JobKind, *, key: str, now: datetime, **payload: int) -> None:
    """Promise work unless the same fact was promised before, or is being promised just now."""
    db.session.execute(_unless_known(), [_values(kind, key, now, payload)])


def _unless_known() -> postgresql.Insert | sqlite.Insert:
    insert_into = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    return insert_into(JOBS).on_conflict_do_nothing(index_elements=[JOBS.c.dedupe_key])


@dataclass(frozen=True, slots=True)
class Promise:
    """Work to be done at `due_at`; `key` names the business fact."""

    kind: JobKind
    key: str
    due_at: datetime
    payload: dict[str, int]


def new_promise(promise: Promise, *, now: datetime, once: bool = False) -> insertion.Row:
    """The row of what `post_at` promises, or `enqueue_once`: to be written with others."""
    values = _values(promise.kind, promise.key, now, promise.payload) | {"due_at": promise.due_at}
    return insertion.new_row(JOBS, values, once=Job.dedupe_key.key if once else "")


def post_many(promises: Sequence[Promise], *, now: datetime) -> None:
    """Promise work of several kinds in one statement; the same fact is promised once."""
    if promises:
        values = [
            _values(promise.kind, promise.key, now, promise.payload) | {"due_at": promise.due_at}
            for promise in promises
        ]
        db.session.execute(_unless_known(), values)


def enqueue_many(
    kind: JobKind,
    promises: Sequence[tuple[str, dict[str, int]]],
    *,
    due_at: datetime,
    now: datetime,
) -> None:
    """Promise the same kind of work for many (key and payload each), to be done at `due_at`.

    What was promised before under the same key is not promised again.
    """
    new = [_values(kind, key, now, payload) | {"due_at": due_at} for key, payload in promises]
    if new:
        db.session.connection().execute(_unless_known(), new)


def list_untried(keys: Sequence[str]) -> set[str]:
    """Which of these promises nobody has begun to carry out."""
    waiting = set[str]()
    for at in range(0, len(keys), BATCH_SIZE):
        waiting.update(
            db.session.scalars(
                select(Job.dedupe_key).where(
                    Job.dedupe_key.in_(keys[at : at + BATCH_SIZE]), Job.state == JobState.WAITING
                )
            )
        )
    return waiting


def withdraw_untried(key: str) -> None:
    """Take back a promise that nobody has carried out."""
    untried = delete(Job).where(Job.dedupe_key == key, Job.state == JobState.WAITING)
    db.session.execute(untried.execution_options(synchronize_session=False))


def withdraw_many(keys: Sequence[str]) -> int:
    """Take back promises that nobody has carried out; return how many were left to take back."""
    taken = 0
    for at in range(0, len(keys), BATCH_SIZE):
        untried = delete(Job).where(
            Job.dedupe_key.in_(keys[at : at + BATCH_SIZE]), Job.state == JobState.WAITING
        )
        taken += db.session.connection().execute(untried).rowcount
    return taken


def bring_forward(keys: Sequence[str], *, due_at: datetime) -> None:
    """Let promises that nobody has carried out be due at another time."""
    for at in range(0, len(keys), BATCH_SIZE):
        earlier = update(Job).where(
            Job.dedupe_key.in_(keys[at : at + BATCH_SIZE]), Job.state == JobState.WAITING
        )
        db.session.connection().execute(earlier.values(due_at=due_at))


def rename(key: str, new_key: str) -> None:
    """Let a promise that was made under one key count as another fact, whose key is free."""
    renamed = update(Job).where(Job.dedupe_key == key).values(dedupe_key=new_key)
    db.session.execute(renamed.execution_options(synchronize_session=False))


def _values(kind: JobKind, key: str, now: datetime, payload: dict[str, int]) -> dict[str, object]:
    return {
        "kind": kind,
        "payload": payload,
        "registration_id": payload.get("registration_id", ABOUT_NOBODY),
        "dedupe_key": key,
        "message_id": random_code(26).lower(),
        "due_at": now,
        "created_at": now,
    }


def is_about(registration_ids: Collection[int]) -> ColumnElement[bool]:
    """The condition that a job is about one of these registrations; an index answers it."""
    of_payload = Job.payload["registration_id"].as_integer()
    by_older_release = and_(Job.registration_id.is_(None), of_payload.in_(registration_ids))
    return or_(Job.registration_id.in_(registration_ids), by_older_release)


def discard_failed(registration_ids: Collection[int], *, now: datetime) -> None:
    """Give up undelivered letters about these registrations: others replace them."""
    db.session.execute(
        update(Job)
        .where(Job.state == JobState.FAILED, is_about(registration_ids))
        .values(state=JobState.DISCARDED, done_at=now)
        .execution_options(synchronize_session=False)
    )


def lease(limit: int, *, now: datetime) -> Sequence[Lease]:
    """Take up to `limit` due jobs; the leases last once they are committed.

    Jobs whose lease ran out are due again: their worker died. On PostgreSQL, jobs leased
    to other workers are skipped, not waited for.
    """
    rows = db.session.execute(LEASED, {"now": now, "limit": limit, "until": now + LEASE})
    return sorted((Lease(*row) for row in rows), key=lambda leased: leased.job_id)


def renew(leases: Sequence[Lease], *, now: datetime) -> list[Lease]:
    """Let leases that go on last as long again; those that others have taken over are left out."""
    rows = db.session.execute(
        update(Job)
        .where(Job.id.in_([leased.job_id for leased in leases]), Job.state == JobState.LEASED)
        .values(leased_until=now + LEASE)
        .returning(Job.id, Job.attempts)
        .execution_options(synchronize_session=False)
    )
    attempts = {row[0]: row[1] for row in rows}
    return [leased for leased in leases if attempts.get(leased.job_id) == leased.attempt]


def has_due(*, now: datetime) -> bool:
    """Whether anything waits, without taking a lock."""
    return db.session.scalar(ANY_DUE, {"now": now}) is not None


def finish(leased: Lease, *, now: datetime) -> None:
    """Mark the job done, if this lease is still the latest."""
    db.session.execute(DONE, {"job": leased.job_id, "attempt": leased.attempt, "at": now})


def retry(leased: Lease, error: str, *, now: datetime) -> None:
    """Put the job back with a longer wait each time; give up, in sight, after ATTEMPTS_MAX."""
    if leased.attempt >= ATTEMPTS_MAX:
        give_up(leased, error, now=now)
        return
    wait = min(FIRST_RETRY_DELAY * 2 ** (leased.attempt - 1), RETRY_DELAY_MAX)
    jitter = random.uniform(0.5, 1.0)  # noqa: S311  # spreads retries, guards nothing
    _close(leased, state=JobState.WAITING, due_at=now + wait * jitter, error=error[:200])


def give_up(leased: Lease, error: str, *, now: datetime) -> None:
    """Stop trying: the fault is permanent, and the organizer sees it."""
    _close(leased, state=JobState.FAILED, done_at=now, error=error[:200])


def _close(leased: Lease, **values: object) -> None:
    db.session.execute(
        update(Job)
        .where(Job.id == leased.job_id, Job.attempts == leased.attempt)
        .values(leased_until=None, **values)
        .execution_options(synchronize_session=False)
    )


def oldest_waiting(*, now: datetime) -> timedelta:
    """How long the oldest work that should be done has waited; zero when none waits.

    A retry moves the moment of the next attempt, and does not make the work any younger.
    """
    since: datetime | None = db.session.scalar(
        select(func.min(_SINCE)).where(_is_open(), now >= _SINCE)
    )
    return now - since if since else timedelta()


def count_troubled(*, now: datetime) -> tuple[int, int, int]:
    """How many were given up, have waited for longer than LATE_AFTER, or failed and are retried."""
    row = db.session.execute(TROUBLED, {"late_since": now - LATE_AFTER}).one()
    return row[0], row[1], row[2]


def fault(*, now: datetime) -> str:
    """Whether mail has stopped going out, and for how long; empty when it goes out."""
    minutes = int(_stalled_for(now=now).total_seconds() // 60)
    return f"nothing has been sent, and the oldest has waited for {minutes} min" if minutes else ""


def _stalled_for(*, now: datetime) -> timedelta:
    """How long work has waited while none at all was done; zero unless that is LATE_AFTER.

    One recipient's full mailbox is no standstill: other letters get through meanwhile.
    """
    if oldest_waiting(now=now) < LATE_AFTER:
        return timedelta()
    sent = last_done()
    waiting = select(func.min(_SINCE)).where(_is_open(), now - LATE_AFTER >= _SINCE)
    since: datetime | None = db.session.scalar(waiting.where(sent < _SINCE) if sent else waiting)
    return now - since if since else timedelta()


def last_done() -> datetime | None:
    """When the last promise was kept."""
    return db.session.scalar(select(func.max(Job.done_at)).where(Job.state == JobState.DONE))


def stopped_since(*, now: datetime) -> datetime | None:
    """Since when nothing goes out at all; None when it does.

    Half a minute is enough where the server could not be reached; where it refused one letter, or
    nothing was tried, LATE_AFTER.
    """
    sent = last_done()
    failing = select(func.min(_SINCE)).where(
        _is_open(),
        Job.error != "",
        Job.error.not_like("SMTP %"),
        Job.error.not_like("refused %"),
        now - UNREACHABLE_AFTER >= _SINCE,
    )
    since: datetime | None = db.session.scalar(failing.where(sent < _SINCE) if sent else failing)
    stalled = _stalled_for(now=now)
    return since or (now - stalled if stalled else None)


def latest_error() -> str:
    """What the mail server last answered, of what still waits; empty when nothing failed."""
    latest = select(Job.error).where(_is_open(), Job.error != "").order_by(Job.id.desc()).limit(1)
    return db.session.scalar(latest) or ""


def _is_open() -> ColumnElement[bool]:
    return Job.state.in_((JobState.WAITING, JobState.LEASED))


# Built once: building it takes longer than running it.
TROUBLED = select(
    func.count().filter(Job.state == JobState.FAILED),
    func.count().filter(_is_open(), bindparam("late_since", type_=_SINCE.type) >= _SINCE),
    func.count().filter(_is_open(), Job.error != ""),
).where(Job.state.in_((JobState.FAILED, JobState.WAITING, JobState.LEASED)))


def mark_all_done(*, now: datetime) -> None:
    """Mark everything as done without doing it: for sample data alone."""
    db.session.execute(
        update(Job)
        .where(Job.state == JobState.WAITING)
        .values(state=JobState.DONE, done_at=now)
        .execution_options(synchronize_session=False)
    )
