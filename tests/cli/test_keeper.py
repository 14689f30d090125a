"""The keeper: it says when the house answers, and however it ends, nothing stays behind."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click
import psutil
import pytest

from eventapp.cli.port import refuse_taken_port
from tests.server import free_port

PATIENCE = 30.0  # seconds; stopping is bounded by some ten, on a machine at rest


@contextmanager
def a_house(data: Path) -> Iterator[tuple["subprocess.Popen[str]", dict[str, str]]]:
    """A demo in a session of its own, as from a terminal, and the addresses it printed."""
    with (data / "log").open("w") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "eventapp", "demo", "--port", str(free_port()), "--json"],
            env={**os.environ, "EVENTAPP_DATA": str(data)},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )
    processes = [psutil.Process(keeper.pid)]
    assert keeper.stdout
    try:
        line = keeper.stdout.readline()
        assert line, (data / "log").read_text()
        yield keeper, json.loads(line)
    finally:
        with keeper.stdout:
            processes += house_of(keeper)
            for each in processes:
                if each.is_running():
                    each.kill()
            keeper.wait()


def house_of(keeper: "subprocess.Popen[str]") -> list[psutil.Process]:
    try:
        return psutil.Process(keeper.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def whole_house(keeper: "subprocess.Popen[str]") -> list[psutil.Process]:
    """Two web processes and the outbox worker."""
    wait_until(lambda: len(house_of(keeper)) == 3)
    return house_of(keeper)


Ending = Callable[["subprocess.Popen[str]", list[psutil.Process]], object]


def press_ctrl_c(keeper: "subprocess.Popen[str]", _others: list[psutil.Process]) -> None:
    os.killpg(keeper.pid, signal.SIGINT)  # a terminal tells the whole group


def press_ctrl_c_amid_replacing(
    keeper: "subprocess.Popen[str]", others: list[psutil.Process]
) -> None:
    for each in others:
        each.kill()
    press_ctrl_c(keeper, others)


def tell_all(keeper: "subprocess.Popen[str]", others: list[psutil.Process]) -> None:
    for each in others:
        each.terminate()  # as systemd does
    keeper.terminate()


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (press_ctrl_c, 0),
        (press_ctrl_c_amid_replacing, 0),
        (tell_all, 0),
        (lambda keeper, _others: keeper.send_signal(signal.SIGHUP), 0),
        (lambda keeper, _others: keeper.kill(), -signal.SIGKILL),
    ],
    ids=["ctrl-c", "ctrl-c amid replacing", "all at once", "closed terminal", "kill -9"],
)
def test_nothing_of_a_house_outlives_its_keeper(
    end: Ending, code: int, tmp_path: Path, seeded: Path
) -> None:
    shutil.copytree(seeded, tmp_path, dirs_exist_ok=True)
    with a_house(tmp_path) as (keeper, _addresses):
        others = whole_house(keeper)
        end(keeper, others)
        assert keeper.wait(PATIENCE) == code
        wait_until(lambda: all(is_gone(each) for each in others))


def test_the_addresses_come_when_the_house_answers_and_are_for_no_other_eyes(
    tmp_path: Path,
) -> None:
    with a_house(tmp_path) as (keeper, addresses):
        with urllib.request.urlopen(f"{addresses['base']}/mailbox.json", timeout=10) as answer:
            assert len(json.load(answer)) == 5
        # What the keeper has open, its forks would share.
        files = [each.path for each in psutil.Process(keeper.pid).open_files()]
        assert not [path for path in files if "sqlite" in path]
        secret = addresses["ticket"].split("/")[-2]
        for each in [psutil.Process(keeper.pid), *whole_house(keeper)]:
            assert secret not in " ".join(each.cmdline())
        keeper.terminate()
        assert keeper.wait(PATIENCE) == 0


def test_a_port_that_somebody_listens_on_is_refused() -> None:
    with closing(socket.socket()) as other:
        # Granian listens like this, and the system would let another share the port.
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(click.ClickException, match=f"port {port}.*Choose another"):
            refuse_taken_port("127.0.0.1", port)
    refuse_taken_port("127.0.0.1", port)
