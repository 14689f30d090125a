"""Each section's figures, reckoned again from the raw rows by somebody who knows no hiding.

Where a cell shows something it is that figure; how much is hidden, other tests say.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from eventapp.documents.prints.report.open_data import report_json
from eventapp.domain.exchange.adaptation import decide, submit
from eventapp.domain.report.composition import compose
from eventapp.domain.report.content import figures_of, head_of
from eventapp.domain.survey.results import later_survey
from eventapp.extensions import db
from eventapp.models import AdaptationKind, EvidenceStage, Survey, SurveyState
from tests.builders.event import an_event
from tests.builders.experience import a_focus_area, an_experience
from tests.builders.moments import DAY, NOON
from tests.builders.people import an_organisation
from tests.builders.report import (
    AFTER,
    TOWNS,
    Town,
    a_closed_survey,
    a_report,
    an_event_that_is_over,
    gathered,
)
from tests.builders.survey_results import a_closed_survey as a_written_survey
from tests.documents.prints.report.reading import as_json

Rows = list[dict[str, Any]]
SECOND = {**TOWNS, "Storstad": Town(25, 19, [3] * 15), "Nystad": Town(14, 11, [2] * 10)}


@pytest.fixture
def tables(app: Flask) -> dict[str, Rows]:
    """The tables of a report over three events, by name, as its open data have them."""
    area = a_focus_area("skolan")
    events = [
        an_event_that_is_over(towns, title=title, focus_areas=["skolan"])
        for title, towns in (("Ett", TOWNS), ("Två", SECOND))
    ]
    for event, towns in zip(events, (TOWNS, SECOND), strict=True):
        a_closed_survey(event, towns)
    events.append(followed_up())
    card = an_experience(area=area, stage=EvidenceStage.TRIED)
    an_experience(area=area, stage=EvidenceStage.COMPARED, failed=True)
    an_experience(stage=EvidenceStage.TRIED)
    learner = an_organisation("Lärstad")
    facts = {"comment": "", "contact_email": "", "now": NOON}
    decide(submit(card, learner.id, AdaptationKind.USES, **facts), show=True)
    report = gathered(a_report(*events))
    figures = figures_of(report)
    assert figures
    content = report_json(compose(head_of(report), figures), gathered_on=AFTER.date())
    return {table["name"]: table["rows"] for table in as_json(content)["tables"]}


def followed_up() -> Any:
    """A meeting whose people were asked what they would do, and then what they did."""
    event = an_event(title="Tre", starts_at=NOON - 7 * DAY, ends_at=NOON - 6 * DAY)
    towns = an_organisation("Ålstad"), an_organisation("Ekby")
    grades = {towns[0]: [5] * 8 + [2] * 4, towns[1]: [4] * 9 + [1] * 4}
    first = a_written_survey(event, grades)
    add(first, "q5-c", [(towns[0].code, "5", 8), (towns[1].code, "2", 5)])
    later = later_survey.create_later_survey(first, months=4, now=NOON, actor="organizer")
    add(later, "q1", [(town.code, town.code, 12) for town in towns])
    add(later, "l1", [(towns[0].code, "yes", 6), (towns[0].code, "no", 6)])
    add(later, "l1", [(towns[1].code, "yes", 9), (towns[1].code, "no", 3)])
    later.state, later.complete, later.asked, later.answered = SurveyState.CLOSED, True, 60, 24
    later.asked_by_group = {town.code: 30 for town in towns}
    db.session.commit()
    return event


def add(survey: Survey, question: str, given: Sequence[tuple[str, str, int]]) -> None:
    from eventapp.models import SurveyAnswer

    for group, value, times in given:
        for _time in range(times):
            answer = SurveyAnswer(survey_id=survey.id, question=question, group=group, value=value)
            db.session.add(answer)
    db.session.flush()


def rows(sql: str) -> list[Any]:
    return list(db.session.execute(text(sql)))


def shown(row: dict[str, Any], name: str) -> bool:
    return name not in row.get("hidden", ()) and row[name] is not None


def people() -> dict[tuple[str, str], tuple[int, int]]:
    """By title of the event and name of the organisation: who had a place, and who came."""
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    for title, name, placed, came in rows(
        "SELECT e.title, o.name, COUNT(*), SUM(CASE WHEN EXISTS (SELECT 1 FROM check_ins c WHERE"
        " c.registration_id = r.id) THEN 1 ELSE 0 END) FROM registrations r"
        " JOIN events e ON e.id = r.event_id JOIN organisations o ON o.id = r.organisation_id"
        " WHERE r.state = 'confirmed' GROUP BY e.title, o.name"
    ):
        counts[title, name] = (placed, int(came))
    return counts


def answers() -> dict[tuple[str, str], Counter[str]]:
    """By code of the survey and of the question: how often each value was given."""
    counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for survey, question, value in rows(
        "SELECT s.code, a.question, a.value FROM survey_answers a"
        " JOIN surveys s ON s.id = a.survey_id"
    ):
        counted[survey, question][value] += 1
    return counted


def percent(part: int, whole: int) -> int:
    return int(100 * part / whole + 0.5)


def places_attendance_and_no_shows(tables: dict[str, Rows]) -> None:
    raw = people()
    for row in tables["events"][1:]:
        own = [numbers for (title, _name), numbers in raw.items() if title == row["event"]]
        placed, came = (sum(column) for column in zip(*own, strict=True))
        assert (row["placed"], row["came"], row["absent"]) == (placed, came, placed - came)
        assert row["came_percent"] == percent(came, placed)
        assert (row["seats"], row["waiting"], row["cancelled"]) == (200, 0, 0)
    seen = 0
    for row in tables["attendance"]:
        placed, came = raw[row["event"], row["organisation"]]
        for name, figure in (
            ("placed", placed),
            ("came_percent", percent(came, placed)),
            ("absent_percent", 100 - percent(came, placed)),
        ):
            if shown(row, name):
                assert row[name] == figure, row
                seen += 1
    assert seen >= 12


def organisations_are_sums_over_events(tables: dict[str, Rows]) -> None:
    raw = people()
    by_name = {row["organisation"]: row for row in tables["organisations"]}
    assert by_name.keys() == {name for _title, name in raw}
    for name, row in by_name.items():
        own = [numbers for (_title, other), numbers in raw.items() if other == name]
        assert row["organisation_events"] == len(own)
        if shown(row, "placed"):
            assert row["placed"] == sum(placed for placed, _came in own)
    assert by_name["Storstad"]["placed"] == 55


def topics_stages_and_spread(tables: dict[str, Rows]) -> None:
    (topic,) = [row for row in tables["topics"] if row["area_events"]]
    assert (topic["area_events"], topic["area_experiences"]) == (2, 2)
    stages = Counter(
        stage for (stage,) in rows("SELECT stage FROM experiences WHERE state = 'published'")
    )
    assert sorted(row["experiences"] for row in tables["stages"] if row["experiences"]) == sorted(
        stages.values()
    )
    ((learner, source),) = rows(
        "SELECT l.name, s.name FROM adaptations a JOIN organisations l ON l.id = a.organisation_id"
        " JOIN experiences x ON x.id = a.experience_id"
        " JOIN organisations s ON s.id = x.organisation_id"
    )
    (row,) = tables["spread"]
    assert (row["learner"], row["source"], row["adaptations"]) == (learner, source, 1)


def response_rates_of_surveys_and_organisations(tables: dict[str, Rows]) -> None:
    raw = {
        (title, name): (asked, answered)
        for title, name, asked, answered in rows(
            "SELECT e.title, s.title, s.asked, s.answered FROM surveys s"
            " JOIN events e ON e.id = s.event_id"
        )
    }
    for row in (*tables["surveys"], *tables["follow_ups"]):
        asked, answered = raw[row["event"], row["survey"]]
        assert (row["asked"], row["answered"]) == (asked, answered)
        assert row["response_rate"] == percent(answered, asked)
    assert len(tables["surveys"]) + len(tables["follow_ups"]) == 4
    came = {key: numbers[1] for key, numbers in people().items()}
    compared = 0
    for row in tables["response_rates"]:
        if row["event"] == "Tre" or not shown(row, "organisation_response_rate"):
            continue
        replied = len((TOWNS if row["event"] == "Ett" else SECOND)[row["organisation"]].grades)
        asked = came[row["event"], row["organisation"]]
        assert row["organisation_response_rate"] == percent(replied, asked)
        compared += 1
    assert compared >= 2


def grades_their_means_and_how_they_are_spread(tables: dict[str, Rows]) -> None:
    surveys = dict(asked_first())
    counted = answers()
    question = question_of("q3")
    for event, code in surveys.items():
        given = counted[code, "q3"]
        whole = sum(given.values())
        (row,) = [r for r in tables["measures"] if (r["event"], r["question"]) == (event, question)]
        assert row["answers"] == whole
        assert row["positive_percent"] == percent(given["4"] + given["5"], whole)
        mean = sum(int(grade) * times for grade, times in given.items()) / whole
        assert row["mean"] == pytest.approx(mean, abs=0.05)
        spread = [
            r["count"]
            for r in tables["answers"]
            if (r["event"], r["question"]) == (event, question)
        ]
        assert spread == [given[str(grade)] for grade in range(1, 6)]


def what_came_of_it_stands_beside_what_was_meant(tables: dict[str, Rows]) -> None:
    counted = answers()
    ((first,), (later,)) = rows(
        "SELECT s.code FROM surveys s JOIN events e ON e.id = s.event_id WHERE e.title = 'Tre'"
        " ORDER BY s.follows"
    )
    meant, did = counted[first, "q5-c"], counted[later, "l1"]
    outcomes = {(row["stated_percent"], row["positive_percent"]) for row in tables["outcomes"]}
    assert (
        percent(meant["5"] + meant["4"], sum(meant.values())),
        percent(did["yes"], sum(did.values())),
    ) in outcomes


def asked_first() -> Iterator[tuple[str, str]]:
    """The surveys that followed the first two events, by the title of the event."""
    yield from rows(
        "SELECT e.title, s.code FROM surveys s JOIN events e ON e.id = s.event_id"
        " WHERE s.follows = '' AND e.title <> 'Tre'"
    )


def question_of(code: str) -> str:
    return str(rows(f"SELECT text FROM survey_questions WHERE code = '{code}' LIMIT 1")[0][0])


def test_every_section_is_what_the_raw_rows_come_to(tables: dict[str, Rows]) -> None:
    """In one test: what it takes to make the report is most of its time."""
    for check in (
        places_attendance_and_no_shows,
        organisations_are_sums_over_events,
        topics_stages_and_spread,
        response_rates_of_surveys_and_organisations,
        grades_their_means_and_how_they_are_spread,
        what_came_of_it_stands_beside_what_was_meant,
    ):
        check(tables)
