"""What is measured, beside what it should reach and what three peers reach.

A peer's figure is its rate divided by the bare Flask hello of the same machine, server and worker
count, measured with eight closed-loop clients on two cores.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from urllib.request import Request, urlopen

from tests.bench import visitor_scripts
from tests.bench.client import Load
from tests.bench.seeding import CROWDED, OPEN, QUIET, SCHEDULE, Seeded

PRETIX, INDICO, PRETALX = 5_300, 10_080, 5_800  # hello, answers a second


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    `path` is a page whose statements are counted. What `writes` is also set beside one-row
    commits of the same minute.
    """

    name: str
    target: float
    load: Callable[[int], Load]
    path: str = ""
    peers: str = ""
    writes: bool = False


def rows(seeded: Seeded) -> list[Row]:
    """Every row that is a rate, in the order of the table."""
    events = f"/events/{SCHEDULE}"
    session = f"{events}/sessions/{seeded.session}"
    return [
        _page("event page", f"/events/{QUIET}", _peers(pretix=41.8, indico=34)),
        _page("event page, 100,000 registered", f"/events/{CROWDED}", _peers(indico=9.8)),
        _page("schedule page, 200 sessions", f"{events}/schedule", _peers(indico=8.8, pretalx=6.7)),
        _page("session page", session, _peers(indico=33.6, pretalx=49)),
        _page("ICS, 200 sessions", f"{events}/schedule.ics", _peers(indico=1.38, pretalx=10.4)),
        _page("ICS, one session", f"{session}.ics", _peers(pretix=178, indico=74.5)),
        _page("schedule.json, 200 sessions", f"{events}/schedule.json", _peers(pretalx=3.2)),
        _page("schedule.xml, 200 sessions", f"{events}/schedule.xml", _peers(pretalx=3.5)),
        Row("event page, unchanged (304)", 0.6, lambda port: _unchanged(port, f"/events/{QUIET}")),
        Row(
            "registration, whole funnel",
            0.015,
            lambda port: Load(
                port, visitor_scripts.registration, (OPEN, seeded.fields, secrets.token_hex(4))
            ),
            peers=_peers(pretix=2.68, indico=26),
            writes=True,
        ),
        Row(
            "ticket PDF, first render",
            0.0,
            lambda port: Load(port, visitor_scripts.ticket, (seeded.tickets,)),
            path=seeded.tickets[0],
            peers="pretix 8.2/s, Indico 59/s; ours ≥ 100/s",
        ),
    ]


def packed_size(port: int, path: str) -> int:
    """How many bytes of the page travel when the visitor takes gzip."""
    with _open(port, path) as answer:
        return len(answer.read())


def _page(name: str, path: str, peers: str) -> Row:
    asked = visitor_scripts.request(path)
    return Row(name, 0.6, lambda port: Load(port, visitor_scripts.page, (asked,)), path, peers)


def _unchanged(port: int, path: str) -> Load:
    with _open(port, path) as answer:
        etag = answer.headers["ETag"]
    return Load(
        port, visitor_scripts.page, (visitor_scripts.request(path, f"If-None-Match: {etag}"), 304)
    )


def _open(port: int, path: str):  # type: ignore[no-untyped-def]
    asked = Request(
        f"http://127.0.0.1:{port}{path}",
        headers={"Accept-Encoding": "gzip", "Accept-Language": "sv"},
    )
    return urlopen(asked, timeout=30)


def _peers(pretix: float = 0, indico: float = 0, pretalx: float = 0) -> str:
    peers = (("pretix", pretix, PRETIX), ("Indico", indico, INDICO), ("pretalx", pretalx, PRETALX))
    return ", ".join(f"{name} {rate / hello:.4f}" for name, rate, hello in peers if rate)
