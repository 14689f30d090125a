"""Surveys by the clock and by promise: opened, asked, reminded, mixed, closed."""

from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.clock import standing_at
from eventapp.domain.survey import letter, retention, timetable
from eventapp.domain.survey import survey as surveys
from eventapp.domain.survey.analysis.disclosure import Publication
from eventapp.domain.survey.response import SurveyClosed, find_by_token, submit_response
from eventapp.domain.survey.result import find_results
from eventapp.extensions import db
from eventapp.mail.message import Letter
from eventapp.models import (
    Job,
    JobKind,
    JobState,
    Survey,
    SurveyAnswer,
    SurveyAsking,
    SurveyLetter,
    SurveyResponse,
    SurveyState,
    SurveyToken,
)
from eventapp.worker import handlers, loop
from eventapp.worker import survey as tending
from tests.builders import DAY, HOUR, NOON
from tests.builders.survey import (
    ACTOR,
    a_draft,
    a_reply,
    an_open_survey,
    links_of,
    open_for,
    participants,
)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Letter]:
    """The letters about surveys that were sent."""
    letters: list[Letter] = []
    monkeypatch.setattr(handlers, "send", letters.append)
    return letters


def about_surveys(sent: list[Letter]) -> list[Letter]:
    return [letter for letter in sent if "/surveys/" in letter.body]


def reloaded(survey_id: int) -> Survey:
    db.session.expire_all()
    return db.session.get_one(Survey, survey_id)


def tend(survey_id: int, hours: float, came: tuple[int, ...] = ()) -> None:
    now = NOON + hours * HOUR
    tending.run_survey(survey_id, now=now, attended=lambda _event: came)


def test_it_opens_by_itself_with_the_fifth_arrival(app: Flask) -> None:
    survey = a_draft()
    survey_id = survey.id
    came = tuple(participant.id for participant in participants(survey.event, 6))
    surveys.make_ready(survey, now=NOON, actor=ACTOR)
    db.session.commit()
    tend(survey_id, -1, came)
    tend(survey_id, 0, came[:4])
    assert reloaded(survey_id).state is SurveyState.READY
    tend(survey_id, 1, came[:5])
    assert reloaded(survey_id).state is SurveyState.OPEN
    tend(survey_id, 2, came)
    assert reloaded(survey_id).asked == 6


def test_each_gets_one_mail_with_a_link_that_works(app: Flask, sent: list[Letter]) -> None:
    survey = an_open_survey(5)
    tokens = set(links_of(survey))
    db.session.commit()
    loop.run_all()
    letters = about_surveys(sent)
    assert {letter.body.split("/surveys/")[1].split()[0] for letter in letters} == tokens
    assert len({letter.to for letter in letters}) == 5
    assert len({letter.message_id for letter in letters}) == 5


def test_only_those_whose_link_is_unused_are_reminded_and_only_once(
    app: Flask, sent: list[Letter]
) -> None:
    survey = an_open_survey(6)
    survey_id = survey.id
    tokens = links_of(survey)
    db.session.commit()
    loop.run_all()
    for token in tokens[:4]:
        submit_response(token, a_reply(), now=NOON)
    db.session.commit()
    del sent[:]
    for _twice in range(2):
        with standing_at(NOON + 8 * DAY):
            tend(survey_id, 8 * 24)
            loop.run_all()
    reminders = [
        letter
        for letter in about_surveys(sent)
        if "the only reminder" in letter.body or "enda" in letter.body
    ]
    assert {reminder.body.split("/surveys/")[1].split()[0] for reminder in reminders} == set(
        tokens[4:]
    )
    assert len(reminders) == 2
    # With the last letter goes the last thing that leads from a person to a link.
    assert letter.list_keys(reloaded(survey_id)) == []


def test_a_link_used_before_its_mail_is_sent_gets_no_mail(app: Flask, sent: list[Letter]) -> None:
    survey = an_open_survey(5)
    for token in links_of(survey):
        submit_response(token, a_reply(), now=NOON)
    db.session.commit()
    loop.run_all()
    assert about_surveys(sent) == []
    states = db.session.scalars(select(Job.state).where(Job.kind == JobKind.SURVEY_MAIL))
    assert set(states) == {JobState.DONE}


def test_a_mail_that_failed_is_sent_again_with_the_same_link(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = an_open_survey(5)
    survey.reminds_at = None
    tokens = set(links_of(survey))
    db.session.commit()
    seen: list[str] = []

    def fail(sent: Letter) -> None:
        if "/surveys/" in sent.body:
            seen.append(sent.body.split("/surveys/")[1].split()[0])
            raise OSError("no network")

    monkeypatch.setattr(handlers, "send", fail)
    loop.run_all()
    assert set(seen) == tokens
    sent = []
    monkeypatch.setattr(handlers, "send", sent.append)
    with standing_at(NOON + HOUR):
        loop.run_all()
    assert {letter.body.split("/surveys/")[1].split()[0] for letter in sent} == tokens


def test_fewer_than_five_wait_for_company_before_they_are_mixed(app: Flask) -> None:
    survey = an_open_survey(12)
    survey_id, tokens = survey.id, links_of(survey)
    for token in tokens[:4]:
        submit_response(token, a_reply(), now=NOON)
    db.session.commit()
    tend(survey_id, 2)
    assert (reloaded(survey_id).answered, rows(SurveyResponse)) == (0, 4)
    submit_response(tokens[4], a_reply(), now=NOON)
    db.session.commit()
    tend(survey_id, 2.5)  # not before the hour is out
    assert reloaded(survey_id).answered == 0
    tend(survey_id, 3)
    assert (reloaded(survey_id).answered, rows(SurveyResponse), rows(SurveyAnswer)) == (5, 0, 5)


def test_at_its_end_it_closes_and_everything_is_mixed_however_little(app: Flask) -> None:
    survey = an_open_survey(12)
    survey_id = survey.id
    submit_response(links_of(survey)[0], a_reply(), now=NOON)
    db.session.commit()
    tend(survey_id, 14 * 24)
    closed = reloaded(survey_id)
    assert closed.has_results
    assert (closed.answered, rows(SurveyResponse)) == (1, 0)
    # Not even who answered is kept.
    assert set(db.session.scalars(select(SurveyToken.used))) == {True}
    assert timetable.list_due(now=NOON + 20 * DAY) == []


def test_two_workers_at_once_open_ask_and_mix_once(app: Flask) -> None:
    import threading

    survey = a_draft()
    survey_id = survey.id
    came = tuple(participant.id for participant in participants(survey.event, 8))
    surveys.make_ready(survey, now=NOON, actor=ACTOR)
    db.session.commit()
    failures: list[BaseException] = []

    def work() -> None:
        try:
            with app.app_context():
                for hours in (1, 2, 14 * 24, 14 * 24 + 1):
                    tend(survey_id, hours, came)
                db.session.remove()
        except BaseException as failure:  # noqa: BLE001  # told to the test
            failures.append(failure)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert reloaded(survey_id).asked == 8
    assert reloaded(survey_id).has_results
    asked = db.session.scalar(
        select(func.count()).select_from(Job).where(Job.kind == JobKind.SURVEY_MAIL)
    )
    assert asked == 8


def test_the_number_of_answers_is_told_in_steps_of_five_or_more(app: Flask) -> None:
    survey = an_open_survey(12)
    survey_id, tokens = survey.id, links_of(survey)
    counts = [0]
    for hour, arriving in enumerate((1, 2, 1, 3, 2, 1, 2), start=1):
        for _each in range(arriving):
            submit_response(tokens.pop(), a_reply(), now=NOON)
        db.session.commit()
        tend(survey_id, hour)
        counts.append(reloaded(survey_id).answered)
    steps = {after - before for before, after in pairwise(counts)}
    assert 0 in steps
    assert min(steps - {0}) >= 5
    assert counts[-1] >= 7


def test_results_once_published_never_change(app: Flask) -> None:
    survey = an_open_survey(12)
    survey_id, tokens = survey.id, links_of(survey)
    for token in tokens[:11]:
        submit_response(token, a_reply(), now=NOON)
    db.session.commit()
    tend(survey_id, 2)
    assert (
        find_results(reloaded(survey_id)) is None
    )  # mixed, but not closed: nothing to compare with
    tend(survey_id, 14 * 24)
    first = publications(survey_id)
    with pytest.raises(SurveyClosed):
        submit_response(tokens[11], a_reply(), now=NOON)
    db.session.rollback()
    with pytest.raises(surveys.SurveyFrozen):
        open_for(reloaded(survey_id), range(9))
    db.session.rollback()
    tend(survey_id, 15 * 24)
    assert publications(survey_id) == first


def publications(survey_id: int) -> list[Publication]:
    results = find_results(reloaded(survey_id))
    assert results is not None
    return [finding.publication for finding in results.findings]


def test_links_and_who_was_asked_are_forgotten_in_time(app: Flask) -> None:
    survey = an_open_survey(12)
    survey_id, token = survey.id, links_of(survey)[0]
    submit_response(token, a_reply(), now=NOON)
    db.session.commit()
    assert (rows(SurveyAsking), rows(SurveyLetter)) == (12, 11)
    tend(survey_id, 14 * 24)
    # At closing: whose link was whose, and that somebody came.
    assert (rows(SurveyAsking), rows(SurveyLetter), rows(SurveyToken)) == (0, 0, 12)
    late = NOON + 14 * DAY + retention.LINK_RETENTION
    tending.run_due(now=late - HOUR, attended=lambda _event: ())
    assert rows(SurveyToken) == 12  # whoever is late is told that it is closed
    tending.run_due(now=late, attended=lambda _event: ())
    assert rows(SurveyToken) == 0
    assert find_by_token(token, now=late) is None
    assert rows(SurveyAnswer) == 1  # by another rule, which needs a decision
    assert timetable.list_due(now=late) == []


def rows(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0
