"""The lock of a survey, for editing, opening, closing and mixing, until the transaction ends.

On SQLite the transaction itself is the lock (BEGIN IMMEDIATE); on PostgreSQL it is the survey's
row. A step that needs the lock takes a LockedSurvey, and only this module makes one.
"""

from dataclasses import dataclass

from sqlalchemy import select

from eventapp.domain.errors import Refusal
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import Survey


class SurveyGone(Refusal):
    """Somebody has deleted the draft meanwhile."""

    code = "survey-gone"
    sentence = _l("Someone else has deleted this survey.")


@dataclass(frozen=True, slots=True)
class LockedSurvey:
    """A survey that is locked until this transaction ends."""

    survey: Survey


def lock_survey(survey: Survey) -> LockedSurvey:
    """Lock a survey that was read before, and have its questions read anew. Raises SurveyGone."""
    survey_id = survey.id
    db.session.flush()
    db.session.expire_all()
    locked = lock_survey_by_id(survey_id)
    if locked is None:
        raise SurveyGone
    return locked


def lock_survey_by_id(survey_id: int) -> LockedSurvey | None:
    """Lock and read the survey, or None when there is none."""
    survey = db.session.scalar(
        select(Survey)
        .where(Survey.id == survey_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return LockedSurvey(survey) if survey else None
