"""The moment from which pages answer, known to all processes and announced once."""

import multiprocessing
import sys
import threading
import time
import urllib.request

POLL_SECONDS = 0.05
TIMEOUT_SECONDS = 60.0


class Readiness:
    """Whether the server at `host` and `port` has ever answered."""

    def __init__(self, host: str, port: int, announcement: str) -> None:
        self._address = f"http://{_reachable_host(host)}:{port}/healthz"
        self._announcement = announcement
        self._ready = multiprocessing.Event()

    def is_ready(self) -> bool:
        """Whether a page has ever answered."""
        return self._ready.is_set()

    def wait(self, stop: threading.Event) -> None:
        """Wait until a page answers, then print the announcement to stdout, once.

        Gives up with a sentence on stderr after a minute, or silently when `stop` is set.
        """
        if self.is_ready():
            return
        if self._page_answers(stop):
            self._ready.set()
            if self._announcement:
                print(self._announcement, flush=True)
        elif not stop.is_set():
            print(f"No page answers within {TIMEOUT_SECONDS:.0f} seconds.", file=sys.stderr)

    def _page_answers(self, stop: threading.Event) -> bool:
        """Ask until a page answers; never through a proxy that the environment names."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while time.monotonic() < deadline and not stop.is_set():
            try:
                with opener.open(self._address, timeout=5):
                    return True
            except OSError:
                stop.wait(POLL_SECONDS)
        return False


def _reachable_host(host: str) -> str:
    """The host as an address on this machine names it."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104
    return everywhere.get(host, f"[{host}]" if ":" in host else host)
