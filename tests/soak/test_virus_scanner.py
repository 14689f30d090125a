"""ClamAV's own daemon answers as the one of the tests does."""

import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from eventapp.storage.virus_scanner import ScannerUnreachable, VirusScanner
from tests.clamd import NAME, VIRUS

PACKAGE = "clamav-daemon"
PATIENCE = 30.0


def program() -> str:
    """Where the daemon lies. Root has the system install it, which is said; others are told to."""
    if not shutil.which("clamd") and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {PACKAGE} for the test of uploads …", file=sys.stderr, flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--no-install-recommends", PACKAGE]):
            subprocess.run(["apt-get", "-qq", *command], env=quiet, check=False, stdout=sys.stderr)
    path = shutil.which("clamd")
    assert path, f"This test needs ClamAV: install the package `{PACKAGE}`."
    return path


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[str]:
    signatures = tmp_path / "signatures"
    signatures.mkdir()
    (signatures / "tests.ndb").write_text(f"{NAME}:0:*:{VIRUS.hex()}\n")
    at = tmp_path / "clamd.socket"
    (tmp_path / "clamd.conf").write_text(
        f"DatabaseDirectory {signatures}\nLocalSocket {at}\nForeground yes\n"
        "StreamMaxLength 1M\n" + ("User root\n" if os.geteuid() == 0 else "")
    )
    command = [program(), "--config-file", str(tmp_path / "clamd.conf")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            deadline = time.monotonic() + PATIENCE
            while VirusScanner(str(at)).fault():
                assert time.monotonic() < deadline
                time.sleep(0.1)
            yield str(at)
        finally:
            process.terminate()


def test_it_finds_what_it_knows_and_refuses_what_is_too_large(daemon: str) -> None:
    scanner = VirusScanner(daemon)

    assert scanner.find_virus(io.BytesIO(b"x" * 900_000)) == ""
    assert scanner.find_virus(io.BytesIO(b"x" * 300_000 + VIRUS)) == f"{NAME}.UNOFFICIAL"
    with pytest.raises(ScannerUnreachable, match="size limit"):
        scanner.find_virus(io.BytesIO(b"x" * 5_000_000))
