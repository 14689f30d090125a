"""The short test of letters, drawn out: hundreds of people, every answer, twenty dead workers."""

import random

import pytest

from tests.databases import KINDS, MigratedDatabase, PostgresqlServer, SqliteTemplate
from tests.faults.mail_server import DROPPED, MailServer, SmtpStep, listening
from tests.faults.server import database_view, production_settings, wait_until
from tests.faults.test_letters import (
    BUSY,
    LATER,
    NEVER,
    assert_everybody_has_it,
    kill_workers,
    settled,
    write_letters,
)
from tests.faults.test_worker import a_worker

PEOPLE, KILLS, SEED = 200, 20, 9  # a letter is given up, in sight, after thirty attempts
ANSWERS = (BUSY, LATER, NEVER, DROPPED)


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_and_twenty_deaths_are_outlived(
    kind: str, sqlite: SqliteTemplate, postgresql: PostgresqlServer
) -> None:
    template = sqlite if kind == "sqlite" else postgresql
    with template.renewed() as database, listening(MailServer()) as office:
        _outlive(database, office)


def _outlive(database: MigratedDatabase, office: MailServer) -> None:
    draw = random.Random(SEED)
    steps = draw.choices([step for step in SmtpStep if step is not SmtpStep.QUIT], k=KILLS)
    with database_view(production_settings(database.data, office, url=database.url)) as table:
        office.scripted = write_letters(table, [_script(draw) for _ in range(PEOPLE)])
        scripts = {email: tuple(answers) for email, answers in office.scripted.items()}
        twice = kill_workers(database, office, table, steps)
        office.hold(SmtpStep.DATA)  # nobody dies now: the worker gives a silent server up by itself
        with a_worker(database, office), a_worker(database, office):
            wait_until(office.held.is_set, "a silent server")
            office.hold_at = None
            wait_until(lambda: settled(table), "every letter", patience=900)
        office.release()
        copies = assert_everybody_has_it(office, table, scripts)

    assert {email for email, count in copies.items() if count > 1} == set(twice)


def _script(draw: random.Random) -> tuple[str, ...]:
    """Up to two answers; after one that refuses for good there is no other."""
    answers = draw.sample(ANSWERS, draw.choice([0, 0, 1, 2]))
    return tuple(answers[: answers.index(NEVER) + 1] if NEVER in answers else answers)
