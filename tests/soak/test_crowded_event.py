"""An event with a hundred thousand registrations still shows its pages and takes newcomers."""

import time
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

from tests.bench import seeding
from tests.faults.crowd import Visitor
from tests.faults.mail_server import MailServer, listening
from tests.faults.server import running_server, wait_until

PAGES = ("", "/schedule", "/registration/new", "/schedule.json", ".ics")
SECONDS_AT_MOST = 2


def test_pages_and_registering_go_on_among_a_hundred_thousand(tmp_path: Path) -> None:
    with listening(MailServer()) as office, running_server(tmp_path, office) as server:
        seeding.seed(server.table.app)
        address = f"http://127.0.0.1:{server.port}/events/{seeding.CROWDED}"
        with closing(Visitor(server.port, seeding.CROWDED)) as visitor:
            for path in PAGES:
                began = time.monotonic()
                with urlopen(address + path, timeout=30) as answer:
                    assert answer.status == 200, path
                assert time.monotonic() - began < SECONDS_AT_MOST, path
            began = time.monotonic()
            assert visitor.register("one.more@town.example") == 303
            assert time.monotonic() - began < SECONDS_AT_MOST

        wait_until(lambda: office.message_ids("one.more@town.example"), "the mail")
