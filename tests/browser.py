"""Finding a browser, or getting one, and saying so."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Playwright

# The first has no window at all. Chromium itself draws tabs and menus that nobody sees, which costs
# six times the processor time for each page that a test opens.
PACKAGES = ("chromium-headless-shell", "chromium")
NAMES = (*PACKAGES, "chromium-browser", "google-chrome")
QUIET = [
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--disable-quic",
]
SWEDISH_PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "sv-SE",
    "timezone_id": "Europe/Stockholm",
}


class BrowserMissing(Exception):
    """There is no browser, and none could be had."""


def chromium_path(playwright: Playwright) -> str:
    """Where Chromium lies. Gets it when it is missing; raises BrowserMissing when that fails."""
    with (Path(tempfile.gettempdir()) / f"eventapp-browser-{os.geteuid()}.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # test processes get it once
        for look in (_installed, _from_the_system, lambda: _from_playwright(playwright)):
            if path := look():
                return path
    raise BrowserMissing(
        "The browser tests need Chromium: install the package `chromium` and run them again."
    )


def _installed() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def _from_the_system() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    _say("Installing the system's Chromium for the browser tests …")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq"]
    subprocess.run([*apt, "update"], env=quiet, check=False, stdout=sys.stderr)
    for package in PACKAGES:  # older Debians lack the first
        install = [*apt, "install", "--yes", "--no-install-recommends", package]
        if subprocess.run(install, env=quiet, check=False, stdout=sys.stderr).returncode == 0:
            break
    return _installed()


def _from_playwright(playwright: Playwright) -> str | None:
    path = Path(playwright.chromium.executable_path)
    if not path.exists():
        _say("Asking Playwright for its own Chromium for the browser tests …")
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(command, check=False, stdout=sys.stderr)
    return str(path) if path.exists() else None


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
