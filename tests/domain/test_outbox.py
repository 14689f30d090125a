"""Work promised: once for each fact, done under a lease, retried, and given up in sight."""

import threading
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from eventapp.domain import outbox
from eventapp.domain.outbox import ATTEMPTS_MAX, LEASE, RETRY_DELAY_MAX, Lease
from eventapp.extensions import db
from eventapp.models import Job, JobKind, JobState
from tests.builders import DAY, HOUR, NOON

pytestmark = pytest.mark.usefixtures("app")

KIND = JobKind.REGISTRATION_MAIL
INSTANT = timedelta(microseconds=1)


def promise(*keys: str, now: datetime = NOON) -> None:
    for number, key in enumerate(keys):
        outbox.enqueue(KIND, key=key, now=now, registration_id=number)
    db.session.flush()


def take(limit: int = 10, *, now: datetime = NOON) -> list[Lease]:
    leases = list(outbox.lease(limit, now=now))
    db.session.commit()
    return leases


def the_job() -> Job:
    db.session.expire_all()
    return db.session.scalars(select(Job)).one()


def test_a_promise_names_its_fact_and_has_a_message_id_of_its_own() -> None:
    promise("a", "b")

    jobs = db.session.scalars(select(Job).order_by(Job.id)).all()

    assert [(job.dedupe_key, job.payload) for job in jobs] == [
        ("a", {"registration_id": 0}),
        ("b", {"registration_id": 1}),
    ]
    assert len({job.message_id for job in jobs}) == 2
    assert {(job.state, job.due_at, job.attempts) for job in jobs} == {(JobState.WAITING, NOON, 0)}


def test_the_same_fact_promised_twice_fails_the_transaction() -> None:
    promise("a")

    with pytest.raises(IntegrityError):
        promise("a")
    db.session.rollback()


def test_the_same_fact_promised_once_more_is_one_promise() -> None:
    for _ in range(3):
        outbox.enqueue_once(KIND, key="a", now=NOON, registration_id=1)
    db.session.flush()

    assert db.session.scalar(select(func.count()).select_from(Job)) == 1
    assert the_job().payload == {"registration_id": 1}


def test_one_who_promises_at_the_same_moment_does_not_stumble(app: Flask) -> None:
    failures: list[Exception] = []
    together = threading.Barrier(4)

    def promise_once() -> None:
        with app.app_context():
            try:
                together.wait(5)
                outbox.enqueue_once(KIND, key="a", now=NOON, registration_id=1)
                db.session.commit()
            except Exception as error:  # noqa: BLE001  # told to the test's own thread
                failures.append(error)

    threads = [threading.Thread(target=promise_once) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert failures == []
    assert db.session.scalar(select(func.count()).select_from(Job)) == 1


def test_a_promise_dies_with_the_transaction_that_made_it() -> None:
    promise("a")
    db.session.rollback()

    assert not outbox.has_due(now=NOON)


def test_jobs_are_taken_by_due_time_and_no_more_than_asked_for() -> None:
    promise("later", now=NOON - HOUR)
    promise("soonest", now=NOON - DAY)
    promise("not yet", now=NOON + INSTANT)
    promise("latest", now=NOON)

    taken = take(2)

    keys = {job.id: job.dedupe_key for job in db.session.scalars(select(Job))}
    assert {keys[lease.job_id] for lease in taken} == {"soonest", "later"}
    assert [keys[lease.job_id] for lease in take()] == ["latest"]
    assert take() == []


def test_a_job_in_somebodys_hands_is_not_taken_again_until_the_lease_runs_out() -> None:
    promise("a")
    (first,) = take()

    assert not outbox.has_due(now=NOON + LEASE)
    assert take(now=NOON + LEASE) == []
    (second,) = take(now=NOON + LEASE + INSTANT)

    assert (first.attempt, second.attempt) == (1, 2)
    assert (first.job_id, first.message_id) == (second.job_id, second.message_id)


def test_one_whose_lease_ran_out_cannot_finish_for_the_one_who_took_over() -> None:
    promise("a")
    (dead,) = take()
    (alive,) = take(now=NOON + 2 * LEASE)

    outbox.finish(dead, now=NOON + 2 * LEASE)
    assert the_job().state is JobState.LEASED
    outbox.retry(dead, "late", now=NOON + 2 * LEASE)
    outbox.give_up(dead, "late", now=NOON + 2 * LEASE)
    assert the_job().state is JobState.LEASED

    outbox.finish(alive, now=NOON + 2 * LEASE)
    assert the_job().state is JobState.DONE


def test_a_finished_job_is_never_taken_again() -> None:
    promise("a")
    (leased,) = take()
    outbox.finish(leased, now=NOON + INSTANT)
    db.session.commit()

    job = the_job()
    assert (job.state, job.done_at, job.leased_until) == (JobState.DONE, NOON + INSTANT, None)
    assert take(now=NOON + DAY) == []


@pytest.mark.parametrize("attempt", [1, 2, 3, 5, 9, 12, ATTEMPTS_MAX - 1])
def test_waits_double_with_jitter_up_to_an_hour(attempt: int) -> None:
    promise("a")
    (leased,) = take()
    tried = Lease(leased.job_id, KIND, {}, leased.message_id, attempt)
    db.session.get_one(Job, leased.job_id).attempts = attempt
    db.session.flush()

    outbox.retry(tried, "SMTP 451", now=NOON)

    job, longest = the_job(), min(timedelta(seconds=10) * 2 ** (attempt - 1), RETRY_DELAY_MAX)
    assert longest / 2 <= job.due_at - NOON <= longest
    assert (job.state, job.error, job.leased_until) == (JobState.WAITING, "SMTP 451", None)


def test_after_the_last_attempt_it_is_given_up_in_sight() -> None:
    promise("a")
    (leased,) = take()
    db.session.get_one(Job, leased.job_id).attempts = ATTEMPTS_MAX
    db.session.flush()

    outbox.retry(
        Lease(leased.job_id, KIND, {}, leased.message_id, ATTEMPTS_MAX), "still not", now=NOON
    )

    job = the_job()
    assert (job.state, job.error, job.done_at) == (JobState.FAILED, "still not", NOON)
    assert take(now=NOON + 30 * DAY) == []


def test_a_permanent_fault_is_given_up_at_once_and_long_words_are_cut() -> None:
    promise("a")
    (leased,) = take()

    outbox.give_up(leased, "x" * 1000, now=NOON)

    assert (the_job().state, len(the_job().error)) == (JobState.FAILED, 200)


def test_all_tries_together_last_about_a_day() -> None:
    waits = [
        min(timedelta(seconds=10) * 2 ** (attempt - 1), RETRY_DELAY_MAX)
        for attempt in range(1, ATTEMPTS_MAX)
    ]

    assert DAY / 2 < sum(waits, timedelta()) < 2 * DAY


def test_the_age_of_work_counts_from_when_it_should_have_been_done() -> None:
    assert outbox.oldest_waiting(now=NOON) == timedelta()
    promise("a", now=NOON - HOUR)
    promise("future", now=NOON + HOUR)

    assert outbox.oldest_waiting(now=NOON) == HOUR
    (leased,) = take()
    assert outbox.oldest_waiting(now=NOON) == HOUR  # nobody knows yet whether it gets done
    outbox.finish(leased, now=NOON)
    assert outbox.oldest_waiting(now=NOON) == timedelta()


def fail_for(length: timedelta, key: str = "a") -> datetime:
    """Promise mail that a server refuses all that time; the moment after it."""
    promise(key)
    now = NOON
    while now <= NOON + length:
        for leased in take(now=now):
            outbox.retry(leased, "SMTP 451", now=now)
        db.session.commit()
        now += timedelta(seconds=5)
    return now


def test_retrying_makes_no_mail_younger() -> None:
    now = fail_for(timedelta(minutes=17))

    assert the_job().attempts >= 6
    assert outbox.oldest_waiting(now=now) == now - NOON
    assert outbox.count_troubled(now=now)[1] == 1
    assert outbox.fault(now=now).endswith("waited for 17 min")


def test_what_is_promised_for_later_is_not_late() -> None:
    outbox.enqueue_many(KIND, [("a", {})], due_at=NOON + HOUR, now=NOON - DAY)

    assert outbox.oldest_waiting(now=NOON + HOUR) == timedelta()
    take(now=NOON + HOUR)
    assert outbox.oldest_waiting(now=NOON + HOUR) == timedelta()
    assert outbox.count_troubled(now=NOON + HOUR)[1] == 0


def test_one_full_mailbox_is_late_and_no_standstill() -> None:
    now = fail_for(timedelta(minutes=10))
    promise("b", now=now)
    (other,) = (lease for lease in take(now=now) if lease.attempt == 1)
    outbox.finish(other, now=now)

    assert outbox.count_troubled(now=now)[1] == 1
    assert outbox.fault(now=now) == ""


def test_a_standstill_after_one_full_mailbox_is_noticed() -> None:
    now = fail_for(timedelta(minutes=10))
    promise("b", now=now)
    (other,) = (lease for lease in take(now=now) if lease.attempt == 1)
    outbox.finish(other, now=now)
    promise("c", now=now + INSTANT)

    later = now + INSTANT + outbox.LATE_AFTER
    assert outbox.fault(now=later).endswith("waited for 3 min")


def test_counting_all_as_done_leaves_nothing_to_do() -> None:
    promise("a", "b")

    outbox.mark_all_done(now=NOON)

    assert take() == []


@pytest.fixture
def many(app: Flask) -> Flask:
    promise(*(f"fact {n}" for n in range(60)))
    db.session.commit()
    return app


def test_workers_at_once_take_each_job_once(many: Flask) -> None:
    taken: list[int] = []
    guard = threading.Lock()

    def work() -> None:
        with many.app_context():
            while leases := outbox.lease(4, now=NOON):
                db.session.commit()
                for lease in leases:
                    outbox.finish(lease, now=NOON)
                db.session.commit()
                with guard:
                    taken.extend(lease.job_id for lease in leases)
            db.session.rollback()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(taken) == len(set(taken)) == 60
    states = db.session.scalars(select(Job.state).distinct()).all()
    assert states == [JobState.DONE]
