"""One answer for each link."""

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.clock import standing_at
from eventapp.domain.survey import letter
from eventapp.domain.survey import survey as surveys
from eventapp.domain.survey.response import LinkUsed, SurveyClosed, find_by_token, submit_response
from eventapp.extensions import db
from eventapp.models import Survey, SurveyResponse, SurveyToken
from tests.builders import DAY, NOON
from tests.builders.survey import ACTOR, a_reply, an_open_survey, links_of


def responses() -> int:
    return db.session.scalar(select(func.count()).select_from(SurveyResponse)) or 0


def test_a_link_answers_once_and_its_letter_is_gone(app: Flask) -> None:
    survey = an_open_survey(5)
    token = links_of(survey)[0]
    assert submit_response(token, a_reply(), now=NOON)
    invited = find_by_token(token, now=NOON)
    assert invited is not None
    assert invited.used
    assert letter.unseal_letter(letter.letter_key(token)) is None
    with pytest.raises(LinkUsed):
        submit_response(token, a_reply(), now=NOON)
    assert responses() == 1


def test_an_unknown_link_is_no_link(app: Flask) -> None:
    an_open_survey(5)
    assert find_by_token("aaaa", now=NOON) is None
    assert not submit_response("aaaa", a_reply(), now=NOON)


def test_nobody_answers_at_the_closing_minute(app: Flask) -> None:
    survey = an_open_survey(5)
    first, second, *_rest = links_of(survey)
    assert submit_response(first, a_reply(), now=survey.closes_at - DAY)
    with pytest.raises(SurveyClosed):
        submit_response(second, a_reply(), now=survey.closes_at)
    surveys.close_survey(survey, now=NOON, actor=ACTOR)
    with pytest.raises(SurveyClosed):
        submit_response(second, a_reply(), now=NOON)


def test_of_many_at_once_with_one_link_one_is_stored(app: Flask) -> None:
    survey = an_open_survey(5)
    token = links_of(survey)[0]
    db.session.commit()
    barrier, outcomes = threading.Barrier(8), []

    def send(grade: int) -> None:
        with app.app_context(), standing_at(NOON):
            barrier.wait()
            try:
                submit_response(token, a_reply(grade), now=NOON)
                db.session.commit()
                outcomes.append("stored")
            except LinkUsed:
                db.session.rollback()
                outcomes.append("used")
            db.session.remove()

    threads = [threading.Thread(target=send, args=(grade,)) for grade in (1, 2, 3, 4, 5, 1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["stored"] + ["used"] * 7
    assert responses() == 1


def test_many_answer_at_once_with_links_of_their_own(app: Flask) -> None:
    survey = an_open_survey(12)
    tokens = links_of(survey)
    db.session.commit()
    failures: list[BaseException] = []

    def send(token: str) -> None:
        try:
            with app.app_context():
                submit_response(token, a_reply(), now=NOON)
                db.session.commit()
                db.session.remove()
        except BaseException as failure:  # noqa: BLE001  # told to the test
            failures.append(failure)

    threads = [threading.Thread(target=send, args=(token,)) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert responses() == 12
    used = db.session.scalars(select(SurveyToken.used).where(SurveyToken.survey_id == survey.id))
    assert all(used)
    assert db.session.get_one(Survey, survey.id).answered == 0  # counted when they are mixed
