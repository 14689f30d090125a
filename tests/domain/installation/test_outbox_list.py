"""The outbox as organizers see it."""

from datetime import timedelta

import pytest

from eventapp.domain import outbox
from eventapp.domain.installation import outbox_list
from eventapp.domain.installation.outbox_list import NothingToRetry
from eventapp.extensions import db
from eventapp.models import Job, JobKind, JobState
from tests.builders import HOUR, NOON, a_registration, an_event

pytestmark = pytest.mark.usefixtures("app")


def a_job(key: str, state: JobState, attempts: int, due_at: object = NOON + HOUR) -> Job:
    job = Job(
        kind=JobKind.REGISTRATION_MAIL,
        dedupe_key=key,
        message_id=key,
        payload={},
        state=state,
        attempts=attempts,
        due_at=due_at,
        created_at=NOON - timedelta(days=1),
    )
    db.session.add(job)
    db.session.flush()
    return job


def test_all_again_means_those_that_wait_for_another_try_too() -> None:
    failed = a_job("a", JobState.FAILED, 9)
    retried = [a_job(f"b{n}", JobState.WAITING, 8) for n in range(3)]
    untried = a_job("c", JobState.WAITING, 0)
    assert outbox_list.count_retried() == 3

    assert outbox_list.retry_all(now=NOON) == 4

    db.session.expire_all()
    assert {job.due_at for job in [failed, *retried]} == {NOON}
    assert failed.state is JobState.WAITING
    assert untried.due_at == NOON + HOUR  # it waits for a time of its own


def test_jobs_are_counted_and_listed_with_whom_they_are_about() -> None:
    mine = a_registration(an_event(title="Dialogdagar"))
    outbox.enqueue(JobKind.SIGN_IN_MAIL, key="a", now=NOON + HOUR, sign_in_link_id=1)

    page = outbox_list.list_jobs(JobState.WAITING, page=7)

    assert outbox_list.count_by_state() == {JobState.WAITING: 2}
    assert [(job.kind, job.name, job.event_title) for job in page.jobs] == [
        (JobKind.SIGN_IN_MAIL, None, None),
        (JobKind.REGISTRATION_MAIL, mine.name, "Dialogdagar"),
    ]
    assert (page.page, page.pages, page.total) == (1, 1, 2)


def test_what_failed_or_waits_for_its_next_try_is_due_again() -> None:
    for key in "abc":
        outbox.enqueue(JobKind.SIGN_IN_MAIL, key=key, now=NOON, sign_in_link_id=1)
    failed, waiting, _leased = outbox.lease(3, now=NOON)
    outbox.give_up(failed, "refused [550]", now=NOON)
    outbox.retry(waiting, "SMTP 451", now=NOON)

    assert outbox_list.retry_all(now=NOON) == 2
    assert {lease.job_id for lease in outbox.lease(3, now=NOON)} == {failed.job_id, waiting.job_id}
    with pytest.raises(NothingToRetry):
        outbox_list.retry_job(failed.job_id, now=NOON)
