"""What is done for surveys by the clock: opening, asking, reminding, closing, due work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from eventapp.domain.door.attendance import attended_registration_ids
from eventapp.domain.record.audit import SYSTEM
from eventapp.domain.survey import retention
from eventapp.domain.survey import survey as surveys
from eventapp.domain.survey.audience import Attended, find_asked
from eventapp.domain.survey.locking import lock_survey_by_id
from eventapp.extensions import db
from eventapp.models import Survey, SurveyState

MIXING_INTERVAL = timedelta(hours=1)
# A worker that has not come to the end of a closed survey by then must have died.
MIXING_TURN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class DueWork:
    """Long work that is due, to be done in many short transactions."""

    mixing: bool = False
    forgetting_links: bool = False


def list_due(*, now: datetime) -> Sequence[int]:
    """Surveys that the clock may have something to do for."""
    return db.session.scalars(
        select(Survey.id).where(
            or_(
                Survey.state == SurveyState.OPEN,
                (Survey.state == SurveyState.CLOSED) & Survey.complete.is_(False),
                (Survey.state == SurveyState.READY) & (Survey.opens_at <= now),
                retention.due(now=now),
            )
        )
    ).all()


def advance(
    survey_id: int, *, now: datetime, attended: Attended = attended_registration_ids
) -> DueWork:
    """Open, ask, remind or close one survey, as far as it is time; return what is due after it.

    A worker to which mixing is returned has MIXING_TURN for it; others leave it alone meanwhile.
    """
    locked = lock_survey_by_id(survey_id)
    if locked is None:
        return DueWork()
    survey = locked.survey
    _change_state(survey, now=now, attended=attended)
    mixing = _is_mixing_due(survey, now=now)
    if mixing:
        survey.mixed_at = now
    return DueWork(mixing, retention.is_due(survey, now=now))


def _change_state(survey: Survey, *, now: datetime, attended: Attended) -> None:
    if survey.state is SurveyState.READY and survey.opens_at <= now < survey.closes_at:
        # Fewer would not be anonymous: it waits for more to come.
        if len(find_asked(survey, attended)) >= surveys.least_group(survey):
            surveys.open_survey(survey, now=now, actor=SYSTEM, attended=attended)
    elif survey.state is SurveyState.OPEN and survey.closes_at <= now:
        surveys.close_survey(survey, now=now, actor=SYSTEM)
    elif survey.state is SurveyState.OPEN and survey.session_id is None:
        surveys.ask_newcomers(survey, now=now, attended=attended)
        if survey.reminds_at and survey.reminds_at <= now and not survey.reminded:
            surveys.send_reminders(survey, now=now)


def _is_mixing_due(survey: Survey, *, now: datetime) -> bool:
    """At closing at once; while open every hour, counted from whatever was mixed last."""
    since = survey.mixed_at or survey.opens_at
    if survey.state is SurveyState.CLOSED:
        begun = survey.mixed_at is not None and survey.mixed_at >= survey.closes_at
        return not survey.complete and not (begun and now - since < MIXING_TURN)
    return survey.state is SurveyState.OPEN and now - since >= MIXING_INTERVAL
