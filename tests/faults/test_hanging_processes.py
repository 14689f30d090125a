"""Processes that hang, stopped and not dead: others take their place within the stated time."""

import signal
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from tests.faults.crowd import Visitor
from tests.faults.mail_server import MailServer, listening
from tests.faults.server import running_server, wait_until

pytestmark = pytest.mark.xdist_group("real-house")


def test_what_is_stopped_is_replaced_and_people_and_letters_go_on(tmp_path: Path) -> None:
    with listening(MailServer()) as office, running_server(tmp_path, office) as house:
        slug = house.table.add_event(seats=10)
        hanging, other = house.web_processes()
        worker = house.worker()
        assert worker
        for process in (hanging, worker):
            process.send_signal(signal.SIGSTOP)

        wait_until(lambda: not {hanging, worker} & set(house.keeper.children()), "their end")
        wait_until(lambda: len(house.web_processes()) == 2 and house.worker(), "others")
        with closing(Visitor(house.port, slug)) as visitor:
            assert visitor.register("anna@town.example") == 303
        wait_until(house.table.all_done, "the letter")

        assert len(office.message_ids("anna@town.example")) == 1
        assert other in house.web_processes()
        assert all(process.status() != psutil.STATUS_STOPPED for process in house.web_processes())
    log = (tmp_path.parent / "house.log").read_text()
    assert log.count("No sign of life from a web process") == 1
    assert log.count("No sign of life from the worker") == 1
