"""Trying the mail: a letter with an invitation to oneself, and what came of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, literal, select

from eventapp.domain import outbox
from eventapp.domain.errors import Refusal
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import Account, Job, JobKind, JobState, MailTrial, TrialOutcome

TRIALS_PER_HOUR_MAX = 10
KEY_PREFIX = "mail-trial:"


class TooManyTrials(Refusal):
    """Somebody presses again and again; a mail server takes that for spam."""

    code = "too-many-trials"
    sentence = _l("You have sent ten test emails within an hour. Wait a little, then try again.")


@dataclass(frozen=True, slots=True)
class TrialState:
    """The latest trial; `error` is why the last attempt failed, empty when none has."""

    trial: MailTrial
    sent: bool
    given_up: bool
    error: str


def send_mail_trial(account: Account, email: str, *, now: datetime) -> MailTrial:
    """Promise a letter with an invitation to this address. Raises TooManyTrials. Flushes."""
    recent = select(func.count()).where(
        MailTrial.account_id == account.id, MailTrial.created_at > now - timedelta(hours=1)
    )
    if (db.session.scalar(recent) or 0) >= TRIALS_PER_HOUR_MAX:
        raise TooManyTrials
    trial = MailTrial(account=account, email=email, created_at=now)
    db.session.add(trial)
    db.session.flush()
    outbox.enqueue(JobKind.MAIL_TRIAL, key=_key(trial), now=now, mail_trial_id=trial.id)
    return trial


def answer_mail_trial(trial: MailTrial, outcome: TrialOutcome) -> None:
    """Note what was seen of it."""
    trial.outcome = outcome
    db.session.flush()


def find_mail_trial(code: str) -> MailTrial | None:
    """The trial of this code."""
    return db.session.scalar(select(MailTrial).where(MailTrial.code == code))


def latest_mail_trial() -> TrialState | None:
    """How the latest trial stands; None when there was none. One query."""
    row = db.session.execute(
        select(MailTrial, Job)
        .outerjoin(Job, Job.dedupe_key == literal(KEY_PREFIX).concat(MailTrial.code))
        .order_by(MailTrial.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    trial: MailTrial = row[0]
    job: Job | None = row[1]
    if job is None:  # deleted by rule since: a letter that old has long been sent
        return TrialState(trial, sent=True, given_up=False, error="")
    return TrialState(
        trial,
        sent=job.state is JobState.DONE,
        given_up=job.state is JobState.FAILED,
        error=job.error,
    )


def _key(trial: MailTrial) -> str:
    return f"{KEY_PREFIX}{trial.code}"
