"""A tree under comparison: its checkout and environment, serving the sample that it seeds."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from eventapp.config import ROOT
from tests.bench import server

SEEDING_AT_MOST = 300.0  # seconds


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree that serves: its port, what `demo --json` said, and its processes."""

    name: str
    port: int
    addresses: dict[str, Any]
    root: psutil.Process

    def cpu_seconds(self) -> float:
        """Processor time used so far by all its processes, those that have ended included."""
        return server.cpu_seconds(self.root)


def check_out(revision: str, folder: Path) -> Path:
    """A clone of this repository at the revision, with an environment of its own."""
    subprocess.run(["git", "clone", "--quiet", "--shared", ROOT, folder], check=True)
    subprocess.run(
        ["git", "-C", folder, "checkout", "--quiet", "--detach", _commit(revision)], check=True
    )
    subprocess.run(["make", "--silent", "-C", folder, ".venv/run.stamp"], check=True)
    return folder


@contextmanager
def serving(name: str, checkout: Path, data: Path) -> Iterator[Tree]:
    """The tree's own demo, seeded by itself; visitors are told apart by X-Forwarded-For."""
    port = server.free_port()
    environment = {"EVENTAPP_DATA": str(data), "EVENTAPP_TRUSTED_PROXIES": "1"}
    command = ["eventapp", "demo", "--port", str(port), "--json"]
    log = data.with_suffix(".log")
    python = checkout / ".venv" / "bin" / "python"
    with server.started(command, environment, log, python=python, folder=checkout) as process:
        addresses = json.loads(server.first_line(process, SEEDING_AT_MOST))
        yield Tree(name, port, addresses, psutil.Process(process.pid))


def _commit(revision: str) -> str:
    """The commit that the revision names here; the clone may lack its branch or tag."""
    command = ["git", "-C", str(ROOT), "rev-parse", "--verify", f"{revision}^{{commit}}"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
