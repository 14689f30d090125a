"""Thirty phones at a scan a second each, while the second screen is watched."""

import re
import statistics
import time
from http.client import HTTPConnection
from pathlib import Path

from eventapp.domain.permission import Role
from tests.builders.account import an_admin, signed_in
from tests.faults.mail_server import MailServer, listening
from tests.faults.phones import PacedPhones, an_entrance
from tests.faults.server import RunningServer, running_server
from tests.soak.test_door import assert_nothing_is_lost
from tests.visitor import Visitor

PHONES, GUESTS = 30, 3_000
SECONDS = 30 * 60
LOOK_EVERY, AGREES_WITHIN = 5.0, 10.0
CAME = re.compile(r"<title>([\d\s\u00a0]+) (?:av|of) ")


class SecondScreen:
    """The live page as an organizer's browser asks for it, and how many it says have come."""

    def __init__(self, server: RunningServer, slug: str) -> None:
        server.table.app.test_client_class = Visitor
        visitor = signed_in(server.table.app.test_client(), an_admin(Role.ORGANIZER))
        session = visitor.get_cookie("eventapp_session")
        assert session
        self._headers = {"Cookie": f"eventapp_session={session.value}"}
        self._port, self._path = server.port, f"/organizer/events/{slug}/door/live"

    def count(self) -> int:
        """How many have come, says the page."""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=20)
        connection.request("GET", self._path, headers=self._headers)
        page = connection.getresponse().read().decode()
        connection.close()
        shown = CAME.search(page)
        assert shown, page[:500]
        return int("".join(filter(str.isdigit, shown[1])))


def test_half_an_hour_at_the_door(tmp_path: Path) -> None:
    with listening(MailServer()) as office, running_server(tmp_path, office) as server:
        entrance = an_entrance(phones=PHONES, guests=GUESTS)
        screen = SecondScreen(server, entrance.slug)
        ends = time.monotonic() + SECONDS
        with PacedPhones(server.port, entrance) as phones:
            while time.monotonic() < ends:
                before = time.monotonic() - AGREES_WITHIN
                least = sum(moment <= before for moment in list(phones.known.values()))
                assert least <= screen.count() <= len(phones.sent)
                time.sleep(LOOK_EVERY)
        time.sleep(AGREES_WITHIN)
        assert screen.count() == len(phones.known)
        assert_nothing_is_lost(server, phones)
    p95 = statistics.quantiles(phones.seconds, n=20)[-1]
    print(f"{len(phones.seconds)} scans, 95 % within {1000 * p95:.0f} ms (< 300)")
