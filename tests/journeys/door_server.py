"""A door's server that can really be stopped: a process of its own over one SQLite file."""

import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from flask import Flask
from werkzeug.serving import make_server

from eventapp.app import create_app
from eventapp.extensions import db
from tests.server import free_port
from tests.settings import app_settings

START_AT_MOST = 60


class DoorServer:
    """Started and killed at will; always at the same address."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.base = f"http://localhost:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Serve, and wait until it answers."""
        program = [sys.executable, "-m", "tests.journeys.door_server", str(self.data)]
        with (self.data / "server.log").open("ab") as log:
            self._process = subprocess.Popen([*program, str(self.port)], stdout=log, stderr=log)
        deadline = time.monotonic() + START_AT_MOST
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.base}/healthz", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError((self.data / "server.log").read_text()[-4000:])

    def kill(self) -> None:
        """As a power cut would: without any warning."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    @contextmanager
    def app_context(self) -> Iterator[Flask]:
        """The same database from here, to set things up and to check the result."""
        app = app_for(self.data, self.port)
        with app.app_context():
            yield app
            db.session.commit()
            db.session.remove()
            db.engine.dispose()


@cache
def app_for(data: Path, port: int) -> Flask:
    """The app on this folder, at this port."""
    settings = replace(app_settings(data), base_url=f"http://localhost:{port}")
    return create_app(settings)


if __name__ == "__main__":
    served = app_for(Path(sys.argv[1]), int(sys.argv[2]))
    make_server("127.0.0.1", int(sys.argv[2]), served, threaded=True).serve_forever()
