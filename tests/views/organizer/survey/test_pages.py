"""All pages around a survey: few statements each, and none that tells who has answered what."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy
from flask import Flask
from sqlalchemy import Engine

from eventapp.domain.permission import Role
from eventapp.domain.record.log import GROUPS, ActionGroup
from eventapp.domain.survey.response import SurveyReply
from eventapp.extensions import db
from eventapp.models import AuditEntry, Survey
from eventapp.views import requests
from eventapp.worker import handlers, loop
from tests.builders import an_event, an_organisation
from tests.builders.account import an_account, signed_in
from tests.builders.survey import (
    a_draft,
    an_open_survey,
    answered,
    closed_and_mixed,
    links_of,
    participants,
)
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both

MOST_STATEMENTS = 15
MOST_PAGES = 90
MARK = "svar-nummer-ett"
# Reading is logged, once more for each look: what the log gets of an answer is counted apart.
REPEATED = re.compile(r'(<li><span class="kicker num">(?:(?!</li>).)*</li>)(\s*\1)+', re.DOTALL)
LOGGED = re.compile(r'<ol class="log.*?</ol>', re.DOTALL)
READINGS = [action.value for action in GROUPS[ActionGroup.READ]]
CHANGING = re.compile(
    r'name="[^"]*csrf_token"[^>]*value="[^"]*"|name="form_id"[^>]*>|data-token="[^"]*"|nonce="[^"]*"'
)


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """What is asked of the database meanwhile, beginnings of transactions aside."""
    texts: list[str] = []

    def note(_connection: Any, _cursor: Any, words: str, *_: Any) -> None:
        if not words.startswith("BEGIN"):
            texts.append(words)

    sqlalchemy.event.listen(engine, "before_cursor_execute", note)
    try:
        yield texts
    finally:
        sqlalchemy.event.remove(engine, "before_cursor_execute", note)


def at(survey: Survey, path: str = "") -> str:
    return f"/organizer/events/{survey.event.slug}/surveys/{survey.code}{path}"


def test_no_page_of_a_survey_asks_the_database_more_than_fifteen_times(
    client: Visitor, app: Flask
) -> None:
    event = an_event(seats=300)
    for number in range(8):
        participants(event, 3, an_organisation(f"Stad {number}"))
    draft, opened = a_draft(event), an_open_survey(40, event)
    finished = an_open_survey(40, event)
    codes = [choice.code for choice in finished.questions[0].choices]
    answered(
        finished,
        [
            SurveyReply({"q1": codes[number % 4], "q3": "4"}, {"q15": f"Tack {number}."})
            for number in range(40)
        ],
    )
    link = f"/surveys/{links_of(opened)[0]}"
    closed = closed_and_mixed(finished)
    pages = [at(draft, part) for part in ("", "/preview", "/edit", "/questions")]
    pages += [at(draft, "/questions/q8/edit"), at(draft, "/questions/new?kind=nps")]
    pages += [at(opened), at(opened, "/closure"), link]
    pages += [at(closed, part) for part in ("", "/results", "/results?by=q3", "/results.csv")]
    pages += [at(closed, "/texts"), at(closed).rpartition("/")[0]]
    desk = signed_in(client, an_account(Role.ORGANIZER))
    counts = {}
    for page in pages:
        with statements(db.engine) as asked:
            assert desk.get(page).status_code == 200, page
        counts[page] = len(asked)
    with statements(db.engine) as asked:
        assert desk.post(link, data={"q-q3": "4"}).status_code == 303
    counts["answer"] = len(asked)
    assert {page: number for page, number in counts.items() if number > MOST_STATEMENTS} == {}


@pytest.fixture
def log_lines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every line that any part of the application writes to the log."""
    lines: list[str] = []

    class Recorder:
        def __getattr__(self, level: str) -> Any:
            return lambda event, **values: lines.append(f"{level} {event} {values}")

    for module in (requests, loop):
        monkeypatch.setattr(module, "log", Recorder())
    monkeypatch.setattr(handlers, "send", lambda _letter: None)
    return lines


def acts_logged() -> list[int]:
    """The entries of the audit log that are more than readings."""
    entries = sqlalchemy.select(AuditEntry.id).where(AuditEntry.action.not_in(READINGS))
    return sorted(db.session.scalars(entries))


def everything_seen(desk: Visitor, start: str) -> dict[str, str]:
    """Every page of the desk that links lead to, without what is new on each visit."""
    seen: dict[str, str] = {}
    waiting = [start]
    while waiting and len(seen) < MOST_PAGES:
        page = waiting.pop(0)
        if page in seen:
            continue
        answer = desk.get(page)
        is_page = answer.status_code == 200 and answer.mimetype == "text/html"
        text = CHANGING.sub("", answer.text) if is_page else ""
        seen[page] = REPEATED.sub(r"\1", LOGGED.sub("", text))
        links = re.findall(r'href="(/organizer/[^"#]*)"', seen[page])
        waiting += [link.replace("&amp;", "&") for link in links if "/log" not in link]
    return seen


def test_no_page_and_no_log_changes_when_one_person_answers(
    client: Visitor, app: Flask, log_lines: list[str]
) -> None:
    survey = an_open_survey(6)
    survey_id, start = survey.id, f"/organizer/events/{survey.event.slug}"
    links = links_of(survey)
    db.session.commit()
    loop.run_all()
    desk = signed_in(client, an_account(Role.ADMIN))
    everything_seen(desk, start)  # what the first look writes down is there
    before = everything_seen(desk, start)
    assert at(db.session.get_one(Survey, survey_id)) in before
    lines, acts = len(log_lines), acts_logged()
    somebody = app.test_client()
    assert somebody.get(f"/surveys/{links[0]}").status_code == 200
    sent = {"q-q3": "4", "q-q14": MARK}
    assert somebody.post(f"/surveys/{links[0]}", data=sent).status_code == 303
    assert log_lines[lines:] == []
    assert acts_logged() == acts
    after = everything_seen(desk, start)
    assert {page for page in before | after if before.get(page) != after.get(page)} == set()
    assert MARK not in str(after)
    assert not [line for line in log_lines if links[0] in line or MARK in line]


def test_control_the_comparison_sees_a_page_change(client: Visitor, app: Flask) -> None:
    survey = an_open_survey(6)
    survey_id, start = survey.id, f"/organizer/events/{survey.event.slug}"
    desk = signed_in(client, an_account(Role.ADMIN))
    looks = []
    for answered_so_far in (5, 6):
        db.session.get_one(Survey, survey_id).answered = answered_so_far
        looks.append(everything_seen(desk, start))
    assert [look != other for look, other in pairwise(looks)] == [True]
