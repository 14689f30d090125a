"""Splitting replies into answers and texts that nothing connects, some replies at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from eventapp.domain.survey.given_names import given_names
from eventapp.domain.survey.masking import mask, words_of
from eventapp.domain.survey.recipients import secure_random
from eventapp.extensions import db
from eventapp.models import Registration, Speaker, Survey, SurveyResponse, new_key

# A reply to the standard survey has some twenty answers.
REPLIES_PER_PORTION = 12


@dataclass(frozen=True, slots=True)
class Portion:
    """Some replies, ready to be written as rows in an order that means nothing."""

    keys: Sequence[int]
    answers: Sequence[dict[str, Any]]
    texts: Sequence[dict[str, Any]]
    incomplete: int


def next_portion(
    survey_id: int, names: Callable[[], frozenset[str]], *, least: int
) -> Portion | None:
    """Some replies that wait, drawn at random; none if they are too few to hide among each other.

    Never leaves so few behind either. `names` are masked in texts. Only reads.
    """
    # Keys are random, and so is any number of replies in their order.
    which = SurveyResponse.survey_id == survey_id
    left = db.session.scalar(select(func.count()).where(which)) or 0
    if left < least or not left:
        return None
    most = left if left < REPLIES_PER_PORTION + least else REPLIES_PER_PORTION
    rows = db.session.execute(
        select(SurveyResponse.key, SurveyResponse.content)
        .where(which)
        .order_by(SurveyResponse.key)
        .limit(most)
    ).all()
    replies = [row.content for row in rows]
    survey = db.session.get_one(Survey, survey_id)
    answers, texts = [*_answers_in(survey, replies)], [*_texts_in(survey, replies, names)]
    secure_random.shuffle(answers)
    secure_random.shuffle(texts)
    incomplete = sum(not reply["complete"] for reply in replies)
    return Portion([row.key for row in rows], answers, texts, incomplete)


def find_names_to_mask(event_id: int) -> frozenset[str]:
    """Names that may turn up: common first names, and of those who took part or spoke."""
    people = db.session.scalars(select(Registration.name).where(Registration.event_id == event_id))
    speakers = db.session.scalars(select(Speaker.name).where(Speaker.event_id == event_id))
    return frozenset(given_names() | words_of(people) | words_of(speakers))


def _answers_in(survey: Survey, replies: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for reply in replies:
        group = reply["answers"].get(survey.breakdown, "")
        for question, value in reply["answers"].items():
            yield {
                "survey_id": survey.id,
                "question": question,
                "answer_group": group,
                "value": value,
                "key": new_key(),
            }


def _texts_in(
    survey: Survey, replies: list[dict[str, Any]], names: Callable[[], frozenset[str]]
) -> Iterator[dict[str, Any]]:
    for reply in replies:
        for question, text in reply["texts"].items():
            yield {
                "survey_id": survey.id,
                "question": question,
                "text": text,
                "masked": mask(text, names()),
                "key": new_key(),
            }
