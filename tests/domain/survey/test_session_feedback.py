"""Feedback about a session: who is asked, that nobody is told apart, and what the lecturer sees."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp.domain.event.copy.event_copy import CopyPart, count_parts
from eventapp.domain.survey import survey as surveys
from eventapp.domain.survey.response import LinkUsed, SurveyReply, submit_response
from eventapp.domain.survey.result import find_results
from eventapp.domain.survey.session_feedback import (
    ANSWERED_WITHIN,
    FeedbackStatus,
    NobodyLeftToAsk,
    ask_about,
    find_link,
    list_ended,
    list_feedback,
    list_feedback_for,
    list_to_answer,
    may_ask,
    set_asking,
)
from eventapp.extensions import db
from eventapp.models import (
    Event,
    EventState,
    Job,
    JobKind,
    Registration,
    Session,
    SessionKind,
    Survey,
    SurveyLetter,
    SurveyToken,
)
from eventapp.worker import survey as tending
from tests.builders import HOUR, NOON, a_registration, an_event
from tests.builders.session_question import a_lecture

MINUTE = timedelta(minutes=1)


@pytest.fixture
def event(app: object) -> Event:
    del app
    event = an_event(seats=40)
    set_asking(event, asks=True, actor="organizer", now=NOON)
    return event


@pytest.fixture
def session(event: Event) -> Session:
    return a_lecture(event)


@pytest.fixture
def people(event: Event, session: Session) -> list[Registration]:
    del session
    return [a_registration(event) for _ in range(12)]


def asked(session: Session) -> Survey:
    assert ask_about(session.id, now=session.ends_at)
    return db.session.scalars(select(Survey).where(Survey.session_id == session.id)).one()


def answer(survey: Survey, people: list[Registration], grades: str) -> None:
    for person, grade in zip(people, grades, strict=False):
        link = find_link(person, survey)
        assert link
        reply = SurveyReply({"relevant": grade, "clear": "4"}, {"takeaway": f"Ord {grade}"})
        submit_response(link, reply, now=survey.opens_at)


def closed(survey: Survey) -> Survey:
    now, number = survey.closes_at, survey.id
    db.session.commit()
    tending.run_due(now=now)
    db.session.expire_all()
    return db.session.get_one(Survey, number)


def test_those_with_a_place_are_asked_once_when_it_ends_and_no_letter_is_sent(
    event: Event, session: Session, people: list[Registration]
) -> None:
    chosen = a_lecture(event, kind=SessionKind.CHOICE, starts_at=event.starts_at + HOUR)
    few = [a_registration(event, sessions=(chosen,)) for _ in range(4)]
    before = session.ends_at - MINUTE
    assert list_ended(now=before) == []
    assert list_ended(now=session.ends_at) == [session.id]
    db.session.commit()

    tending.run_due(now=chosen.ends_at)
    tending.run_due(now=chosen.ends_at)

    (survey,) = db.session.scalars(select(Survey))
    assert (survey.session_id, survey.asked) == (session.id, 16)
    mails = select(Job).where(Job.kind == JobKind.SURVEY_MAIL)
    assert db.session.scalars(mails).all() == []
    assert list_to_answer(people[0], now=chosen.ends_at) == [survey]
    assert {row.status for row in list_feedback(event, now=chosen.ends_at)} == {
        FeedbackStatus.OPEN,
        FeedbackStatus.TOO_FEW,
    }
    assert not ask_about(chosen.id, now=chosen.ends_at)
    fifth = a_registration(event, sessions=(chosen,))
    assert ask_about(chosen.id, now=chosen.ends_at)
    assert len(list_to_answer(few[0], now=chosen.ends_at)) == 2
    assert len(list_to_answer(fifth, now=chosen.ends_at)) == 1  # too late for the first


def test_nobody_is_asked_where_the_event_does_not_ask(app: object) -> None:
    del app
    event = an_event(seats=40)
    session = a_lecture(event)
    for _ in range(6):
        a_registration(event)
    assert list_ended(now=session.ends_at) == []
    assert [row.status for row in list_feedback(event, now=session.ends_at)] == [FeedbackStatus.OFF]


def test_a_link_works_once_and_nothing_is_left_that_leads_to_its_owner(
    session: Session, people: list[Registration]
) -> None:
    survey, person = asked(session), people[0]
    link = find_link(person, survey)
    assert link
    assert find_link(person, survey) == link
    assert find_link(people[1], survey) != link
    submit_response(link, SurveyReply({"relevant": "5"}), now=survey.opens_at)

    assert find_link(person, survey) is None
    assert len(db.session.scalars(select(SurveyLetter)).all()) == 11
    with pytest.raises(LinkUsed):
        submit_response(link, SurveyReply({"relevant": "1"}), now=survey.opens_at)
    assert list_to_answer(person, now=survey.opens_at) == [survey]  # as if it had not answered


def test_nothing_is_shown_before_the_end_and_few_are_never_shown(
    event: Event, session: Session, people: list[Registration]
) -> None:
    survey = asked(session)
    answer(survey, people, "5544")
    assert find_results(survey) is None
    survey = closed(survey)
    assert {token.used for token in db.session.scalars(select(SurveyToken))} == {True}
    results = find_results(survey)
    assert results
    assert results.participation.answered is None
    for finding in results.findings:
        assert finding.publication.whole.percent is None
        assert finding.publication.whole.tally is None
    (row,) = list_feedback_for(session.appearances[0].speaker, event, now=survey.closes_at)
    assert row.status is FeedbackStatus.RESULTS


def test_with_ten_and_more_the_lecturer_sees_shares(
    session: Session, people: list[Registration]
) -> None:
    """The control: what is hidden above is there, as soon as enough have answered."""
    survey = asked(session)
    answer(survey, people, "555544433221")
    survey = closed(survey)
    results = find_results(survey)
    assert results
    relevant = next(f for f in results.findings if f.counted.code == "relevant")
    assert relevant.publication.whole.percent == 58
    assert relevant.publication.whole.tally
    assert relevant.publication.whole.tally.counts == (1, 2, 2, 3, 4)


def test_a_lecturer_sees_the_own_sessions_alone(event: Event, session: Session) -> None:
    other = a_lecture(event, starts_at=event.starts_at + HOUR)
    rows = list_feedback_for(other.appearances[0].speaker, event, now=NOON)
    assert [row.session for row in rows] == [other]
    assert [row.status for row in rows] == [FeedbackStatus.AHEAD]
    assert session not in [row.session for row in rows]


def test_it_is_no_survey_of_the_event_and_is_not_copied(
    event: Event, session: Session, people: list[Registration]
) -> None:
    del people
    survey = asked(session)
    assert surveys.list_for_event(event.id) == []
    assert count_parts(event)[CopyPart.SURVEY] == 0
    assert survey.closes_at == survey.opens_at + ANSWERED_WITHIN
    surveys.close_survey(survey, now=survey.opens_at, actor="organizer")


def test_nobody_is_asked_about_an_event_that_is_long_over_or_called_off(app: object) -> None:
    del app
    event = an_event()
    over = event.ends_at + ANSWERED_WITHIN
    assert may_ask(event, now=over - MINUTE)

    for state, now in ((EventState.PUBLISHED, over), (EventState.CANCELLED, NOON)):
        event.state = state
        with pytest.raises(NobodyLeftToAsk):
            set_asking(event, asks=True, actor="organizer", now=now)
    assert not event.asks_session_feedback
