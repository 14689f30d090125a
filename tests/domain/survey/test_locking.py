"""The lock of a survey: read anew under it, and refused when the draft is gone."""

import pytest

from eventapp.domain.survey.locking import SurveyGone, lock_survey, lock_survey_by_id
from eventapp.domain.survey.survey import delete_draft
from eventapp.extensions import db
from eventapp.models import Survey
from tests.builders import NOON
from tests.builders.survey import ACTOR, a_draft

pytestmark = pytest.mark.usefixtures("app")


def test_under_the_lock_the_survey_is_as_it_is_stored() -> None:
    survey = a_draft()
    db.session.commit()
    assert survey.title
    update = Survey.__table__.update().values(title="Den andras")  # type: ignore[attr-defined]
    db.session.connection().execute(update)

    assert lock_survey(survey).survey is survey
    assert survey.title == "Den andras"


def test_a_draft_that_somebody_has_deleted_is_refused() -> None:
    survey = a_draft()
    survey_id = survey.id
    delete_draft(survey, now=NOON, actor=ACTOR)

    with pytest.raises(SurveyGone):
        lock_survey(survey)
    assert lock_survey_by_id(survey_id) is None
