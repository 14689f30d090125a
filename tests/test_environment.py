"""Tests run alike from a terminal, under nohup, in a script's background and behind a proxy."""

import os
import signal
import subprocess
import sys

import pytest

from tests import environment

SHOW = """
import os, signal
from tests.environment import restore
restore()
print(all(signal.getsignal(each) is not signal.SIG_IGN for each in (signal.SIGHUP, signal.SIGINT)))
print(os.umask(0o022) == 0o022)
print(sorted({"http_proxy", "DATABASE_URL", "PGHOST", "TZ", "EVENTAPP_MODE"} & set(os.environ)))
"""
STRANGE = {
    "http_proxy": "http://127.0.0.1:9",
    "DATABASE_URL": "postgresql+psycopg://nowhere",
    "PGHOST": "nowhere",
    "TZ": "Pacific/Kiritimati",
    "EVENTAPP_MODE": "production",
}


def _ignore_signals() -> None:
    os.umask(0o077)
    for signal_number in (signal.SIGHUP, signal.SIGINT):
        signal.signal(signal_number, signal.SIG_IGN)


def test_what_a_parent_leaves_behind_is_put_right() -> None:
    seen = subprocess.run(
        [sys.executable, "-c", SHOW],
        env={**os.environ, **STRANGE},
        preexec_fn=_ignore_signals,  # as nohup and a script's `&` do
        check=True,
        capture_output=True,
        text=True,
    )

    assert seen.stdout.split() == ["True", "True", "[]"]


@pytest.mark.parametrize("signal_number", [signal.SIGHUP, signal.SIGINT])
def test_this_process_heeds_its_signals(signal_number: signal.Signals) -> None:
    assert signal.getsignal(signal_number) is not signal.SIG_IGN
    assert signal_number in environment.SIGNALS
