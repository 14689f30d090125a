"""Trying the mail: one letter with an invitation to oneself, and how it stands."""

import pytest
from flask import Flask

from eventapp.domain import outbox
from eventapp.domain.people.mail_trial import (
    TRIALS_PER_HOUR_MAX,
    TooManyTrials,
    answer_mail_trial,
    find_mail_trial,
    latest_mail_trial,
    send_mail_trial,
)
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Job, JobKind, TrialOutcome
from tests.builders import HOUR, NOON
from tests.builders.account import an_account

pytestmark = pytest.mark.usefixtures("app")


def test_one_letter_is_promised_and_its_payload_holds_no_address(app: Flask) -> None:
    trial = send_mail_trial(an_account(Role.ADMIN), "viggo@bra.example", now=NOON)

    (job,) = db.session.query(Job).all()
    assert (job.kind, job.payload) == (JobKind.MAIL_TRIAL, {"mail_trial_id": trial.id})
    assert find_mail_trial(trial.code) is trial


def test_the_latest_says_why_it_failed_until_it_is_sent() -> None:
    account = an_account(Role.ADMIN)
    assert latest_mail_trial() is None
    send_mail_trial(account, "old@bra.example", now=NOON)
    trial = send_mail_trial(account, "viggo@bra.example", now=NOON)
    leased = outbox.lease(5, now=NOON)[-1]
    outbox.retry(leased, "SMTP 535 5.7.8 No", now=NOON)

    state = latest_mail_trial()
    assert state is not None
    assert (state.trial, state.sent, state.error) == (trial, False, "SMTP 535 5.7.8 No")

    for leased in outbox.lease(5, now=NOON + HOUR):
        outbox.finish(leased, now=NOON + HOUR)
    db.session.expire_all()
    state = latest_mail_trial()
    assert state is not None
    assert (state.sent, state.error) == (True, "")


def test_what_was_seen_is_noted() -> None:
    trial = send_mail_trial(an_account(Role.ADMIN), "viggo@bra.example", now=NOON)
    answer_mail_trial(trial, TrialOutcome.BOTH)
    assert trial.outcome is TrialOutcome.BOTH


def test_ten_an_hour_are_enough() -> None:
    account = an_account(Role.ADMIN)
    for _number in range(TRIALS_PER_HOUR_MAX):
        send_mail_trial(account, "viggo@bra.example", now=NOON)
    with pytest.raises(TooManyTrials):
        send_mail_trial(account, "viggo@bra.example", now=NOON)
    assert send_mail_trial(account, "viggo@bra.example", now=NOON + 2 * HOUR)


def test_a_trial_starts_although_the_promise_of_a_deleted_one_remains() -> None:
    account = an_account(Role.ADMIN)
    db.session.delete(send_mail_trial(account, "viggo@bra.example", now=NOON))
    db.session.flush()

    trial = send_mail_trial(account, "viggo@bra.example", now=NOON)

    state = latest_mail_trial()
    assert state is not None
    assert (state.trial, state.sent) == (trial, False)
