"""`python -m tests.bench.organizer.memory [count]`: what `eventapp serve` keeps in memory.

The proportional set size (PSS) of the supervisor, two web processes and the worker: what several
share is counted once. Idle; after pages and prints; and after 100,000 people have been looked at
in the list, on the live door and in a phone's roster.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http import HTTPStatus
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psutil
from flask import Flask

from eventapp.api.packed_roster import PACKED_ROSTER
from tests.bench.organizer import crowd
from tests.bench.organizer.arrivals import arrive
from tests.bench.organizer.calibrators import report
from tests.bench.organizer.databases import databases, settle
from tests.bench.organizer.lists import sign_in
from tests.bench.server import file_megabytes, free_port, megabytes, server
from tests.bench.settings import environment_of

FEW, FEW_SLUG = 300, "few"
VISITORS, LOOKS, SETTLED_SECONDS = 8, 40, 8.0
DATABASE_ENDING = ".sqlite"
PATIENCE_SECONDS = 300.0  # the first look at so many people makes what the later ones read
IDLE_MB, LOADED_MB, CROWDED_MB = 130, 220, 300
PAGES = ("/", f"/events/{FEW_SLUG}", f"/events/{FEW_SLUG}/schedule", "/sign-in", "/organizer")
PRINTS = ("door.pdf", "sign-in.pdf?list=sessions", "sign-in.pdf?list=delegations")
LISTED = ("", "page=2000", "sort=name", "q=be", "question=day&answer=b&state=confirmed")


def main() -> None:
    """Measure on SQLite, then on PostgreSQL."""
    counts = [int(word) for word in sys.argv[1:] if word.isdigit()]
    count = counts[0] if counts else crowd.COUNT
    for app, calibrators in databases():
        crowd.seed_crowd(FEW, slug=FEW_SLUG, first=count)
        port = free_port()
        known = app.extensions["settings"]
        # Nobody has a second factor to sign in with, which only production asks for.
        settings = replace(known, mode="demo", base_url=f"http://localhost:{port}")
        log = calibrators.folder / "serve.log"
        with server(port, environment_of(settings), log) as supervisor:
            measure(app, port, supervisor, count)


def measure(app: Flask, port: int, supervisor: psutil.Process, count: int) -> None:
    """Print the three figures of this server."""
    base = f"http://localhost:{port}"
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = sign_in(app).get_cookie(name)
    assert cookie is not None
    desk = {"Cookie": f"{name}={cookie.value}"}
    say("memory, idle", supervisor, IDLE_MB)

    prints = [f"/organizer/events/{FEW_SLUG}/prints/{name}" for name in PRINTS]
    ask_often([Request(f"{base}{path}", headers=desk) for path in (*PAGES, *prints)])
    say("memory, after pages and prints", supervisor, LOADED_MB)

    token = arrive(crowd.seed_crowd(count))
    settle()
    phone = {"Cookie": f"eventapp_door={token}", "Origin": base, "Accept": PACKED_ROSTER}
    event = f"{base}/organizer/events/{crowd.SLUG}"
    looked_at = [f"{event}/door", *(f"{event}/registrations?{query}" for query in LISTED)]
    asked = [Request(url, headers=desk) for url in looked_at]
    ask_often([*asked, Request(f"{base}/api/v1/door/roster", headers=phone)])
    say(f"memory, after {count:,} in list, live door, roster", supervisor, CROWDED_MB)


def ask_often(asked: list[Request]) -> None:
    """Ask for each of these once, then by several visitors at once, some times."""
    for request in asked:
        ask(request)
    with ThreadPoolExecutor(VISITORS) as visitors:
        list(visitors.map(ask, asked * LOOKS))


def ask(request: Request) -> None:
    """Read the answer; while it is being prepared come again when that says, as a phone does."""
    while True:
        try:
            with urlopen(request, timeout=PATIENCE_SECONDS) as answer:
                answer.read()
        except HTTPError as error:
            if error.code != HTTPStatus.SERVICE_UNAVAILABLE:
                raise
            time.sleep(float(error.headers.get("Retry-After", 1)))
        else:
            return


def say(name: str, supervisor: psutil.Process, limit: int) -> None:
    """Print how much all processes keep once nobody asks, and each of them."""
    time.sleep(SETTLED_SECONDS)
    size = megabytes(supervisor)
    parts = " + ".join(f"{megabytes(child):.0f}" for child in supervisor.children())
    of_file = file_megabytes(supervisor, DATABASE_ENDING)
    large = "" if size <= limit else "  TOO LARGE"
    report(
        name,
        f"{size:.0f} MB",
        f"of them {parts}; {of_file:.0f} of the database",
        f"≤ {limit} MB{large}",
    )


if __name__ == "__main__":
    main()
