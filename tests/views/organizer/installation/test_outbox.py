"""The outbox at the desk: what failed stands there, and is tried again."""

import pytest

from eventapp.extensions import db
from eventapp.models import Job, JobKind, JobState
from tests.builders import HOUR, NOON, a_registration, an_event
from tests.builders.forms import send
from tests.visitor import Visitor


def a_failed_job(number: int = 1) -> Job:
    registration = a_registration(an_event())
    job = Job(
        kind=JobKind.PROMOTION_MAIL,
        payload={"registration_id": registration.id},
        dedupe_key=f"x{number}",
        message_id=f"x{number}",
        state=JobState.FAILED,
        due_at=NOON,
        attempts=3,
        error="SMTP 550",
    )
    db.session.add(job)
    db.session.flush()
    return job


def test_what_failed_says_why_and_to_whom(desk: Visitor) -> None:
    a_failed_job()
    page = desk.get("/organizer/outbox").text
    assert "SMTP 550" in page
    assert "Linnéa Vårglim" in page


def test_one_is_tried_again_and_only_by_a_form(desk: Visitor) -> None:
    job = a_failed_job()
    address = f"/organizer/outbox/{job.id}/attempts"
    assert desk.get(address).status_code == 405
    assert send(desk, address).status_code == 303
    assert (job.state, job.due_at, job.attempts) == (JobState.WAITING, NOON, 3)
    assert send(desk, address).status_code == 303
    assert job.attempts == 3


def test_all_are_tried_again_at_once(desk: Visitor) -> None:
    jobs = [a_failed_job(number) for number in range(2)]
    assert send(desk, "/organizer/outbox/attempts").status_code == 303
    assert {job.state for job in jobs} == {JobState.WAITING}


def test_what_waits_for_its_next_try_is_tried_again_too(desk: Visitor) -> None:
    waiting, untried = a_failed_job(1), a_failed_job(2)
    waiting.state = untried.state = JobState.WAITING
    waiting.due_at = untried.due_at = NOON + HOUR
    untried.attempts = 0  # promised for later

    assert send(desk, "/organizer/outbox/attempts").status_code == 303

    assert (waiting.due_at, waiting.attempts) == (NOON, 3)
    assert untried.due_at == NOON + HOUR


@pytest.mark.parametrize(
    ("state", "attempts", "words"),
    [
        (JobState.DONE, 3, "has been sent meanwhile"),
        (JobState.LEASED, 3, "is being sent right now"),
        (JobState.WAITING, 0, "is already waiting"),
        (JobState.WAITING, 3, "We will try again within a minute"),
        (JobState.HELD, 0, "has been held since a restore"),
        (None, 0, "no longer in the list"),
    ],
)
def test_trying_again_always_says_what_happens(
    desk: Visitor, state: JobState | None, attempts: int, words: str
) -> None:
    job = a_failed_job()
    address = f"/organizer/outbox/{job.id if state else 999}/attempts"
    job.state, job.attempts = state or JobState.FAILED, attempts

    assert send(desk, address).status_code == 303
    assert words in desk.get("/organizer/outbox").text


def test_trying_all_again_says_when_nothing_is_left(desk: Visitor) -> None:
    assert send(desk, "/organizer/outbox/attempts").status_code == 303
    assert "Nothing is left to try again" in desk.get("/organizer/outbox").text
