"""The outbox at the desk: what failed stands there, and is tried again."""

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
    assert {each.state for each in jobs} == {JobState.WAITING}


def test_what_waits_for_its_next_try_is_tried_again_too(desk: Visitor) -> None:
    waiting, untried = a_failed_job(1), a_failed_job(2)
    waiting.state = untried.state = JobState.WAITING
    waiting.due_at = untried.due_at = NOON + HOUR
    untried.attempts = 0  # promised for later

    assert send(desk, "/organizer/outbox/attempts").status_code == 303

    assert (waiting.due_at, waiting.attempts) == (NOON, 3)
    assert untried.due_at == NOON + HOUR
