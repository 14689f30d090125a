"""A demo of its own, which is killed and starts again at the same address."""

import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psutil

from tests import server
from tests.faults.server import wait_until
from tests.server import LiveServer, free_port

DATABASE, KEYS = "eventapp.sqlite", "keys.json"


class DemoProcess:
    """`eventapp demo` on a data folder: web processes, worker and mailbox."""

    def __init__(self, data: Path) -> None:
        self._data, self._port = data, free_port()
        self._process: subprocess.Popen[str] | None = None
        self.addresses: dict[str, Any] = {}
        self.base = f"http://localhost:{self._port}"

    @property
    def live(self) -> LiveServer:
        """The house as those know it who wait at its mailbox or look into its table."""
        return LiveServer(self.base, self._data, self.addresses)

    def start(self) -> None:
        """Serve. Whoever got an address the first time may use it still."""
        self._process, addresses = server.start_demo(self._data, self._port)
        self.addresses = self.addresses or addresses

    def kill(self) -> None:
        """As a power cut would: every process is killed without warning."""
        if self._process is None:
            return
        supervisor = psutil.Process(self._process.pid)
        supervisor.suspend()  # it would replace each that dies
        for process in [*supervisor.children(recursive=True), supervisor]:
            process.send_signal(signal.SIGKILL)
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()
        self._process = None
        wait_until(lambda: not self.answers(), "the end of the demo")

    def answers(self) -> bool:
        """Whether anybody is at home."""
        try:
            with urlopen(f"{self.base}/healthz", timeout=5):
                return True
        except OSError:
            return False


def copy_demo_data(live: LiveServer, data: Path) -> None:
    """Take over what a running demo has told so far; telling it anew would take long."""
    data.mkdir()
    with (
        closing(sqlite3.connect(live.data / DATABASE)) as source,
        closing(sqlite3.connect(data / DATABASE)) as copy,
    ):
        source.backup(copy)
    shutil.copy(live.data / KEYS, data)


@contextmanager
def demo_process(live: LiveServer, data: Path) -> Iterator[DemoProcess]:
    """A demo with the sample in it, serving; stopped afterwards."""
    copy_demo_data(live, data)
    demo = DemoProcess(data)
    try:
        demo.start()
        yield demo
    finally:
        demo.kill()
