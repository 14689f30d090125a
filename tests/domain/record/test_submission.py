"""Forms act once, and answer a second time as the first; organizers' pages are tested with them."""

from datetime import timedelta

from flask import Flask

from eventapp.domain.record.submission import claim_submission, find_answer, record_answer
from eventapp.extensions import db
from tests.builders import NOON

DAY = timedelta(days=1)


def test_a_form_is_claimed_once_and_remembers_its_answer(app: Flask) -> None:
    assert claim_submission("form", now=NOON)
    assert find_answer("form") == ""
    record_answer("form", "/rooms")

    assert not claim_submission("form", now=NOON)
    assert find_answer("form") == "/rooms"


def test_a_rollback_gives_the_claim_back(app: Flask) -> None:
    claim_submission("form", now=NOON)
    db.session.rollback()
    assert claim_submission("form", now=NOON)


def test_after_a_day_a_form_is_forgotten(app: Flask) -> None:
    claim_submission("form", now=NOON)
    assert not claim_submission("form", now=NOON + DAY)
    assert claim_submission("form", now=NOON + DAY + timedelta(seconds=1))


def test_a_form_that_never_acted_has_no_answer(app: Flask) -> None:
    record_answer("form", "/rooms")
    assert find_answer("form") == ""
