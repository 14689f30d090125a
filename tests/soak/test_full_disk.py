"""A disk that is full: nobody is told of a place that was not kept, and room mends it."""

import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

from tests.faults.crowd import Crowd
from tests.faults.mail_server import MailServer, listening
from tests.faults.server import RunningServer, running_server, wait_until

SIZE = "24m"
BALLAST = "ballast"


@contextmanager
def a_small_disk(folder: Path) -> Iterator[Path]:
    """A file system of some megabytes in memory."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    subprocess.run(mount, check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> None:
    """Write until not one byte more will go in."""
    with (disk / BALLAST).open("wb", buffering=0) as ballast, suppress(OSError):
        while ballast.write(bytes(4096)):
            pass


def pages_answer(server: RunningServer, slug: str) -> bool:
    with urlopen(f"http://127.0.0.1:{server.port}/events/{slug}", timeout=20) as answer:
        return bool(answer.status == 200)


def test_nobody_is_told_of_a_place_that_a_full_disk_did_not_keep(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with (
        a_small_disk(disk),
        listening(MailServer()) as office,
        running_server(disk, office) as server,
    ):
        slug = server.table.add_event(seats=10_000)
        with Crowd(server.port, slug) as crowd:
            wait_until(lambda: len(crowd.acknowledged()) > 20, "registrations")
            fill(disk)
            refused = lambda: set(crowd.statuses.copy().values()) - {303} or crowd.untold  # noqa: E731
            wait_until(refused, "the disk to be full")
            assert pages_answer(server, slug)
            before = len(crowd.acknowledged())
            (disk / BALLAST).unlink()
            wait_until(lambda: len(crowd.acknowledged()) > before + 20, "registrations again")

        known = Counter(registration.email for registration in server.table.registrations())
        assert crowd.acknowledged() <= set(known)
        assert set(known.values()) == {1}
        wait_until(server.table.all_done, "every mail")
