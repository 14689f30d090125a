"""Mixing many replies: short transactions, between which others get their turn."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy
from flask import Flask
from sqlalchemy import Engine, func, insert, select

from eventapp.domain.survey import mixing, portion
from eventapp.domain.survey import survey as surveys
from eventapp.domain.survey.response import submit_response
from eventapp.domain.survey.timetable import MIXING_TURN
from eventapp.extensions import db
from eventapp.models import (
    Survey,
    SurveyAnswer,
    SurveyResponse,
    SurveyText,
    SurveyToken,
    TextState,
    new_key,
)
from eventapp.worker import survey as tending
from tests.builders import HOUR, NOON
from tests.builders.survey import ACTOR, a_reply, an_open_survey, links_of

MANY = 150
OF_EACH = 20  # answers
# The most rows that a transaction may delete and write: some 20 ms on a machine that does 50,000
# rows a second.
MOST = 1000


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tending, "PAUSE_SECONDS", 0)


def many_replies(survey: Survey) -> int:
    """So many replies that wait, as if their links had been used."""
    answers = {f"q4-{part}": "4" for part in range(OF_EACH - 1)} | {"q3": "5"}
    content = {"answers": answers, "texts": {"q14": "Tack."}, "complete": True}
    rows = [{"key": new_key(), "survey_id": survey.id, "content": content} for _ in range(MANY)]
    db.session.execute(insert(SurveyResponse), rows)
    tokens = [
        {"digest": f"d{number}", "survey_id": survey.id, "used": True} for number in range(MANY)
    ]
    db.session.execute(insert(SurveyToken), tokens)
    db.session.commit()
    return survey.id


@contextmanager
def rows_of_transactions(engine: Engine) -> Iterator[list[int]]:
    """How many rows each transaction has written."""
    rows = [0]

    def wrote(_connection: Any, cursor: Any, words: str, *_: Any) -> None:
        if words.startswith(("INSERT", "UPDATE", "DELETE")):
            rows[-1] += max(cursor.rowcount, 0)

    def committed(_connection: Any) -> None:
        rows.append(0)

    sqlalchemy.event.listen(engine, "after_cursor_execute", wrote)
    sqlalchemy.event.listen(engine, "commit", committed)
    try:
        yield rows
    finally:
        sqlalchemy.event.remove(engine, "after_cursor_execute", wrote)
        sqlalchemy.event.remove(engine, "commit", committed)


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_no_transaction_writes_more_than_some_hundred_rows(app: Flask) -> None:
    survey = an_open_survey(5)
    survey_id = many_replies(survey)
    with rows_of_transactions(db.engine) as rows:
        tending.mix(survey_id)
    assert max(rows) <= MOST
    # Each answer was written, deleted and written anew.
    assert sum(rows) > 3 * MANY * OF_EACH
    assert (count(SurveyResponse), count(SurveyAnswer)) == (0, MANY * OF_EACH)
    assert count(SurveyText) == MANY


def test_control_in_one_go_it_would_be_thousands(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portion, "REPLIES_PER_PORTION", MANY)
    monkeypatch.setattr(mixing, "ROWS_PER_TRANSACTION", MANY * OF_EACH)
    survey_id = many_replies(an_open_survey(5))
    with rows_of_transactions(db.engine) as rows:
        tending.mix(survey_id)
    assert max(rows) > MOST


def test_between_any_two_steps_somebody_can_answer(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = an_open_survey(12)
    links = links_of(survey)
    survey_id = many_replies(survey)

    def somebody_answers() -> None:
        if links:
            submit_response(links.pop(), a_reply(), now=NOON)
            db.session.commit()

    monkeypatch.setattr(tending, "pause", somebody_answers)
    tending.mix(survey_id)
    assert links == []  # all got in, none was refused or kept waiting for the end
    db.session.expire_all()
    mixed = db.session.get_one(Survey, survey_id).answered
    # Those who came while replies were being taken apart were taken along in company only.
    assert mixed + count(SurveyResponse) == MANY + 12
    assert mixed == MANY or mixed >= MANY + 5
    used = db.session.scalars(select(SurveyToken.used).where(SurveyToken.survey_id == survey_id))
    assert all(used)


def test_what_makes_a_step_ready_takes_no_lock(app: Flask) -> None:
    survey_id = many_replies(an_open_survey(5))
    steps = mixing.mixing_steps(survey_id)
    made_ready = tending._next(steps)  # between the steps is where others write
    assert made_ready is not None
    # Still to be taken apart: a reader has read it, and was refused if he wrote.
    assert count(SurveyResponse) == MANY


def test_who_is_overtaken_changes_nothing(app: Flask) -> None:
    survey_id = many_replies(an_open_survey(5))
    slow = next(mixing.mixing_steps(survey_id))
    db.session.rollback()
    tending.mix(survey_id)
    before = count(SurveyAnswer)
    with pytest.raises(mixing.MixingOvertaken):
        slow()
    db.session.rollback()
    assert count(SurveyAnswer) == before
    assert db.session.get_one(Survey, survey_id).answered == MANY


def test_texts_that_are_being_read_are_left_alone(app: Flask) -> None:
    survey = an_open_survey(5)
    survey_id = many_replies(survey)
    surveys.close_survey(survey, now=NOON + HOUR, actor=ACTOR)
    db.session.commit()
    tending.mix(survey_id)
    db.session.get_one(Survey, survey_id).complete = False
    slow = list(mixing.mixing_steps(survey_id))
    db.session.get_one(Survey, survey_id).complete = True
    text = db.session.scalars(select(SurveyText)).first()
    assert text is not None
    text.state = TextState.SEEN_ONCE
    db.session.commit()
    for step in slow:
        with pytest.raises(mixing.MixingOvertaken):
            step()
        db.session.rollback()
    states = list(db.session.scalars(select(SurveyText.state)))
    assert states.count(TextState.SEEN_ONCE) == 1


def test_a_worker_that_died_is_stood_in_for(app: Flask) -> None:
    survey = an_open_survey(5)
    survey_id = many_replies(survey)
    end = survey.closes_at
    for after, answers in ((0 * HOUR, 0), (MIXING_TURN / 2, 0), (MIXING_TURN, MANY)):
        with pytest.MonkeyPatch.context() as patch:
            if not answers:
                patch.setattr(tending, "mix", lambda _survey_id: None)  # dies having begun
            tending.run_survey(survey_id, now=end + after, attended=lambda _event: ())
        db.session.expire_all()
        assert db.session.get_one(Survey, survey_id).answered == answers
    assert db.session.get_one(Survey, survey_id).has_results
