"""An organizer's letter meets every answer a mail server has, and workers die: each person gets it.

A second copy comes only to whom a worker was writing as it died after the server had the whole
letter, and it is the same letter to every mail program. What was undone, or can still be, is not
sent to anybody.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import pytest
from sqlalchemy import delete, select

from eventapp.clock import utcnow
from eventapp.domain.letter.letter import undo_letter
from eventapp.domain.letter.result import count_outcomes
from eventapp.domain.locking import lock_event_by_slug
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.extensions import db
from eventapp.models import EventLetter, Job, JobState
from tests.builders import DAY, a_registration
from tests.builders.letter import a_scheduled_letter
from tests.databases import MigratedDatabase
from tests.faults.mail_server import DROPPED, MailServer, SmtpStep, listening
from tests.faults.server import DatabaseView, database_view, production_settings, wait_until
from tests.faults.test_worker import a_worker

pytestmark = pytest.mark.xdist_group("real-house")

SUBJECT, UNDONE, STILL_TO_UNDO = "Ny sal", "Ångrat", "Kan ångras"
BUSY, LATER, NEVER = "421 4.3.2 Closing", "451 4.2.1 Try again", "550 5.1.1 No such person"
# Each person's answers to the whole letter, until it is taken; in turn from the first person on.
SCRIPTS = ((), (), (BUSY,), (LATER,), (NEVER,), (DROPPED,), (LATER, DROPPED))


@pytest.fixture
def office() -> Iterator[MailServer]:
    with listening(MailServer()) as opened:
        yield opened


@pytest.fixture
def table(database: MigratedDatabase, office: MailServer) -> Iterator[DatabaseView]:
    with database_view(production_settings(database.data, office, url=database.url)) as table:
        yield table


def write_letters(table: DatabaseView, scripts: Iterable[tuple[str, ...]]) -> dict[str, list[str]]:
    """One letter that is due, one undone and one that waits; each person's answers by address."""
    slug = table.add_event(seats=1_000)
    locked = lock_event_by_slug(slug)
    assert locked
    event, now = locked.event, utcnow()
    answers = {a_registration(event, now=now).email: list(script) for script in scripts}
    db.session.execute(delete(Job))  # the letters of registering are another test's
    a_scheduled_letter(event, now=now - UNDO_PERIOD, subject=SUBJECT)
    # Its ten minutes are not over, however long the test takes.
    a_scheduled_letter(event, now=now + DAY, subject=STILL_TO_UNDO)
    undone = a_scheduled_letter(event, now=now - UNDO_PERIOD * 0.9, subject=UNDONE)
    undo_letter(undone, actor="organizer", now=now)
    db.session.commit()
    return answers


def kill_workers(
    database: MigratedDatabase, office: MailServer, table: DatabaseView, steps: Iterable[SmtpStep]
) -> list[str]:
    """Kill workers at these steps; who was written to, where the server had the whole letter.

    The script may refuse what it has: then nobody was.
    """
    twice = []
    for step in steps:
        before = len(office.messages)
        office.hold(step)
        with a_worker(database, office) as worker:
            wait_until(office.held.is_set, f"the conversation to reach {step}")
            worker.kill()
            worker.join()
        if step is SmtpStep.DOT and len(office.messages) > before:
            twice.append(str(office.messages[-1]["To"]))
        office.release()
        table.let_leases_run_out()
    return twice


def settled(table: DatabaseView) -> bool:
    """Whether all is sent or given up; those who wait for another attempt need wait no longer."""
    table.let_waiting_be_due()
    states = {job.state for job in table.jobs()}
    return bool(states) and states <= {JobState.DONE, JobState.FAILED}


def assert_everybody_has_it(
    office: MailServer, table: DatabaseView, scripts: Mapping[str, tuple[str, ...]]
) -> Counter[str]:
    """Every letter came that was not refused for good, as itself; how many copies came to whom."""
    assert {str(message["Subject"]) for message in office.messages} == {SUBJECT}
    copies = Counter(str(message["To"]) for message in office.messages)
    refused = {email for email, script in scripts.items() if NEVER in script}
    assert set(copies) == set(scripts) - refused
    assert all(len(set(office.message_ids(email))) == 1 for email in copies)
    assert len({str(message["Message-ID"]) for message in office.messages}) == len(copies)
    failed = [job.error for job in table.jobs() if job.state is JobState.FAILED]
    assert failed == [f"SMTP {NEVER}"] * len(refused)
    letter = db.session.scalars(select(EventLetter).where(EventLetter.subject == SUBJECT)).one()
    progress = count_outcomes([letter.id])[letter.id]
    db.session.rollback()
    assert (progress.accepted, progress.failed) == (len(copies), len(refused))
    return copies


@pytest.mark.on_sqlite_alone
def test_every_answer_and_every_death_is_outlived_and_what_was_undone_is_not_sent(
    database: MigratedDatabase, office: MailServer, table: DatabaseView
) -> None:
    office.scripted = write_letters(table, SCRIPTS)
    scripts = {email: tuple(answers) for email, answers in office.scripted.items()}

    twice = kill_workers(database, office, table, [SmtpStep.DOT])
    with a_worker(database, office):
        wait_until(lambda: settled(table), "every letter")

    copies = assert_everybody_has_it(office, table, scripts)
    assert [email for email, count in copies.items() if count > 1] == twice
    assert max(copies.values()) == 2
    assert not any(office.scripted.values())  # every answer was given
