"""Typst's helper: it is replaced when it is killed, ends when idle, and with whoever started it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection

import psutil
import pytest

from eventapp.documents import typesetter as typesetter_module
from eventapp.documents.typesetter import Typesetter, TypesetterFailed, TypesettingRefused

NOTHING = {"sheets": "nothing"}


@pytest.fixture
def typesetter() -> Iterator[Typesetter]:
    own = Typesetter()
    yield own
    own._end()


def helpers(asker: int) -> list[psutil.Process]:
    children = psutil.Process(asker).children()
    return [child for child in children if typesetter_module.__name__ in child.cmdline()]


def refused(typesetter: Typesetter) -> None:
    """Ask for a ticket that says nothing: Typst refuses."""
    with pytest.raises(TypesettingRefused):
        typesetter.set_page("ticket.typ", NOTHING, own_fonts=True)


def test_one_helper_serves_until_it_is_killed_and_then_another_does(typesetter: Typesetter) -> None:
    before = set(helpers(os.getpid()))
    refused(typesetter)
    refused(typesetter)
    (helper,) = set(helpers(os.getpid())) - before
    helper.kill()

    refused(typesetter)

    (other,) = set(helpers(os.getpid())) - before
    assert other != helper


def test_what_takes_too_long_is_ended_and_the_next_is_served(
    typesetter: Typesetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = set(helpers(os.getpid()))
    refused(typesetter)
    (helper,) = set(helpers(os.getpid())) - before
    helper.send_signal(signal.SIGSTOP)
    monkeypatch.setattr(typesetter_module, "TIMEOUT_SECONDS", 0.1)
    with pytest.raises(TypesetterFailed):
        typesetter.set_page("ticket.typ", NOTHING, own_fonts=True)
    monkeypatch.undo()

    assert not helper.is_running()
    refused(typesetter)


ASKER = """
import sys, time
from eventapp.documents.typesetter import typesetter
try:
    typesetter.set_page("ticket.typ", {"sheets": "nothing"}, own_fonts=True)
except ValueError:
    print("typst" in sys.modules, flush=True)
time.sleep(60)
"""


def test_it_ends_with_its_asker_who_never_loads_typst() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ASKER], stdout=subprocess.PIPE, text=True
    ) as asker:
        assert asker.stdout
        loaded = asker.stdout.readline().strip()
        (helper,) = helpers(asker.pid)
        asker.kill()

    _, alive = psutil.wait_procs([helper], timeout=10)
    assert (loaded, alive) == ("False", [])


def test_it_ends_when_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    own, other = socket.socketpair()
    monkeypatch.setattr(typesetter_module, "IDLE_SECONDS", 0.01)

    with own:
        typesetter_module._serve(Connection(other.detach()))
