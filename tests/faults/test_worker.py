"""The worker killed amid a conversation: every mail comes, and comes again only as itself."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

import icalendar
import pytest

from eventapp.cli.main import main
from eventapp.clock import utcnow
from eventapp.domain.locking import lock_event_by_slug
from eventapp.extensions import db
from eventapp.worker.loop import BATCH_SIZE
from tests.builders import a_registration
from tests.databases import MigratedDatabase
from tests.faults.mail_server import MailServer, SmtpStep, listening
from tests.faults.server import (
    DatabaseView,
    as_environment,
    database_view,
    production_settings,
    running_server,
    wait_until,
)
from tests.forking import CONTEXT

pytestmark = pytest.mark.xdist_group("real-house")


@contextmanager
def a_worker(database: MigratedDatabase, office: MailServer) -> Iterator[BaseProcess]:
    """`eventapp worker` on that database; killed at the end if it still runs."""
    environment = as_environment(production_settings(database.data, office, url=database.url))
    process = CONTEXT.Process(target=_work, args=(environment, database.data / "worker.log"))
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


def _work(environment: dict[str, str], log: Path) -> None:
    """What such a process does."""
    os.environ.update(environment)
    with log.open("ab") as written:
        for stream in (1, 2):
            os.dup2(written.fileno(), stream)
    main(["worker"])


@pytest.fixture
def office() -> Iterator[MailServer]:
    with listening(MailServer()) as opened:
        yield opened


@pytest.fixture
def table(database: MigratedDatabase, office: MailServer) -> Iterator[DatabaseView]:
    with database_view(production_settings(database.data, office, url=database.url)) as table:
        yield table


def register(table: DatabaseView, people: int) -> list[str]:
    """People with a place and a mail promised; their addresses, in the order of their jobs."""
    slug = table.add_event(seats=people)
    locked = lock_event_by_slug(slug)
    assert locked
    emails = [a_registration(locked.event, now=utcnow()).email for _ in range(people)]
    db.session.commit()
    return emails


def calendar_turns(office: MailServer, recipient: str) -> set[tuple[str, int]]:
    """UID and SEQUENCE of each invitation that the recipient got."""
    turns = set()
    for message in office.messages:
        for part in message.walk():
            if message["To"] == recipient and part.get_content_type() == "text/calendar":
                (event,) = icalendar.Calendar.from_ical(part.get_content()).walk("VEVENT")
                turns.add((str(event["UID"]), int(event["SEQUENCE"])))
    return turns


def test_a_worker_killed_at_any_step_loses_no_mail_and_doubles_only_what_may_have_come(
    database: MigratedDatabase, office: MailServer, table: DatabaseView
) -> None:
    first, *others = register(table, 3)

    for step in SmtpStep:
        office.hold(step)
        with a_worker(database, office) as worker:
            wait_until(office.held.is_set, f"the conversation to reach {step}")
            worker.kill()
            worker.join()
        office.release()
        table.let_leases_run_out()
    with a_worker(database, office):
        wait_until(table.all_done, "every mail")

    # Killed after the dot, nobody can know whether the mail was taken: then, and the last time.
    assert len(office.message_ids(first)) == 2
    assert len(set(office.message_ids(first))) == 1
    assert len(calendar_turns(office, first)) == 1
    assert [len(office.message_ids(other)) for other in others] == [1, 1]
    assert len({str(message["Message-ID"]) for message in office.messages}) == 3
    # Each is written down before the conversation ends: killed then, nothing is left to do. The
    # first conversation may be that in which a worker reads the server's clock, without a letter.
    (attempts,) = {job.attempts for job in table.jobs()}
    assert attempts in {len(SmtpStep) - 1, len(SmtpStep)}


def test_two_workers_at_once_send_each_mail_once(
    database: MigratedDatabase, office: MailServer, table: DatabaseView
) -> None:
    people = register(table, BATCH_SIZE + 2)  # the first worker leaves two
    office.hold(SmtpStep.DATA)

    with a_worker(database, office):
        wait_until(office.held.is_set, "the first worker to be kept waiting")
        office.hold_at = None  # the one who waits goes on waiting; the next need not
        with a_worker(database, office):
            wait_until(lambda: len(office.messages) >= 2, "what the first has left")
            office.release()
            wait_until(table.all_done, "every mail")

    assert Counter(str(message["To"]) for message in office.messages) == Counter(people)
    # A machine that starts the second slowly lets the first give its held conversation up, once.
    assert {*sorted(job.attempts for job in table.jobs())[:-1]} == {1}


def test_the_keeper_has_a_new_worker_when_the_old_one_is_killed(tmp_path: Path) -> None:
    with listening(MailServer()) as office, running_server(tmp_path, office) as house:
        office.hold(SmtpStep.DATA)
        (person,) = register(house.table, 1)
        wait_until(office.held.is_set, "the conversation")
        old = house.worker()
        assert old
        old.kill()
        wait_until(lambda: house.worker() not in {None, old}, "a new worker")
        office.release()
        house.table.let_leases_run_out()

        wait_until(house.table.all_done, "the mail")

        assert len(office.message_ids(person)) == 1
