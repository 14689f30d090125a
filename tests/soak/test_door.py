"""A door that goes on: web processes killed amid scans, and a hundred visitors who flood it."""

import statistics
import threading
from pathlib import Path

from sqlalchemy import select

from eventapp import transactions
from eventapp.extensions import db
from eventapp.models import CheckIn
from tests.bench import client, visitor_scripts
from tests.faults.mail_server import MailServer, listening
from tests.faults.phones import ScanningPhones, an_entrance
from tests.faults.server import RunningServer, running_server, wait_until

KILLS, PHONES, GUESTS = 60, 12, 200
VISITORS, FLOOD_SECONDS = 100, 30.0


def assert_nothing_is_lost(server: RunningServer, phones: ScanningPhones) -> None:
    """Whatever was answered for is stored, once, and nothing else is."""
    with server.table.app.app_context(), transactions.reading(db.session):
        ids = list(db.session.scalars(select(CheckIn.scan_id)))
    assert len(ids) == len(set(ids))
    assert set(phones.answered) == set(ids)
    assert set(phones.answered.values()) <= {"stored", "known"}


def test_sixty_kills_amid_scans_lose_none(tmp_path: Path) -> None:
    with listening(MailServer()) as office, running_server(tmp_path, office) as server:
        entrance = an_entrance(phones=PHONES, guests=GUESTS)
        with ScanningPhones(server.port, entrance) as phones:
            for turn in range(KILLS):
                before = len(phones.answered)
                wait_until(lambda: len(phones.answered) > before + 5, "scans")  # noqa: B023
                for process in server.web_processes()[: 2 if turn % 3 == 2 else 1]:
                    process.kill()

        assert_nothing_is_lost(server, phones)


def test_a_flood_of_visitors_neither_stops_nor_loses_a_scan(tmp_path: Path) -> None:
    with listening(MailServer()) as office, running_server(tmp_path, office) as server:
        entrance = an_entrance(phones=PHONES, guests=GUESTS)
        page = visitor_scripts.request(f"/events/{entrance.slug}/registration/new")
        load = client.Load(server.port, visitor_scripts.page, (page,), clients=VISITORS)
        flood = threading.Thread(target=client.run, args=(load, FLOOD_SECONDS))
        flood.start()
        with ScanningPhones(server.port, entrance) as phones:
            flood.join()

        assert_nothing_is_lost(server, phones)
    p95 = statistics.quantiles(phones.seconds, n=20)[-1]
    print(f"{len(phones.seconds)} scans amid the flood, 95 % within {1000 * p95:.0f} ms (< 500)")
