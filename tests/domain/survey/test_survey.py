"""A survey's life: drafted, revised, opened for those who came, closed for good."""

import pytest
from flask import Flask
from sqlalchemy import delete, select

from eventapp.domain.errors import StaleVersion
from eventapp.domain.survey import letter, template, timetable
from eventapp.domain.survey import survey as surveys
from eventapp.domain.survey.locking import SurveyGone
from eventapp.domain.token import token_digest
from eventapp.extensions import db
from eventapp.models import (
    AuditEntry,
    Job,
    Survey,
    SurveyAsking,
    SurveyLetter,
    SurveyQuestion,
    SurveyQuestionKind,
    SurveyState,
    SurveyToken,
)
from tests.builders import DAY, HOUR, NOON, an_event, an_organisation
from tests.builders.survey import (
    ACTOR,
    a_draft,
    an_open_survey,
    ask,
    links_of,
    open_for,
    participants,
)


def wording(survey: Survey, **changes: object) -> surveys.SurveyWording:
    values = {
        "title": survey.title,
        "intro": survey.intro,
        "opens_at": survey.opens_at,
        "closes_at": survey.closes_at,
        "reminds_at": survey.reminds_at,
        **changes,
    }
    return surveys.SurveyWording(**values)  # type: ignore[arg-type]


def test_the_standard_survey_has_every_kind_of_question(app: Flask) -> None:
    event = an_event(focus_areas=["unga"])
    survey = a_draft(event)
    kinds = {question.kind for question in survey.questions}
    # Without focus areas of their own in the database there is nothing to choose several of.
    assert kinds == set(SurveyQuestionKind) - {SurveyQuestionKind.MULTI_CHOICE}
    assert survey.state is SurveyState.DRAFT


def test_the_breakdown_lists_the_organisations_that_take_part(app: Flask) -> None:
    town = an_organisation("Göteborgs Stad", short_name="Göteborg")
    office = an_organisation("Socialförvaltningen", parent=town)
    office.kind = office.kind.ADMINISTRATION
    event = an_event(seats=20)
    participants(event, 2, office)
    participants(event, 1, an_organisation("Aneby"))
    breakdown = a_draft(event).questions[0]
    assert [choice.label for choice in breakdown.choices] == [
        "Aneby",
        "Göteborg",
        "Vill inte uppge",
    ]
    assert breakdown.choices[1].organisation == town.code


def test_words_change_until_it_opens_and_not_after(app: Flask) -> None:
    survey = a_draft()
    new = wording(survey, title="Hur var det?", questions={"q3": "Vilket betyg ger du?"})
    surveys.revise_survey(survey, new, version=survey.version)
    assert survey.questions[2].text == "Vilket betyg ger du?"
    with pytest.raises(StaleVersion):
        surveys.revise_survey(survey, new, version=1)
    came = [participant.id for participant in participants(survey.event, 5)]
    open_for(survey, came)
    with pytest.raises(surveys.SurveyFrozen):
        surveys.revise_survey(survey, new, version=survey.version)
    with pytest.raises(surveys.SurveyFrozen):
        surveys.make_ready(survey, now=NOON, actor=ACTOR)


def test_a_draft_deleted_by_somebody_else_is_refused_in_words(app: Flask) -> None:
    survey = a_draft()
    new = wording(survey, title="Hur var det?")
    db.session.commit()
    version = survey.version
    db.session.execute(delete(SurveyQuestion), execution_options={"synchronize_session": False})
    db.session.execute(delete(Survey), execution_options={"synchronize_session": False})
    with pytest.raises(SurveyGone):
        surveys.revise_survey(survey, new, version=version)


def test_it_does_not_open_for_fewer_than_five_nor_after_its_end(app: Flask) -> None:
    survey = a_draft()
    came = [participant.id for participant in participants(survey.event, 4)]
    with pytest.raises(surveys.TooFewToAsk):
        open_for(survey, came)
    with pytest.raises(surveys.ClosesTooEarly):
        open_for(survey, [*came, *came], now=survey.closes_at)
    assert survey.state is SurveyState.DRAFT


def test_opening_asks_each_once_and_latecomers_later(app: Flask) -> None:
    survey = an_open_survey(6)
    late = participants(survey.event, 2)
    came = list(db.session.scalars(select(SurveyAsking.registration_id)))
    assert ask(survey, [*came, *(registration.id for registration in late)]) == 2
    assert ask(survey, came) == 0
    assert survey.asked == 8
    digests = set(db.session.scalars(select(SurveyToken.digest)))
    assert digests == {token_digest(link) for link in links_of(survey)}


def test_a_letter_is_unreadable_without_the_key_of_the_house(app: Flask) -> None:
    survey = an_open_survey(5)
    tokens = links_of(survey)
    for row in db.session.scalars(select(SurveyLetter)):
        assert not any(token.encode() in row.sealed for token in tokens)
        assert b"registration" not in row.sealed
    payloads = [job.payload for job in db.session.scalars(select(Job)) if "letter" in job.payload]
    assert sorted(payload["letter"] for payload in payloads) == sorted(
        map(letter.letter_key, tokens)
    )


def test_closing_is_for_good_and_deletes_what_was_not_sent(app: Flask) -> None:
    survey = an_open_survey(5)
    surveys.close_survey(survey, now=NOON + HOUR, actor=ACTOR)
    assert survey.state is SurveyState.CLOSED
    assert survey.closes_at == NOON + HOUR
    assert letter.list_keys(survey) == []
    with pytest.raises(surveys.SurveyNotOpen):
        surveys.close_survey(survey, now=NOON, actor=ACTOR)
    with pytest.raises(surveys.SurveyFrozen):
        open_for(survey, range(9))
    actions = list(db.session.scalars(select(AuditEntry.action)))
    assert {"survey opened", "survey closed"} <= set(actions)


def test_the_timetable_looks_after_what_is_due(app: Flask) -> None:
    draft, ready, opened = a_draft(), a_draft(), an_open_survey(5)
    surveys.make_ready(ready, now=NOON, actor=ACTOR)
    db.session.flush()
    assert set(timetable.list_due(now=NOON)) == {ready.id, opened.id}
    assert set(timetable.list_due(now=NOON - DAY)) == {opened.id}
    assert draft.state is SurveyState.DRAFT


def test_a_question_without_choices_is_left_out(app: Flask) -> None:
    survey = template.draft_standard_survey(an_event(), opens_at=NOON, closes_at=NOON + DAY)
    assert "q7" not in {question.code for question in survey.questions}
