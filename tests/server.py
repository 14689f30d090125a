"""Servers for tests: the real thing in processes of its own, and a plain one in threads."""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.serving import make_server

START_AT_MOST = 60
STOP_AT_MOST = 15


@dataclass(frozen=True, slots=True)
class LiveServer:
    """A server that answers. `addresses` are those the demo prints; `data` its data folder."""

    base: str
    data: Path
    addresses: dict[str, Any]


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def start_demo(data: Path, port: int) -> tuple[subprocess.Popen[str], dict[str, Any]]:
    """Start `eventapp demo` as a person does: granian, two web processes, the worker.

    Waits until it answers; hands over its process and the addresses it printed.
    """
    program = [sys.executable, "-m", "eventapp", "demo", "--port", str(port), "--json"]
    with (data / "server.log").open("a") as log:
        process = subprocess.Popen(
            program,
            env={**os.environ, "EVENTAPP_DATA": str(data)},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )
    impatience = threading.Timer(START_AT_MOST, process.kill)
    impatience.start()
    line = ""
    try:
        line = process.stdout.readline() if process.stdout else ""
    finally:
        impatience.cancel()
        if not line:
            stop(process)
    if not line:
        log_text = (data / "server.log").read_text()
        raise RuntimeError(f"the demo did not start:\n{log_text[-4000:]}")
    return process, json.loads(line)


def seed(folder: Path) -> None:
    """Put the sample conference into a folder, once for all the tests of a run.

    Test processes take turns; the folder appears when it is complete.
    """
    with folder.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not folder.exists():
            half = folder.with_suffix(".half")
            half.mkdir()
            process, _addresses = start_demo(half, free_port())
            stop(process)
            half.rename(folder)


@contextmanager
def demo(data: Path, seeded: Path) -> Iterator[LiveServer]:
    """The demo on a copy of the sample that `seed` made, for as long as it is needed."""
    shutil.copytree(seeded, data, dirs_exist_ok=True)
    port = free_port()
    process, addresses = start_demo(data, port)
    try:
        yield LiveServer(f"http://localhost:{port}", data, addresses)
    finally:
        stop(process)


def stop(process: subprocess.Popen[str]) -> None:
    """Ask it to end; insist when it does not."""
    process.terminate()
    try:
        process.wait(STOP_AT_MOST)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # its own session: none but what it started
        process.wait()
    if process.stdout:
        process.stdout.close()


@contextmanager
def threads(app: Flask) -> Iterator[str]:
    """Serve an app from threads of this process; yields its base address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
