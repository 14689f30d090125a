"""Mixing: replies are taken apart, and all rows written anew in an order that means nothing.

Rows, like people, are known by their company: by what was written just before and after, and in
which transaction. So each mixing deletes every answer and every token of a survey and writes them
again in random order with new keys; tokens and answers in transactions of their own. Others want
to write meanwhile, so it goes by steps: each a transaction of a few hundred rows drawn at random
from all. Only what has been mixed is ever counted or shown. What is left of the order before
mixing (dead rows, backups) is in docs/privacy.md; `cleanup` purges what can be.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Any, TypeVar

from sqlalchemy import Delete, bindparam, delete, func, insert, select

from eventapp.domain.errors import Refusal
from eventapp.domain.survey.locking import lock_survey_by_id
from eventapp.domain.survey.portion import Portion, find_names_to_mask, next_portion
from eventapp.domain.survey.recipients import secure_random
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    Survey,
    SurveyAnswer,
    SurveyAsking,
    SurveyResponse,
    SurveyState,
    SurveyText,
    SurveyToken,
    new_key,
)

# Rows written in one transaction: some 10 ms, in which nobody else can write on SQLite.
ROWS_PER_TRANSACTION = 250
Step = Callable[[], None]
Completed = Callable[[Survey], None]
Lister = Callable[[int], Sequence[Any]]
Rewriter = Callable[[int, Sequence[Any]], None]
Row = dict[str, Any]
T = TypeVar("T")

# One answer by its whole primary key.
_DELETE_ANSWER: Delete = delete(SurveyAnswer).where(
    SurveyAnswer.survey_id == bindparam("of_survey"),
    SurveyAnswer.question == bindparam("of_question"),
    SurveyAnswer.group == bindparam("of_group"),
    SurveyAnswer.value == bindparam("of_value"),
    SurveyAnswer.key == bindparam("of_key"),
)


class MixingOvertaken(Refusal):
    """Somebody else is mixing the same survey, or has done so."""

    code = "mixing-overtaken"
    sentence = _l("Another process is already mixing the answers to this survey.")


def ignore(_survey: Survey) -> None:
    """Do nothing more when a survey is complete."""


def mixing_steps(survey_id: int, completed: Completed = ignore) -> Iterator[Step]:
    """What there is to do, step by step; an open survey's replies only if there are enough.

    `completed` is called with the survey in the last step of one that is closed.

    Whatever takes time happens between the steps and only reads. Each step is a transaction of its
    own, committed before the next step is asked for. A step raises MixingOvertaken when another
    worker got there first: its transaction is to be rolled back, and the rest left to that worker.
    """
    survey = db.session.get_one(Survey, survey_id)
    closed = survey.state is SurveyState.CLOSED
    least = 1 if closed else survey.min_group
    names = cache(partial(find_names_to_mask, survey.event_id))
    anew = closed
    while portion := next_portion(survey_id, names, least=least):
        anew = True
        yield partial(_take_apart, survey_id, portion)
    rewritten: tuple[tuple[bool, Lister, Rewriter], ...] = (
        (anew, _list_answers, _rewrite_answers),
        (anew, _list_texts, _rewrite_texts),
        (True, _list_tokens, _rewrite_tokens),
        (closed, _list_asked, _forget_asked),
    )
    for wanted, list_all, rewrite in rewritten:
        for rows in _drawn(list_all(survey_id)) if wanted else ():
            yield partial(rewrite, survey_id, rows)
    if closed:
        yield partial(_complete, survey_id, completed)


def list_unmixed() -> Sequence[int]:
    """The surveys with replies that wait to be mixed."""
    return db.session.scalars(select(SurveyResponse.survey_id).distinct()).all()


def _drawn(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """All rows in random order, a transaction's worth at a time."""
    order = list(rows)
    secure_random.shuffle(order)
    for at in range(0, len(order), ROWS_PER_TRANSACTION):
        yield order[at : at + ROWS_PER_TRANSACTION]


def _lock(survey_id: int) -> Survey:
    """The survey, locked; once it is complete, what was mixed is being read and must stay."""
    locked = lock_survey_by_id(survey_id)
    if locked is None or locked.survey.complete:
        raise MixingOvertaken
    return locked.survey


def _take_apart(survey_id: int, portion: Portion) -> None:
    survey = _lock(survey_id)
    taken = _execute(delete(SurveyResponse).where(SurveyResponse.key.in_(portion.keys)))
    if taken != len(portion.keys):
        raise MixingOvertaken
    _insert(SurveyAnswer, portion.answers)
    _insert(SurveyText, portion.texts)
    survey.answered += len(portion.keys)
    survey.incomplete += portion.incomplete
    db.session.flush()


def _list_answers(survey_id: int) -> Sequence[Any]:
    return db.session.execute(
        select(
            SurveyAnswer.question, SurveyAnswer.group, SurveyAnswer.value, SurveyAnswer.key
        ).where(SurveyAnswer.survey_id == survey_id)
    ).all()


def _rewrite_answers(survey_id: int, answers: Sequence[Any]) -> None:
    _lock(survey_id)
    names = ("of_question", "of_group", "of_value", "of_key")
    old = [{"of_survey": survey_id, **dict(zip(names, answer, strict=True))} for answer in answers]
    if _execute(_DELETE_ANSWER, old) != len(old):
        raise MixingOvertaken
    new = [
        {
            "survey_id": survey_id,
            "question": question,
            "answer_group": group,
            "value": value,
            "key": new_key(),
        }
        for question, group, value, _old_key in answers
    ]
    secure_random.shuffle(new)
    _insert(SurveyAnswer, new)


def _list_texts(survey_id: int) -> Sequence[int]:
    return db.session.scalars(select(SurveyText.key).where(SurveyText.survey_id == survey_id)).all()


def _rewrite_texts(survey_id: int, keys: Sequence[int]) -> None:
    _lock(survey_id)
    drop = delete(SurveyText).where(SurveyText.key.in_(keys))
    dropped = db.session.connection().execute(
        drop.returning(SurveyText.question, SurveyText.text, SurveyText.masked)
    )
    rows: list[Row] = [
        {**row, "survey_id": survey_id, "key": new_key()} for row in dropped.mappings()
    ]
    if len(rows) != len(keys):
        raise MixingOvertaken
    secure_random.shuffle(rows)
    _insert(SurveyText, rows)


def _list_tokens(survey_id: int) -> Sequence[str]:
    return db.session.scalars(
        select(SurveyToken.digest).where(SurveyToken.survey_id == survey_id)
    ).all()


def _rewrite_tokens(survey_id: int, digests: Sequence[str]) -> None:
    """Rewrite the links; those of a closed survey all become used, so none shows who answered."""
    survey = _lock(survey_id)
    closed = survey.state is SurveyState.CLOSED
    drop = delete(SurveyToken).where(SurveyToken.digest.in_(digests))
    dropped = db.session.connection().execute(drop.returning(SurveyToken.digest, SurveyToken.used))
    rows: list[Row] = [
        {"digest": digest, "survey_id": survey_id, "used": used or closed}
        for digest, used in dropped
    ]
    secure_random.shuffle(rows)
    _insert(SurveyToken, rows)


def _list_asked(survey_id: int) -> Sequence[int]:
    return db.session.scalars(
        select(SurveyAsking.registration_id).where(SurveyAsking.survey_id == survey_id)
    ).all()


def _forget_asked(survey_id: int, asked: Sequence[int]) -> None:
    """Delete who was asked: it shows who attended, and nobody is asked again."""
    _lock(survey_id)
    _execute(
        delete(SurveyAsking).where(
            SurveyAsking.survey_id == survey_id, SurveyAsking.registration_id.in_(asked)
        )
    )


def _complete(survey_id: int, completed: Completed) -> None:
    survey = _lock(survey_id)
    if _count_waiting_replies(survey_id):
        raise MixingOvertaken
    survey.complete = True
    completed(survey)
    db.session.flush()


def _count_waiting_replies(survey_id: int) -> int:
    """How many replies wait to be mixed."""
    waiting = select(func.count()).where(SurveyResponse.survey_id == survey_id)
    return db.session.scalar(waiting) or 0


def _execute(statement: Delete, rows: list[Row] | None = None) -> int:
    """Delete without the session's bookkeeping: others wait for the lock meanwhile."""
    return db.session.connection().execute(statement, rows).rowcount


def _insert(model: type[SurveyAnswer | SurveyText | SurveyToken], rows: Sequence[Row]) -> None:
    if rows:
        db.session.connection().execute(insert(model), list(rows))
