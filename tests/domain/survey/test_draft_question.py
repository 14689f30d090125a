"""A draft's questions: added, changed, moved and removed until the survey opens."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from eventapp.domain.errors import StaleVersion
from eventapp.domain.survey import draft_question
from eventapp.domain.survey import survey as surveys
from eventapp.domain.survey.draft_question import SurveyQuestionText
from eventapp.domain.survey.measure import measures_of
from eventapp.domain.survey.questionnaire import questionnaire
from eventapp.forms.survey.response import make_form
from eventapp.models import Survey, SurveyQuestion, SurveyQuestionKind
from tests.builders.survey import a_draft, an_open_survey

FULL = SurveyQuestionText(
    "Vad tyckte du?", "Kort.", True, ("Ja då", "Nej då"), ("Maten", "Salen"), "Dåligt", "Bra", 2
)


def codes(survey: Survey) -> list[str]:
    return [question.code for question in survey.questions]


def of_code(survey: Survey, code: str) -> SurveyQuestion:
    question = draft_question.find_question(survey, code)
    assert question is not None
    return question


@pytest.mark.parametrize("kind", SurveyQuestionKind)
def test_a_question_of_any_kind_can_be_added_asked_and_counted(
    app: Flask, kind: SurveyQuestionKind
) -> None:
    survey = a_draft()
    question = draft_question.add_question(survey, kind, FULL, version=1)
    assert codes(survey)[-1] == question.code
    assert (question.text, question.hint, question.required) == ("Vad tyckte du?", "Kort.", True)
    asked = questionnaire(survey)
    assert [question.kind for question in asked.questions][-1] is kind
    assert make_form(asked)(formdata=None).fields_of(asked.questions[-1])
    assert (list(measures_of(question)) == []) is (kind.value.endswith("text"))


def test_choices_keep_their_codes_while_they_keep_their_words(app: Flask) -> None:
    survey = a_draft()
    question = of_code(survey, "q8")
    old = {choice.label: choice.code for choice in question.choices}
    labels = ["Metodstöd", "Stöd i att kartlägga", "Något nytt", *list(old)[2:]]
    draft_question.revise_question(
        survey, question, SurveyQuestionText("Vilket?", choices=labels, most=3), version=1
    )
    new = {choice.label: choice.code for choice in question.choices}
    assert {label: new[label] for label in list(old)[1:]} == {
        label: old[label] for label in list(old)[1:]
    }
    assert len(set(new.values())) == len(labels)


def test_questions_change_places_and_stay_on_pages_in_order(app: Flask) -> None:
    survey = a_draft()
    before = codes(survey)
    draft_question.move_question(survey, of_code(survey, "q3"), up=True, version=1)
    assert codes(survey)[:3] == [before[0], "q3", before[1]]
    pages = [question.page for question in survey.questions]
    assert pages == sorted(pages)
    draft_question.move_question(survey, survey.questions[0], up=True, version=2)
    draft_question.move_question(survey, of_code(survey, "q3"), up=False, version=3)
    assert codes(survey) == before


def test_a_question_is_removed_and_with_it_the_comparison_of_groups(app: Flask) -> None:
    survey = a_draft()
    draft_question.remove_question(survey, of_code(survey, "q1"), version=1)
    assert "q1" not in codes(survey)
    assert survey.breakdown == ""
    assert [question.position for question in survey.questions] == list(
        range(len(survey.questions))
    )


def test_what_another_question_depends_on_stays_before_it(app: Flask) -> None:
    def broken() -> list[object]:
        survey = a_draft()
        on, dependent = of_code(survey, "q11"), of_code(survey, "q12")
        return [survey, on, dependent]

    for deed in (
        lambda survey, on, _dependent: draft_question.remove_question(survey, on, version=1),
        lambda survey, on, _dependent: draft_question.move_question(
            survey, on, up=False, version=1
        ),
        lambda survey, _on, dependent: draft_question.move_question(
            survey, dependent, up=True, version=1
        ),
    ):
        with pytest.raises(draft_question.ConditionBroken):
            deed(*broken())


def test_there_is_a_most_and_a_least(app: Flask) -> None:
    survey = a_draft()
    while len(survey.questions) < draft_question.QUESTIONS_MAX:
        draft_question.add_question(survey, SurveyQuestionKind.YES_NO, FULL, version=survey.version)
    with pytest.raises(draft_question.TooManySurveyQuestions):
        draft_question.add_question(survey, SurveyQuestionKind.YES_NO, FULL, version=survey.version)
    while len(survey.questions) > 1:
        draft_question.remove_question(survey, survey.questions[-1], version=survey.version)
    with pytest.raises(draft_question.NoQuestionLeft):
        draft_question.remove_question(survey, survey.questions[0], version=survey.version)


def test_a_stale_page_and_an_open_survey_change_nothing(app: Flask) -> None:
    survey = a_draft()
    draft_question.move_question(survey, of_code(survey, "q3"), up=True, version=1)
    with pytest.raises(StaleVersion):
        draft_question.remove_question(survey, of_code(survey, "q3"), version=1)
    opened = an_open_survey(5)
    question = opened.questions[2]
    for deed in (
        lambda: draft_question.add_question(
            opened, SurveyQuestionKind.YES_NO, FULL, version=opened.version
        ),
        lambda: draft_question.revise_question(opened, question, FULL, version=opened.version),
        lambda: draft_question.move_question(opened, question, up=True, version=opened.version),
        lambda: draft_question.remove_question(opened, question, version=opened.version),
    ):
        with pytest.raises(surveys.SurveyFrozen):
            deed()


def test_a_ready_made_question_is_added_once(app: Flask) -> None:
    del app
    survey = a_draft()
    offered = {row["code"] for row in draft_question.list_offered(survey)}
    assert "b4" in offered
    assert offered.isdisjoint(codes(survey))

    added = draft_question.add_from_bank(survey, "b4", version=1)

    assert (codes(survey)[-1], added.none) == ("b4", "none")
    with pytest.raises(draft_question.QuestionGone):
        draft_question.add_from_bank(survey, "b4", version=2)


def test_what_depends_on_a_question_is_offered_only_beside_it(app: Flask) -> None:
    del app
    survey = a_draft()
    for code in ("q12", "q11"):
        draft_question.remove_question(survey, of_code(survey, code), version=survey.version)
    offered = {row["code"] for row in draft_question.list_offered(survey)}
    assert "q11" in offered
    assert "q12" not in offered


def test_none_of_them_stands_last_and_goes_with_no_other(app: Flask) -> None:
    del app
    survey, words = a_draft(), SurveyQuestionText("Vad?", choices=("A", "B"), most=2, none=True)
    kind = SurveyQuestionKind.MULTI_CHOICE
    question = draft_question.add_question(survey, kind, words, version=1)
    assert [choice.code for choice in question.choices] == ["c1", "c2", "none"]

    form = make_form(questionnaire(survey))
    name = f"q-{question.code}"
    alone, both = (
        form(formdata=MultiDict([("q-q3", "4"), *((name, code) for code in given)]))
        for given in (["none"], ["c1", "none"])
    )
    assert alone.validate()
    assert alone.reply().answers[question.code] == "none"
    assert not both.validate()
    assert len(both[name].errors) == 1

    without = SurveyQuestionText("Vad?", choices=("A", "B"), most=2)
    draft_question.revise_question(survey, question, without, version=2)
    assert [choice.code for choice in of_code(survey, question.code).choices] == ["c1", "c2"]
