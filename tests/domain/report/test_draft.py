"""Sentences that write themselves, and say kindly what cannot be said."""

from typing import Any

import msgspec
import pytest
from flask import Flask

from eventapp.domain.report.document import SECTIONS
from eventapp.domain.report.draft import draft
from eventapp.domain.report.figures import (
    EventFigures,
    ExperienceFigures,
    MeasureFigures,
    OrganisationFigures,
    RateFigures,
    ReportFigures,
    SpreadFigures,
    SurveyFigures,
)
from eventapp.i18n import speaking

GRADE = MeasureFigures("q3", "Betyg?", headline="gav betyget 4 eller 5", answers=85, percent=74)
SURVEY = SurveyFigures(
    "s", "Vad tyckte du?", "sv", "closed", "2023-06-30", 99, 85, 86, measures=(GRADE,)
)
EVENT = EventFigures(
    "e",
    "slug",
    "Konferensen",
    "conference",
    False,
    "2023-06-13",
    "2023-06-14",
    120,
    placed=105,
    came=99,
    came_percent=94,
    recorded=True,
    surveys=(SURVEY,),
)


def of(event: EventFigures = EVENT, **facts: Any) -> ReportFigures:
    return ReportFigures((event,), **facts)


def changed(thing: Any, **facts: Any) -> Any:
    return msgspec.structs.replace(thing, **facts)


def swedish(section: str, figures: ReportFigures) -> str:
    with speaking("sv"):
        return draft(section, figures)


def test_the_surveys_sentences_are_those_of_a_good_report(app: Flask) -> None:
    assert swedish("surveys", of()) == (
        "85 av 99 deltagare svarade. Tre av fyra (74 procent) gav betyget 4 eller 5."
    )


def test_in_english_a_swedish_headline_gives_way_to_the_question(app: Flask) -> None:
    with speaking("en"):
        assert draft("surveys", of()) == (
            "85 of 99 participants answered. "
            "Three in four (74 per cent) answered positively to “Betyg?”."
        )


def test_the_events_sentences_have_seats_places_and_attendance(app: Flask) -> None:
    assert swedish("events", of()) == (
        "Konferensen hade 120 platser. 105 personer hade en plats, och 99 av dem kom (94 procent)."
    )
    unknown = changed(EVENT, came=None, came_percent=None)
    assert "noterades inte" in swedish("events", of(changed(unknown, recorded=False)))
    assert "Så få kom" in swedish("events", of(unknown))
    assert swedish("events", of(changed(EVENT, came=None, came_percent=100))).endswith(
        "Av dem kom 100 procent."
    )
    few = swedish("events", of(changed(EVENT, placed=None, came=None)))
    assert few == "Vid 1 evenemang var deltagarna för få för att vi ska visa hur många."


def test_a_survey_with_four_answers_says_so(app: Flask) -> None:
    few = changed(SURVEY, answered=None, percent=None, measures=())
    words = swedish("surveys", of(changed(EVENT, surveys=(few,))))
    assert words.startswith("Så få svarade på enkäten ”Vad tyckte du?” att svaren inte kan visas.")
    assert "4" not in words


def test_rates_of_organisations_are_told_as_the_least_and_the_most_that_are_shown(
    app: Flask,
) -> None:
    rates = (RateFigures("A", 60), RateFigures("B"), RateFigures("C", 92))
    words = swedish("surveys", of(changed(EVENT, surveys=(changed(SURVEY, rates=rates),))))
    assert words.endswith("I de organisationer som kan visas svarade mellan 60 och 92 procent.")


def test_a_follow_up_has_a_section_of_its_own(app: Flask) -> None:
    use = MeasureFigures("f1", "Har du använt något?", answers=40, percent=38, stated=74)
    later = changed(SURVEY, code="f", title="Ett halvår senare", follows="s", measures=(use,))
    figures = of(changed(EVENT, surveys=(SURVEY, later)))
    assert swedish("follow_up", figures) == (
        "85 av 99 deltagare svarade. ”Har du använt något?”: 74 procent först, och 38 procent nu."
    )
    assert "använt" not in swedish("surveys", figures)
    assert swedish("follow_up", of()).startswith("Ingen har ännu fått frågan")


def test_an_open_survey_is_not_counted(app: Flask) -> None:
    opened = changed(SURVEY, state="open", answered=None)
    words = swedish("surveys", of(changed(EVENT, surveys=(opened,))))
    assert words == "Enkäten ”Vad tyckte du?” är fortfarande öppen, så svaren är inte räknade."


def test_topics_name_the_most_and_those_that_are_missing(app: Flask) -> None:
    school = changed(EVENT, focus_areas=("a",))
    areas = {"a": "Skolan", "b": "Torget"}
    assert swedish("topics", of(school, areas=areas)) == "Evenemanget handlade om Skolan."
    assert swedish("topics", ReportFigures((school, EVENT), areas=areas)) == (
        "Flest evenemang handlade om Skolan (1 evenemang). Inget evenemang handlade om Torget."
    )


def test_experiences_spread_and_use(app: Flask) -> None:
    experiences = ExperienceFigures(
        published=3,
        failed=1,
        organisations=2,
        by_stage={"untested": 1, "compared": 2},
        spread=(SpreadFigures("A", "B", "uses", 1), SpreadFigures("C", "B", "refrained", 2)),
    )
    figures = of(experiences=experiences)
    assert swedish("experiences", figures) == (
        "2 organisationer publicerade 3 erfarenheter. 2 av dem är uppföljda, jämförda eller "
        "utvärderade. 1 berättar om något som inte fungerade."
    )
    assert swedish("spread", figures).startswith("1 organisation planerar")
    assert "2 fall" in swedish("spread", figures)
    assert swedish("use", figures).startswith("3 erfarenheter finns")


def test_organisations_say_why_some_are_not_shown(app: Flask) -> None:
    rows = (OrganisationFigures("Stor", 20, 90), OrganisationFigures("Liten", hidden=True))
    words = swedish("organisations", of(changed(EVENT, organisations=rows)))
    assert words.startswith("Deltagarna kom från 2 organisationer.")
    assert "räkna ut vilka de är" in words


def test_many_events_are_told_together(app: Flask) -> None:
    many = ReportFigures((EVENT,) * 7)
    assert swedish("events", many) == (
        "735 personer hade en plats, och 693 av dem kom (94 procent)."
    )
    assert "595 av 693 deltagare svarade." in swedish("summary", many)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("section", list(SECTIONS))
def test_a_report_over_nothing_has_a_kind_sentence_in_each_section(
    app: Flask, section: str, language: str
) -> None:
    with speaking(language):
        words = draft(section, ReportFigures())
    assert words.endswith(".")
    assert "None " not in words.removeprefix("None of the events")
