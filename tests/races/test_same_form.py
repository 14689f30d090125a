"""The same form sent several times at the same instant: it acts once, and all get one answer."""

import re
import time
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.domain.permission import Role
from eventapp.domain.record import submission
from eventapp.extensions import db
from eventapp.models import Room, Submission
from eventapp.views.organizer import submissions
from tests.builders import an_event
from tests.builders.account import an_account, signed_in
from tests.races.concurrent import Task, run_concurrently
from tests.visitor import Visitor

pytestmark = pytest.mark.xdist_group("races")

AT_ONCE = 4
THOUGHT = 0.05  # seconds between looking for a claim and writing one


@pytest.fixture
def sendings(client: Visitor) -> list[Task]:
    """One page was opened; its form is sent by several browsers that share one session."""
    desk = signed_in(client, an_account(Role.ORGANIZER))
    address = f"/organizer/events/{an_event().slug}/rooms"
    page = desk.get(address).text
    form_id = re.search(r'name="form_id" value="([^"]+)"', page)
    assert form_id
    fields = {"csrf_token": desk.token_on(address), "form_id": form_id[1], "name": "Eken"}

    def sent_by(browser: Visitor) -> Task:
        def send() -> str:
            answer = browser.post(address, data=fields)
            return f"{answer.status_code} {answer.location}"

        return send

    return [sent_by(_same_session(desk)) for _ in range(AT_ONCE)]


def _same_session(desk: Visitor) -> Visitor:
    browser = Visitor(desk.application, desk.response_wrapper)
    browser._cookies = dict(desk._cookies)
    return browser


def count_rooms() -> int:
    db.session.expire_all()
    return db.session.scalar(select(func.count()).select_from(Room)) or 0


def test_a_form_sent_at_the_same_instant_acts_once(app: Flask, sendings: list[Task]) -> None:
    answers = run_concurrently(app, sendings)

    assert answers == [answers[0]] * AT_ONCE
    assert answers[0].startswith("303 ")
    assert count_rooms() == 1
    assert db.session.scalar(select(func.count()).select_from(Submission)) == 1


def test_when_claims_are_looked_for_before_they_are_written_it_acts_again(
    app: Flask, sendings: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: were this to act once, the one above would prove nothing."""

    def look_and_claim(digest: str, *, now: datetime) -> bool:
        known = submission.find_answer(digest)
        db.session.rollback()  # with its lock, where a transaction begins with one
        time.sleep(THOUGHT)
        submission.claim_submission(digest, now=now)
        return not known

    monkeypatch.setattr(submissions, "claim_submission", look_and_claim)
    run_concurrently(app, sendings)

    assert count_rooms() > 1
