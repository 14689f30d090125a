"""Twelve answer in a known order at known times; whoever has all the database learns nothing."""

import re
from collections import Counter
from datetime import datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import select, text

from eventapp.clock import standing_at
from eventapp.domain.survey import letter, mixing, portion, recipients, response
from eventapp.domain.token import token_digest
from eventapp.extensions import db
from eventapp.models import Registration, Survey, SurveyLetter
from eventapp.worker import handlers, loop
from eventapp.worker import survey as tending
from tests.builders import DAY, HOUR, NOON
from tests.builders.survey import an_open_survey, link_for, mixed_again
from tests.databases import MigratedDatabase
from tests.domain.survey.file_adversary import Known, Row, everything, guesses, in_files
from tests.visitor import Visitor

ASKED, TIMES = 15, 24
# Who of those asked answers first, second …; and what each of them writes.
ANSWERING = (4, 13, 0, 9, 6, 11, 2, 14, 7, 1, 12, 5)
WRITTEN = (6, 8, 10, 4, 1, 11, 0, 2, 7, 9, 3, 5)
MARKS = [f"svar-{number:02d}" for number in WRITTEN]
EVERY_TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture(autouse=True)
def nothing_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "send", lambda _letter: None)
    monkeypatch.setattr(tending, "PAUSE_SECONDS", 0)


def twelve_answer(client: Visitor, *, mixing_between: bool = True) -> tuple[int, Known]:
    """Fifteen are asked and get their mails; twelve answer ten minutes apart."""
    survey_id = an_open_survey(ASKED).id
    people = list(db.session.scalars(select(Registration).order_by(Registration.id)))
    survey = db.session.get_one(Survey, survey_id)
    tokens = [link_for(survey, people[number]) for number in ANSWERING]
    known = Known(
        traces=[
            _traces(people[number], token) for number, token in zip(ANSWERING, tokens, strict=True)
        ],
        orders=_orders(tokens),
        marks=MARKS,
    )
    db.session.commit()
    loop.run_all()
    for place, token in enumerate(tokens):
        if place == 6 and mixing_between:
            _tend(survey_id, NOON + HOUR)
        with standing_at(NOON + EVERY_TEN_MINUTES * (place + 1)):
            data = {"q-q3": str(1 + place % 5), "q-q13": f"tema {MARKS[place]}"}
            data |= {"q-q14": MARKS[place]}
            assert client.post(f"/surveys/{token}", data=data).status_code == 303
    return survey_id, known


def all_is_done(survey_id: int) -> None:
    """Mixed hourly, reminded, closed by the clock and mixed for the last time."""
    for later in (3 * HOUR, 8 * DAY, 14 * DAY):
        _tend(survey_id, NOON + later)
        with standing_at(NOON + later):
            loop.run_all()
    db.session.expire_all()
    assert db.session.get_one(Survey, survey_id).has_results


def _tend(survey_id: int, now: datetime) -> None:
    tending.run_survey(survey_id, now=now, attended=lambda _event: ())


def _traces(person: Registration, token: str) -> frozenset[str]:
    digest, key = token_digest(token), str(letter.letter_key(token))
    return frozenset(
        {person.email, person.name, person.code, person.secret, person.link_digest}
        | {token, digest, key}
    )


def _orders(tokens: list[str]) -> dict[str, list[int]]:
    return {
        "answering": list(range(12)),
        "registering": sorted(range(12), key=lambda place: ANSWERING[place]),
        "token": sorted(range(12), key=lambda place: token_digest(tokens[place])),
        "letter": sorted(range(12), key=lambda place: letter.letter_key(tokens[place])),
    }


def found_by(known: Known, database: MigratedDatabase) -> dict[str, int]:
    db.session.commit()
    files: list[Row] = in_files(database.data, known) if database.kind == "sqlite" else []
    return guesses(known, everything(), files)


def test_the_onlooker_is_no_better_than_chance(client: Visitor, database: MigratedDatabase) -> None:
    survey_id, known = twelve_answer(client)
    all_is_done(survey_id)
    right: Counter[str] = Counter()
    for _time in range(TIMES):
        right.update(found_by(known, database))
        mixed_again(survey_id)
    assert len(right) > 20  # he has tried
    # One in the mean, 0.2 its standard deviation: no way of guessing comes near three.
    assert {way: hits / TIMES for way, hits in right.items() if hits >= 3 * TIMES} == {}


def test_control_before_mixing_he_knows_everybody(
    client: Visitor, database: MigratedDatabase
) -> None:
    _survey_id, known = twelve_answer(client, mixing_between=False)
    cracked = {way for way, right in found_by(known, database).items() if right == 12}
    # On SQLite he reads the order in which replies lie on their page.
    trace = "xmin" if database.kind == "postgresql" else "files"
    assert [way for way in cracked if trace in way], cracked


def fresh_tables(database: MigratedDatabase) -> None:
    """So that PostgreSQL lays rows down as they come, not in gaps that earlier tests left."""
    if database.kind == "postgresql":
        db.session.execute(text("TRUNCATE survey_responses, survey_answers, survey_texts CASCADE"))
        db.session.commit()


def test_control_rows_numbered_as_they_come_give_everybody_away(
    client: Visitor, database: MigratedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh_tables(database)
    numbers = count(1)
    for module in (response, portion, mixing):
        monkeypatch.setattr(module, "new_key", lambda: next(numbers))
    monkeypatch.setattr(recipients.secure_random, "shuffle", lambda _rows: None)
    survey_id, known = twelve_answer(client, mixing_between=False)
    all_is_done(survey_id)
    guessed = found_by(known, database)
    assert guessed["survey_texts q14.key up by answering"] == 12


def test_nothing_bears_a_time_at_which_somebody_answered(client: Visitor) -> None:
    survey_id, _known = twelve_answer(client)
    all_is_done(survey_id)
    answering = {str(NOON + EVERY_TEN_MINUTES * (place + 1))[:16] for place in range(12)}
    for table, rows in everything().items():
        assert not [row for row in rows if _moments(row) & answering], table


def _moments(row: Row) -> set[str]:
    return set(re.findall(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d", " ".join(map(str, row.values()))))


def test_no_copy_of_a_reply_or_a_letter_is_left_in_the_files_of_sqlite(
    client: Visitor, database: MigratedDatabase
) -> None:
    survey_id, known = twelve_answer(client)
    sealed = [letter.sealed for letter in db.session.scalars(select(SurveyLetter))]
    db.session.commit()
    assert len(sealed) == ASKED - 12  # of those who have not answered
    before = _bytes(database)
    all_is_done(survey_id)
    after = _bytes(database)
    if database.kind == "sqlite":
        assert all(content in before for content in sealed)
        assert b'"complete": true' in before
    assert b'"complete": true' not in after
    assert not any(content in after for content in sealed)
    # Of each text one row: as written and as masked, of two questions.
    assert {after.count(mark.encode()) for mark in known.marks} <= {0, 4}


def _bytes(database: MigratedDatabase) -> bytes:
    files = sorted(database.data.glob("eventapp.sqlite*"))
    return b"".join(file.read_bytes() for file in files)
