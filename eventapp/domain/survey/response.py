"""Answering: once for each link, without a trace of which link it was."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import joinedload

from eventapp.domain.errors import Refusal
from eventapp.domain.survey import letter
from eventapp.domain.token import token_digest
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    Event,
    Survey,
    SurveyLetter,
    SurveyResponse,
    SurveyState,
    SurveyToken,
    new_key,
)


class LinkUsed(Refusal):
    """The link has been answered with."""

    code = "survey-link-used"
    sentence = _l("This link has already been used to answer the survey.")


class SurveyClosed(Refusal):
    """The survey takes no more answers."""

    code = "survey-closed"
    sentence = _l("The survey is closed.")


@dataclass(frozen=True, slots=True)
class SurveyReply:
    """What one person answered: a value for each question or statement, and texts in words."""

    answers: dict[str, str]
    texts: dict[str, str] = field(default_factory=dict)
    complete: bool = True


@dataclass(frozen=True, slots=True)
class SurveyLink:
    """What a link opens: a version of a survey, whether it is open, whether the link is used."""

    survey_id: int
    code: str
    version: int
    open: bool
    used: bool
    event_slug: str


# Built once: others wait for the lock while an answer is being written.
_FIND = (
    select(
        Survey.id,
        Survey.code,
        Survey.version,
        Survey.state,
        Survey.closes_at,
        SurveyToken.used,
        Event.slug,
    )
    .join(Survey, SurveyToken.survey_id == Survey.id)
    .join(Event, Survey.event_id == Event.id)
    .where(SurveyToken.digest == bindparam("digest"))
)
# Shared with others who answer; closing and mixing take the survey for themselves.
_SHARE = (
    select(Survey.id, Survey.state, Survey.closes_at)
    .join(SurveyToken, SurveyToken.survey_id == Survey.id)
    .where(SurveyToken.digest == bindparam("digest"))
    .with_for_update(read=True, of=Survey)
)
_USE = (
    update(SurveyToken)
    .where(SurveyToken.digest == bindparam("this"), SurveyToken.used.is_(False))
    .values(used=True)
)
_FORGET = delete(SurveyLetter).where(SurveyLetter.key == bindparam("this"))
_STORE = insert(SurveyResponse)


def find_by_token(token: str, *, now: datetime) -> SurveyLink | None:
    """What the link opens; nothing when there is no such link."""
    row = db.session.connection().execute(_FIND, {"digest": token_digest(token)}).first()
    if row is None:
        return None
    is_open = row.state is SurveyState.OPEN and now < row.closes_at
    return SurveyLink(row.id, row.code, row.version, is_open, row.used, row.slug)


def survey_of(invited: SurveyLink) -> Survey:
    """The survey itself, with its event, for the pages that show it."""
    return db.session.get_one(Survey, invited.survey_id, options=[joinedload(Survey.event)])


def submit_response(token: str, reply: SurveyReply, *, now: datetime) -> bool:
    """Store the reply and use up the link; False when there is no such link.

    Of several replies at once by one link, one is stored. Raises LinkUsed and SurveyClosed.
    """
    connection, digest = db.session.connection(), token_digest(token)
    survey = connection.execute(_SHARE, {"digest": digest}).first()
    if survey is None:
        return False
    if survey.state is not SurveyState.OPEN or now >= survey.closes_at:
        raise SurveyClosed
    if not connection.execute(_USE, {"this": digest}).rowcount:
        raise LinkUsed
    connection.execute(_FORGET, {"this": letter.letter_key(token)})
    content = {"answers": reply.answers, "texts": reply.texts, "complete": reply.complete}
    connection.execute(_STORE, {"key": new_key(), "survey_id": survey.id, "content": content})
    return True
