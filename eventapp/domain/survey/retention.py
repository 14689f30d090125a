"""How long the links of a survey are known, after which nothing of them is left.

The times are those of the page `/privacy` and of docs/privacy.md. What was answered is kept by
another rule: it needs a decision.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, select

from eventapp.domain.survey.locking import lock_survey_by_id
from eventapp.extensions import db
from eventapp.models import Survey, SurveyState, SurveyToken

# For so long a late link shows that the survey is closed; then it is unknown.
LINK_RETENTION = timedelta(days=30)
LINKS_PER_TRANSACTION = 400


def due(*, now: datetime) -> ColumnElement[bool]:
    """Which surveys have links to forget."""
    left = select(SurveyToken.digest).where(SurveyToken.survey_id == Survey.id).exists()
    return and_(
        Survey.state == SurveyState.CLOSED,
        Survey.complete.is_(True),
        Survey.closes_at <= now - LINK_RETENTION,
        left,
    )


def is_due(survey: Survey, *, now: datetime) -> bool:
    """Whether the time of the survey's links is out."""
    return survey.has_results and survey.closes_at <= now - LINK_RETENTION


def delete_some_links(survey_id: int) -> bool:
    """Delete some links; whether there may be more, to be deleted by another transaction."""
    lock_survey_by_id(survey_id)
    which = (
        select(SurveyToken.digest)
        .where(SurveyToken.survey_id == survey_id)
        .limit(LINKS_PER_TRANSACTION)
    )
    gone = db.session.connection().execute(delete(SurveyToken).where(SurveyToken.digest.in_(which)))
    return gone.rowcount == LINKS_PER_TRANSACTION
