"""The short tests of faults, drawn out: a hundred kills of web processes, a hundred of workers."""

from collections import Counter
from pathlib import Path

from tests.databases import MigratedDatabase, SqliteTemplate
from tests.faults.crowd import Crowd
from tests.faults.mail_server import MailServer, SmtpStep, listening
from tests.faults.server import database_view, production_settings, running_server, wait_until
from tests.faults.test_web_processes import assert_nothing_is_lost, kill_some
from tests.faults.test_worker import a_worker, register

KILLS = 100
SEATS = 500


def test_a_hundred_kills_of_web_processes_lose_nothing(tmp_path: Path) -> None:
    with listening(MailServer()) as office, running_server(tmp_path, office) as server:
        slug = server.table.add_event(seats=SEATS)
        with Crowd(server.port, slug) as crowd:
            kill_some(server, crowd, KILLS)

        assert_nothing_is_lost(server, crowd, SEATS)
        wait_until(server.table.all_done, "every mail", patience=1800)
        assert all(len(office.message_ids(email)) == 1 for email in crowd.acknowledged())


def test_a_hundred_kills_of_workers_lose_no_mail(sqlite: SqliteTemplate) -> None:
    with sqlite.database() as database, listening(MailServer()) as office:
        _kill_workers(database, office)


def _kill_workers(database: MigratedDatabase, office: MailServer) -> None:
    steps = list(SmtpStep)
    with database_view(production_settings(database.data, office)) as table:
        people = register(table, KILLS)
        for turn in range(KILLS):
            if table.all_done():
                break
            office.hold(steps[turn % len(steps)])
            with a_worker(database, office) as worker:
                wait_until(office.held.is_set, "the conversation")
                worker.kill()
                worker.wait()
            office.release()
            table.let_leases_run_out()
        with a_worker(database, office):
            wait_until(table.all_done, "every mail", patience=600)

    got = Counter(str(message["To"]) for message in office.messages)
    assert set(got) == set(people)
    assert len({str(message["Message-ID"]) for message in office.messages}) == len(people)
