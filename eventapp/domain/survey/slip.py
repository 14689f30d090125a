"""Slips: links that work once, on paper, for people in the room who read no mail there.

A slip is a link like any other, with no letter and nobody's name: whoever is handed one may answer,
and whoever printed it could. No answer tells which link it came by, so the results say how many
there are.
"""

from datetime import datetime

from sqlalchemy import insert

from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.domain.survey import letter
from eventapp.domain.survey.analysis import disclosure
from eventapp.domain.survey.locking import lock_survey
from eventapp.domain.survey.opening import may_undo_opening
from eventapp.domain.survey.recipients import secure_random
from eventapp.domain.survey.survey import refuse_unless_open
from eventapp.domain.token import token_digest
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Survey, SurveyToken

SLIPS_MAX = 100


class SlipsTooEarly(Refusal):
    """Undoing the opening would leave paper in people's hands that opens nothing."""

    code = "survey-slips-too-early"
    sentence = _l("The opening can still be undone. Send the letters first, or wait for them.")


def count_slips(survey: Survey) -> int | None:
    """How many of those asked were handed one; None where they, or all others, are few."""
    return disclosure.size_of_part(survey.slips, survey.asked)


def issue_slips(survey: Survey, number: int, *, now: datetime, actor: str) -> list[str]:
    """Make so many links, at most SLIPS_MAX; they are known to the caller alone, and only now.

    Raises SlipsTooEarly, SurveyNotOpen and SurveyGone.
    """
    survey = lock_survey(survey).survey
    refuse_unless_open(survey)
    if may_undo_opening(survey, now=now):
        raise SlipsTooEarly
    tokens = [letter.new_token() for _ in range(min(number, SLIPS_MAX))]
    rows = [
        {"digest": token_digest(token), "survey_id": survey.id, "used": False} for token in tokens
    ]
    secure_random.shuffle(rows)
    db.session.execute(insert(SurveyToken), rows)
    survey.asked += len(tokens)
    survey.slips += len(tokens)
    audit.record(
        AuditAction.SURVEY_SLIPS_ISSUED,
        survey.event,
        actor=actor,
        now=now,
        survey=survey.code,
        count=len(tokens),
    )
    db.session.flush()
    return tokens
