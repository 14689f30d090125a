"""Groups of a breakdown, and the classes that they are gathered in."""

from flask import Flask

from eventapp.domain.survey.group import gather_groups, list_groups
from eventapp.models import MunicipalityClass
from tests.builders import an_event, an_organisation
from tests.builders.survey_results import a_closed_survey


def test_groups_are_gathered_in_their_classes_and_the_rest_in_one_without_a_name(
    app: Flask,
) -> None:
    del app
    town, village, agency = (an_organisation(name) for name in ("Ålstad", "Ekby", "Brå"))
    survey = a_closed_survey(an_event(), {town: [5], village: [4], agency: [3]}, asked=12)
    assert gather_groups(survey, list_groups(survey)).classes == {}

    survey.class_by_group = {town.code: MunicipalityClass.LARGE, village.code: "small"}
    groups = gather_groups(survey, list_groups(survey))

    assert groups.classes == {"large": (town.code,), "small": (village.code,), "": (agency.code,)}
    assert groups.asked == {town.code: 12, village.code: 12, agency.code: 12}


def test_those_who_prefer_not_to_answer_are_no_group(app: Flask) -> None:
    del app
    survey = a_closed_survey(an_event(), {an_organisation(): [5]})
    breakdown = next(question for question in survey.questions if question.code == "q1")
    unstated = {"code": "unstated", "label": "Vill inte uppge", "unstated": True}
    breakdown.choice_list = [*breakdown.choice_list, unstated]

    assert "unstated" not in {choice.code for choice in list_groups(survey)}
    survey.breakdown = ""
    assert list_groups(survey) == ()
