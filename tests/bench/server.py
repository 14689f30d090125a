"""Processes under test: the server as its supervisor runs it, and hello; started and stopped."""

import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import psutil

WORKERS = 2
PATIENCE = 90.0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


@contextmanager
def server(port: int, environment: dict[str, str], log: Path) -> Iterator[psutil.Process]:
    """The real thing: web workers and the outbox worker, ready when handed over."""
    command = ["eventapp", "serve", "--port", str(port), "--workers", str(WORKERS)]
    with started(command, environment, log) as process:
        wait_for_answer(port, "/readyz")
        yield psutil.Process(process.pid)


@contextmanager
def hello_server(port: int, log: Path) -> Iterator[None]:
    """The calibrator, answering when handed over."""
    with started(["tests.bench.hello", str(port)], {}, log):
        wait_for_answer(port, "/")
        yield


def demo_start(port: int, folder: Path, log: Path) -> float:
    """Seconds from `eventapp demo` on an empty folder to the line that says it is ready."""
    began = time.perf_counter()
    command = ["eventapp", "demo", "--port", str(port), "--json"]
    with started(command, {"EVENTAPP_DATA": str(folder)}, log) as process:
        first_line(process)
        return time.perf_counter() - began


def megabytes(root: psutil.Process) -> float:
    """Proportional set size of a process and all below it."""
    family = [root, *root.children(recursive=True)]
    sizes = [process.memory_full_info().pss for process in family]
    return float(sum(sizes)) / 1e6


def file_megabytes(root: psutil.Process, ending: str) -> float:
    """What of that are pages of files with this ending; the system takes them back if it must."""
    family = [root, *root.children(recursive=True)]
    mapped = (part for process in family for part in process.memory_maps())
    return float(sum(part.pss for part in mapped if part.path.endswith(ending))) / 1e6


def cpu_seconds(root: psutil.Process) -> float:
    """Processor time used so far by a process and all below it, those that have ended included."""
    spent = 0.0
    for process in (root, *root.children(recursive=True)):
        times = process.cpu_times()
        spent += times.user + times.system + times.children_user + times.children_system
    return spent


def wait_for_answer(port: int, path: str) -> None:
    """Wait until the address answers. Raises RuntimeError when it does not in time."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with urlopen(f"http://127.0.0.1:{port}{path}", timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("it did not start; see its log")


def first_line(process: subprocess.Popen[str], seconds: float = PATIENCE) -> str:
    """The first line that the process prints. Raises RuntimeError when there is none in time."""
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], seconds)
    line = process.stdout.readline() if ready else ""
    if not line:
        raise RuntimeError("it ended without a word; see its log")
    return line


@contextmanager
def started(
    module: list[str],
    environment: dict[str, str],
    log: Path,
    *,
    python: Path = Path(sys.executable),
    folder: Path | None = None,
) -> Iterator[subprocess.Popen[str]]:
    """A Python module as a process, stopped with all its children in the end."""
    with log.open("a") as errors:
        process = subprocess.Popen(
            [python, "-m", *module],
            cwd=folder,
            env={**_plain_environment(), **environment},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        try:
            yield process
        finally:
            _stop(process)


def _plain_environment() -> dict[str, str]:
    """The environment without any setting of the product."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("EVENTAPP_") and name != "DATABASE_URL"
    }


def _stop(process: subprocess.Popen[str]) -> None:
    family = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    _, left = psutil.wait_procs(family, timeout=5)
    for survivor in left:
        survivor.kill()
    if process.stdout:
        process.stdout.close()
