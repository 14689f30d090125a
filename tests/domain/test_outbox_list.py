"""Trying again what did not get through."""

from datetime import timedelta

import pytest

from eventapp.domain import outbox_list
from eventapp.extensions import db
from eventapp.models import Job, JobKind, JobState
from tests.builders import HOUR, NOON

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

    assert outbox_list.try_all_again(now=NOON) == 4

    db.session.expire_all()
    assert {each.due_at for each in [failed, *retried]} == {NOON}
    assert failed.state is JobState.WAITING
    assert untried.due_at == NOON + HOUR  # it waits for a time of its own
