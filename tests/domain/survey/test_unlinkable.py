"""Twelve people answer in a known order at known times: nothing says who answered what."""

from datetime import timedelta
from statistics import mean
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import select, text

from eventapp.clock import standing_at
from eventapp.domain.survey import letter
from eventapp.domain.survey import survey as surveys
from eventapp.domain.survey.result import find_results
from eventapp.domain.token import token_digest
from eventapp.extensions import db, metadata
from eventapp.models import Registration, Survey, SurveyAsking
from eventapp.views import requests
from eventapp.worker import loop
from eventapp.worker import survey as tending
from tests.builders import HOUR, NOON
from tests.builders.survey import ACTOR, an_open_survey, link_for, mixed_again
from tests.databases import MigratedDatabase
from tests.domain.survey.database_adversary import links, on_disk, rank_correlation
from tests.visitor import Visitor

# What each of the twelve answers: as unlike the order they come in as can be (rank correlation 0).
CONTACTS = (6, 1, 10, 4, 8, 11, 0, 7, 2, 9, 3, 5)
MARK = "svar-"


@pytest.fixture
def log_entries(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Every line that requests leave in the log."""
    lines: list[dict[str, Any]] = []

    class Recorder:
        def info(self, event: str, **values: Any) -> None:
            lines.append({"event": event, **values})

    monkeypatch.setattr(requests, "log", Recorder())
    return lines


@pytest.fixture
def survey(app: Flask, client: Visitor) -> Survey:
    """Open; twelve were asked, got their mail, and have answered, ten minutes apart."""
    survey = an_open_survey(12)
    people = list(db.session.scalars(select(Registration).order_by(Registration.id)))
    tokens = [link_for(survey, person) for person in people]
    app.extensions["tokens"] = tokens
    db.session.commit()
    for place, token in enumerate(tokens):
        with standing_at(NOON + timedelta(minutes=10 * place)):
            answer = {
                "q-q3": str(1 + place % 5),
                "q-q9": str(CONTACTS[place]),
                "q-q14": f"{MARK}{CONTACTS[place]:02d}",
            }
            assert client.post(f"/surveys/{token}", data=answer).status_code == 303
    return survey


def close_and_mix(survey: Survey) -> None:
    surveys.close_survey(survey, now=NOON + 3 * HOUR, actor=ACTOR)
    db.session.commit()
    tending.mix(survey.id)


def test_after_mixing_nothing_was_written_together(
    survey: Survey, database: MigratedDatabase
) -> None:
    close_and_mix(survey)
    assert links(database.data, MARK) == {}


def test_control_before_mixing_every_answer_is_found(
    survey: Survey, database: MigratedDatabase
) -> None:
    traces = links(database.data, MARK)
    tokens = _tokens()
    for place, token in enumerate(tokens):
        assert f"{MARK}{CONTACTS[place]:02d}" in traces[token_digest(token)]


def _tokens() -> list[str]:
    tokens: list[str] = current_app.extensions["tokens"]
    return tokens


def test_hourly_mixing_while_open_suffices_too(survey: Survey, database: MigratedDatabase) -> None:
    tending.run_survey(survey.id, now=NOON + 3 * HOUR, attended=lambda _event: ())
    assert links(database.data, MARK) == {}


def test_the_order_on_disk_has_nothing_to_do_with_the_order_of_answering(survey: Survey) -> None:
    close_and_mix(survey)
    likenesses = [likeness_once_more(survey) for _ in range(40)]
    # Chance alone: standard deviation 0.3 each, 0.05 for the mean.
    assert abs(mean(likenesses)) < 0.2


def likeness_once_more(survey: Survey) -> float:
    """Mix once more, and say how like the order of answering the order on disk is now."""
    mixed_again(survey.id)
    rows = [row for row in on_disk("survey_texts") if MARK in row]
    contacts = [int(row.split(MARK)[1][:2]) for row in rows]
    return rank_correlation(range(12), [CONTACTS.index(contact) for contact in contacts])


def test_the_measure_of_likeness_tells_alike_from_unlike() -> None:
    assert rank_correlation(range(12), range(12)) == 1
    assert abs(rank_correlation(range(12), CONTACTS)) < 0.1


def test_no_row_of_any_table_holds_a_person_and_an_answer(survey: Survey, app: Flask) -> None:
    close_and_mix(survey)
    people = list(db.session.scalars(select(Registration)))
    tokens = _tokens()
    traces = [
        *tokens,
        *map(token_digest, tokens),
        *(str(letter.letter_key(token)) for token in tokens),
    ]
    traces += [
        part
        for person in people
        for part in (person.email, person.name, person.code, person.secret)
    ]
    for table in metadata.sorted_tables:
        for row in db.session.execute(text(f'SELECT * FROM "{table.name}"')):
            said = str(tuple(row))
            assert not (MARK in said and any(trace in said for trace in traces)), table.name
            if table.name.startswith("survey_") and table.name != "survey_tokens":
                assert not any(trace in said for trace in traces), table.name
    assert letter.list_keys(survey) == []
    assert list(db.session.scalars(select(SurveyAsking))) == []


def test_no_table_of_a_survey_knows_a_time_a_row_number_or_a_browser() -> None:
    for name in ("survey_tokens", "survey_responses", "survey_answers", "survey_texts"):
        columns = {column.name: str(column.type) for column in metadata.tables[name].columns}
        assert not [column for column, kind in columns.items() if "DATE" in kind or "TIME" in kind]
        assert not set(columns) & {"id", "ip", "address", "user_agent", "token", "registration_id"}


def test_what_one_person_answered_does_not_hang_together_either(survey: Survey) -> None:
    close_and_mix(survey)
    keys = [row.rpartition(",")[2] for row in on_disk("survey_answers")]
    assert len(keys) == len(set(keys)) == 24  # two answers of each of the twelve, bound by nothing


def test_no_view_shows_more_than_sums(survey: Survey, client: Visitor) -> None:
    close_and_mix(survey)
    results = find_results(db.session.get_one(Survey, survey.id))
    assert results is not None
    assert not any(MARK in str(finding.publication) for finding in results.findings)


def test_the_log_has_no_line_about_answering(
    survey: Survey, log_entries: list[dict[str, Any]]
) -> None:
    close_and_mix(survey)
    assert [entry for entry in log_entries if "survey" in str(entry.get("route"))] == []


def test_the_log_says_nothing_of_surveys_at_all(
    log_entries: list[dict[str, Any]], app: Flask, client: Visitor
) -> None:
    survey = an_open_survey(5)
    token = link_for(survey, db.session.scalars(select(Registration)).first())  # type: ignore[arg-type]
    client.get(f"/surveys/{token}")
    client.post(f"/surveys/{token}", data={"q-q3": "4"})
    client.get("/")
    assert [entry["route"] for entry in log_entries] == ["/"]


def test_sent_letters_leave_no_way_from_the_person_to_the_link(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = an_open_survey(5)
    survey.reminds_at, survey_id = None, survey.id
    tokens = [
        link_for(survey, registration) for registration in db.session.scalars(select(Registration))
    ]
    db.session.commit()
    monkeypatch.setattr("eventapp.worker.handlers.send", lambda _letter: None)
    loop.run_all()
    assert letter.list_keys(db.session.get_one(Survey, survey_id)) == []
    for table in metadata.sorted_tables:
        rows = str(db.session.execute(text(f'SELECT * FROM "{table.name}"')).all())
        assert not any(token in rows for token in tokens), table.name
