"""An organizer's opening of a survey: undone for ten minutes; and its times while it is open."""

from datetime import datetime

from sqlalchemy import delete

from eventapp.domain import outbox
from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.record import audit
from eventapp.domain.survey import letter
from eventapp.domain.survey.locking import lock_survey
from eventapp.domain.survey.recipients import first_letters
from eventapp.domain.survey.survey import ClosesTooEarly, refuse_unless_open
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Survey, SurveyAsking, SurveyState, SurveyToken


class LettersSent(Refusal):
    """Somebody may have the link by now."""

    code = "survey-letters-sent"
    sentence = _l("The letters have gone out, so the opening can no longer be undone.")


class ReminderSent(Refusal):
    """The only reminder has been sent."""

    code = "survey-reminder-sent"
    sentence = _l("The reminder has been sent, so its time can no longer be changed.")


class ReminderOutside(Refusal):
    """The survey would not be open when the reminder goes."""

    code = "survey-reminder-outside"
    sentence = _l("The reminder must be later than now, and before the survey closes.")


def may_undo_opening(survey: Survey, *, now: datetime) -> bool:
    """Whether its letters still wait."""
    waits = survey.letters_at is not None and now < survey.letters_at
    return survey.state is SurveyState.OPEN and waits


def undo_opening(survey: Survey, *, now: datetime, actor: str) -> None:
    """Make the survey a draft again: links and letters are deleted, and nobody has been asked.

    Nobody has had a link, so that opening it later sets nobody apart. Raises LettersSent,
    SurveyNotOpen and SurveyGone.
    """
    survey = lock_survey(survey).survey
    refuse_unless_open(survey)
    if not may_undo_opening(survey, now=now):
        raise LettersSent
    promises = first_letters(survey)
    if outbox.withdraw_many(promises) != len(promises):
        raise LettersSent
    letter.delete_letters(survey)
    for table in (SurveyToken, SurveyAsking):
        db.session.connection().execute(delete(table).where(table.survey_id == survey.id))
    survey.state, survey.letters_at = SurveyState.DRAFT, None
    survey.asked, survey.slips, survey.asked_by_group = 0, 0, {}
    survey.version += 1
    audit.record(
        AuditAction.SURVEY_OPENING_UNDONE, survey.event, actor=actor, now=now, survey=survey.code
    )
    db.session.flush()


def send_letters_now(survey: Survey, *, now: datetime) -> None:
    """Let the letters go at once: from now on the opening cannot be undone.

    Raises LettersSent, SurveyNotOpen and SurveyGone.
    """
    survey = lock_survey(survey).survey
    refuse_unless_open(survey)
    if not may_undo_opening(survey, now=now):
        raise LettersSent
    outbox.bring_forward(first_letters(survey), due_at=now)
    survey.letters_at = now
    survey.version += 1
    db.session.flush()


def revise_times(
    survey: Survey,
    *,
    closes_at: datetime,
    reminds_at: datetime | None,
    version: int,
    now: datetime,
    actor: str,
) -> None:
    """Change when an open survey closes and reminds.

    Raises ClosesTooEarly, ReminderSent, ReminderOutside, StaleVersion, SurveyNotOpen, SurveyGone.
    """
    survey = lock_survey(survey).survey
    refuse_unless_open(survey)
    check_version(survey, version)
    if closes_at <= now:
        raise ClosesTooEarly
    if reminds_at != survey.reminds_at:
        if survey.reminded:
            raise ReminderSent
        if reminds_at and not now < reminds_at < closes_at:
            raise ReminderOutside
    survey.closes_at, survey.reminds_at = closes_at, reminds_at
    survey.version += 1
    audit.record(
        AuditAction.SURVEY_TIMES_CHANGED, survey.event, actor=actor, now=now, survey=survey.code
    )
    db.session.flush()
