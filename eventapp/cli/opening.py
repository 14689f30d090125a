"""The moment when the house opens: its pages answer, and whoever started it is told."""

import multiprocessing
import sys
import threading
import time
import urllib.request

LOOK_EVERY = 0.2
WAIT_AT_MOST = 60.0


class Opening:
    """The opening of the house that answers at `host` and `port`, known to all its processes."""

    def __init__(self, host: str, port: int, announcement: str) -> None:
        self._address = f"http://{_here(host)}:{port}/healthz"
        self._announcement = announcement
        self._happened = multiprocessing.Event()

    def has_happened(self) -> bool:
        """Whether a page has ever answered."""
        return self._happened.is_set()

    def wait(self, stop: threading.Event) -> None:
        """Wait until a page answers; the announcement goes to stdout, once."""
        if self.has_happened():
            return
        if self._page_answers(stop):
            self._happened.set()
            if self._announcement:
                print(self._announcement, flush=True)
        elif not stop.is_set():
            print(f"No page answers within {WAIT_AT_MOST:.0f} seconds.", file=sys.stderr)

    def _page_answers(self, stop: threading.Event) -> bool:
        """Look again and again; no proxy of the environment stands between."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        deadline = time.monotonic() + WAIT_AT_MOST
        while time.monotonic() < deadline and not stop.is_set():
            try:
                with opener.open(self._address, timeout=5):
                    return True
            except OSError:
                stop.wait(LOOK_EVERY)
        return False


def _here(host: str) -> str:
    """The host as an address names it, from this machine."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104
    return everywhere.get(host, f"[{host}]" if ":" in host else host)
