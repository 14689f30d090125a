"""Response rates by organisation: shares of those asked, hidden wherever answers are."""

from collections.abc import Mapping

from flask import Flask

from eventapp.domain.survey.result import find_results
from eventapp.domain.survey.results.response_rate import groups_in_results, list_response_rates
from eventapp.extensions import db
from eventapp.models import Survey
from tests.builders.report import TOWNS, Town, a_closed_survey, an_event_that_is_over
from tests.builders.survey import an_open_survey


def closed(towns: Mapping[str, Town] = TOWNS) -> Survey:
    return a_closed_survey(an_event_that_is_over(towns), towns)


def rates_of(survey: Survey, *hidden: str) -> dict[str, int | None]:
    codes = {choice.label: choice.code for choice in survey.questions[0].choices}
    rates = list_response_rates(survey, hidden=[codes[name] for name in hidden])
    return {rate.label: rate.percent for rate in rates}


def test_a_rate_is_those_who_answered_of_those_asked_by_hand(app: Flask) -> None:
    rates = rates_of(closed())

    assert rates["Storstad"] == round(100 * 18 / 26) == 69
    assert rates["Mellanstad"] == round(100 * 12 / 15) == 80


def test_where_fewer_than_ten_answered_the_rate_is_hidden(app: Flask) -> None:
    """Seven of seven answered in Småstad: a rate would say how many, which results do not."""
    rates = rates_of(closed())

    assert {rates[name] for name in ("Småstad", "Tvåstad", "Fåstad", "Ensamstad")} == {None}


def test_an_organisation_that_is_hidden_elsewhere_is_hidden_here_with_another(app: Flask) -> None:
    towns = {name: Town(20 + number, 20, [4] * 12) for number, name in enumerate("ABCD")}
    survey = closed(towns)

    assert None not in rates_of(survey).values()
    assert sum(rate is None for rate in rates_of(survey, "A").values()) > 1


def test_an_organisation_hidden_in_the_results_has_no_rate(app: Flask) -> None:
    survey = closed()
    results = find_results(survey)
    assert results
    grade = results.find("q3")
    assert grade
    shown = {
        results.labels[group.code]
        for group in grade.publication.groups
        if group.level.value != "nothing"
    }

    assert {name for name, rate in rates_of(survey).items() if rate is not None} <= shown


def test_more_answers_than_were_asked_give_no_rate_above_all(app: Flask) -> None:
    """Somebody states another organisation than the registration has."""
    survey = closed({"A": Town(20, 15, [4] * 15), "B": Town(40, 30, [3] * 12)})
    survey.asked_by_group = dict.fromkeys(survey.asked_by_group, 12)
    db.session.commit()

    assert all(rate is None or rate <= 100 for rate in rates_of(survey).values())


def test_an_open_survey_has_no_rates(app: Flask) -> None:
    assert list_response_rates(an_open_survey(12)) == []


def test_groups_that_results_hide_are_known_and_the_least_of_others(app: Flask) -> None:
    survey = closed()
    codes = {choice.label: choice.code for choice in survey.questions[0].choices}

    hidden, least = groups_in_results(survey.event)

    assert {codes["Fåstad"], codes["Ensamstad"]} <= hidden
    assert least[codes["Storstad"]] == 18
    assert not hidden & least.keys()
    assert groups_in_results(an_open_survey(12).event) == (frozenset(), {})
