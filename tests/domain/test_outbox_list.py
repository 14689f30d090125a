"""The outbox as organizers see it."""

import pytest

from eventapp.domain import outbox, outbox_list
from eventapp.models import JobKind, JobState
from tests.builders import HOUR, NOON, a_registration, an_event

pytestmark = pytest.mark.usefixtures("app")


def test_jobs_are_counted_and_listed_with_whom_they_are_about() -> None:
    mine = a_registration(an_event(title="Dialogdagar"))
    outbox.post(JobKind.SIGN_IN_MAIL, key="a", now=NOON + HOUR, sign_in_link_id=1)

    page = outbox_list.list_jobs(JobState.WAITING, page=7)

    assert outbox_list.count_by_state() == {JobState.WAITING: 2}
    assert [(job.kind, job.name, job.event_title) for job in page.jobs] == [
        (JobKind.SIGN_IN_MAIL, None, None),
        (JobKind.REGISTRATION_MAIL, mine.name, "Dialogdagar"),
    ]
    assert (page.page, page.pages, page.total) == (1, 1, 2)


def test_what_failed_or_waits_for_its_next_try_is_due_again() -> None:
    for key in "abc":
        outbox.post(JobKind.SIGN_IN_MAIL, key=key, now=NOON, sign_in_link_id=1)
    failed, waiting, _leased = outbox.lease(3, now=NOON)
    outbox.give_up(failed, "refused [550]", now=NOON)
    outbox.retry(waiting, "SMTP 451", now=NOON)

    assert outbox_list.try_all_again(now=NOON) == 2
    assert {each.job_id for each in outbox.lease(3, now=NOON)} == {failed.job_id, waiting.job_id}
    assert not outbox_list.try_again(failed.job_id, now=NOON)
