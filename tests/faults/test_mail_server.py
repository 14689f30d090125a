"""A mail server that refuses: pages stay fast, mail goes out later, what is hopeless is seen."""

import statistics
import time
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest

from eventapp.models import JobState
from tests.faults.crowd import Visitor
from tests.faults.mail_server import MailServer, SmtpStep, listening
from tests.faults.server import RunningServer, running_server, wait_until

pytestmark = pytest.mark.xdist_group("real-house")

TIMES = 7
LATER, NEVER = "later@town.example", "never@town.example"
# The machine may have other things to do; a page that waits for mail takes far longer than this.
SLOWER_AT_MOST, PLUS_SECONDS = 4, 0.25


class Visits:
    """Opening the event's page and registering, over and over, with a stopwatch."""

    def __init__(self, house: RunningServer) -> None:
        slug = house.table.add_event(seats=1000)
        self._page = f"http://127.0.0.1:{house.port}/events/{slug}"
        self._visitor = Visitor(house.port, slug)
        self.registered: list[str] = []

    def close(self) -> None:
        """Close the browser."""
        self._visitor.close()

    def register(self, email: str) -> None:
        """Register under that address."""
        assert self._visitor.register(email) == 303
        self.registered.append(email)

    def median(self, name: str) -> float:
        """Seconds that a page and a registration take together."""
        took = []
        for number in range(TIMES):
            began = time.monotonic()
            with urlopen(self._page, timeout=20) as answer:
                answer.read()
            self.register(f"{name}.{number}@town.example")
            took.append(time.monotonic() - began)
        return statistics.median(took)


def await_error(house: RunningServer, error: str) -> None:
    """Wait until some job has stumbled over this, and make sure that it is tried again."""
    wait_until(lambda: error in house.table.errors(), error)
    stumbled = [job for job in house.table.jobs() if job.error == error]
    assert {job.state for job in stumbled} <= {JobState.WAITING, JobState.LEASED}


def settled(house: RunningServer) -> bool:
    """Whether nothing waits any more."""
    return {job.state for job in house.table.jobs()} <= {JobState.DONE, JobState.FAILED}


def test_pages_do_not_wait_for_the_mail_server_and_mail_goes_out_later(tmp_path: Path) -> None:
    office = MailServer()
    with listening(office):
        pass  # it has a port now, and nobody there
    with running_server(tmp_path, office) as house, closing(Visits(house)) as visits:
        refused = visits.median("refused")
        await_error(house, "ConnectionRefusedError")

        with listening(office):
            for greeting in ("421 4.3.2 Closing", "554 5.3.2 Not now"):
                office.greeting = greeting
                house.table.let_waiting_be_due()
                await_error(house, f"SMTP {greeting}")

            office.greeting = "220 post.example"
            office.refused = {LATER: "451 4.2.1 Try again", NEVER: "550 5.1.1 No such person"}
            visits.register(LATER)
            visits.register(NEVER)
            house.table.let_waiting_be_due()
            await_error(house, "SMTP 451 4.2.1 Try again")
            wait_until(
                lambda: "SMTP 550 5.1.1 No such person" in house.table.errors(), "the refusal"
            )

            del office.refused[LATER]
            house.table.let_waiting_be_due()
            wait_until(lambda: settled(house), "every mail")

            office.hold(SmtpStep.BANNER)
            visits.register("held@town.example")
            wait_until(office.held.is_set, "the worker to be kept waiting")
            held = visits.median("held")
            office.release()
            wait_until(lambda: settled(house), "the rest")
            healthy = visits.median("healthy")
            wait_until(lambda: settled(house), "the last")

        failed = [job for job in house.table.jobs() if job.state is JobState.FAILED]
        assert [job.error for job in failed] == ["SMTP 550 5.1.1 No such person"]
        assert {email: len(office.message_ids(email)) for email in visits.registered} == {
            email: int(email != NEVER) for email in visits.registered
        }
        slowest = SLOWER_AT_MOST * healthy + PLUS_SECONDS
        assert refused < slowest
        assert held < slowest
