"""The supervisor announces when pages answer, and however it ends, no process stays behind."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click
import psutil
import pytest

from eventapp.serving import port
from tests.server import free_port

PATIENCE = 30.0  # seconds; stopping is bounded by some ten, on a machine at rest


@contextmanager
def running_demo(data: Path) -> Iterator[tuple["subprocess.Popen[str]", dict[str, str]]]:
    """A demo in a session of its own, as from a terminal, and the addresses it printed."""
    with (data / "log").open("w") as log:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "eventapp", "demo", "--port", str(free_port()), "--json"],
            env={**os.environ, "EVENTAPP_DATA": str(data)},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )
    processes = [psutil.Process(supervisor.pid)]
    assert supervisor.stdout
    try:
        line = supervisor.stdout.readline()
        assert line, (data / "log").read_text()
        yield supervisor, json.loads(line)
    finally:
        with supervisor.stdout:
            processes += processes_of(supervisor)
            for process in processes:
                if process.is_running():
                    process.kill()
            supervisor.wait()


def processes_of(supervisor: "subprocess.Popen[str]") -> list[psutil.Process]:
    try:
        return psutil.Process(supervisor.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def all_processes(supervisor: "subprocess.Popen[str]") -> list[psutil.Process]:
    """Two web processes and the outbox worker."""
    wait_until(lambda: len(processes_of(supervisor)) == 3)
    return processes_of(supervisor)


Ending = Callable[["subprocess.Popen[str]", list[psutil.Process]], object]


def press_ctrl_c(supervisor: "subprocess.Popen[str]", _others: list[psutil.Process]) -> None:
    os.killpg(supervisor.pid, signal.SIGINT)  # a terminal tells the whole group


def press_ctrl_c_amid_replacing(
    supervisor: "subprocess.Popen[str]", others: list[psutil.Process]
) -> None:
    for other in others:
        other.kill()
    press_ctrl_c(supervisor, others)


def terminate_all(supervisor: "subprocess.Popen[str]", others: list[psutil.Process]) -> None:
    for other in others:
        other.terminate()  # as systemd does
    supervisor.terminate()


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (press_ctrl_c, 0),
        (press_ctrl_c_amid_replacing, 0),
        (terminate_all, 0),
        (lambda supervisor, _others: supervisor.send_signal(signal.SIGHUP), 0),
        (lambda supervisor, _others: supervisor.kill(), -signal.SIGKILL),
    ],
    ids=["ctrl-c", "ctrl-c amid replacing", "all at once", "closed terminal", "kill -9"],
)
def test_no_process_outlives_the_supervisor(
    end: Ending, code: int, tmp_path: Path, seeded: Path
) -> None:
    shutil.copytree(seeded, tmp_path, dirs_exist_ok=True)
    with running_demo(tmp_path) as (supervisor, _addresses):
        others = all_processes(supervisor)
        end(supervisor, others)
        assert supervisor.wait(PATIENCE) == code
        wait_until(lambda: all(is_gone(other) for other in others))


def test_the_addresses_come_when_pages_answer_and_stand_in_no_command_line(
    tmp_path: Path,
) -> None:
    with running_demo(tmp_path) as (supervisor, addresses):
        with urllib.request.urlopen(f"{addresses['base']}/mailbox.json", timeout=10) as answer:
            assert len(json.load(answer)) == 5
        # What the supervisor has open, its forks would share.
        files = [file.path for file in psutil.Process(supervisor.pid).open_files()]
        assert not [path for path in files if "sqlite" in path]
        secret = addresses["ticket"].split("/")[-2]
        for process in [psutil.Process(supervisor.pid), *all_processes(supervisor)]:
            assert secret not in " ".join(process.cmdline())
        supervisor.terminate()
        assert supervisor.wait(PATIENCE) == 0
    assert "warning" not in (tmp_path / "log").read_text()


@contextmanager
def listener() -> Iterator[tuple[socket.socket, int]]:
    """Somebody who listens as granian does: the system would let another share the port."""
    with closing(socket.socket()) as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other, other.getsockname()[1]


def test_a_port_that_somebody_keeps_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(port, "FREE_PORT_TIMEOUT_SECONDS", 0.2)
    with (
        listener() as (_other, taken),
        pytest.raises(click.ClickException, match=f"port {taken}.*Choose another"),
    ):
        port.wait_for_free_port("127.0.0.1", taken)
    port.wait_for_free_port("127.0.0.1", taken)


def test_a_port_that_somebody_is_letting_go_of_is_waited_for() -> None:
    with listener() as (other, taken):
        letting_go = threading.Timer(0.5, other.close)
        letting_go.start()
        port.wait_for_free_port("127.0.0.1", taken)
        letting_go.join()
    assert other.fileno() == -1
