"""Phones that send scans over HTTP, and remember what they were answered."""

import http.client
import json
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
from typing import Any

from eventapp.clock import utcnow
from eventapp.extensions import db
from tests.builders import a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan

PAUSE = 0.26  # seconds between two requests of a phone, which may ask 240 times a minute


@dataclass(frozen=True, slots=True)
class Entrance:
    """An event that goes on now: its slug, the tokens of its phones, the tickets of its guests."""

    slug: str
    tokens: list[str]
    digests: list[str]


def an_entrance(*, phones: int, guests: int) -> Entrance:
    """An event with phones at its door, in the database of the app at work."""
    now = utcnow()
    event = an_event(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=8))
    tokens = [a_phone(event, f"Port {number}", now=now)[1] for number in range(phones)]
    entrance = Entrance(
        event.slug, tokens, [a_digest(a_registration(event)) for _ in range(guests)]
    )
    db.session.commit()
    return entrance


@dataclass
class ScanningPhones:
    """Phones that scan one ticket after the other until told to stop, each scan until answered.

    `answered` maps the id of each scan to what became of it, `seconds` holds how long each took.
    """

    port: int
    entrance: Entrance
    answered: dict[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> "ScanningPhones":
        self._threads = [
            threading.Thread(target=self._scan, args=(token,)) for token in self.entrance.tokens
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def _scan(self, token: str) -> None:
        digests = cycle(self.entrance.digests)
        while not self._stop.is_set():
            scan, began = a_scan(next(digests), at=utcnow()), time.monotonic()
            while (result := self._send(token, scan)) is None:
                time.sleep(PAUSE)
            self.answered[scan["id"]] = result
            self.seconds.append(time.monotonic() - began)
            time.sleep(PAUSE)

    def _send(self, token: str, scan: dict[str, Any]) -> str | None:
        """What became of the scan; nothing when nobody answered."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {
            "Content-Type": "application/json",
            "Cookie": f"__Host-eventapp_door={token}; eventapp_door={token}",
            "Origin": f"http://127.0.0.1:{self.port}",
        }
        with suppress(OSError, http.client.HTTPException), closing(connection):
            connection.request("POST", "/api/v1/door/scans", json.dumps({"scans": [scan]}), headers)
            answer = connection.getresponse()
            content = answer.read()
            if answer.status == 200:
                return str(json.loads(content)["answers"][0]["result"])
        return None


@dataclass
class PacedPhones(ScanningPhones):
    """Phones that scan a ticket a second each, together each guest in turn.

    `sent` and `known` map tickets to the moments, on the steady clock, of the first scan of each
    and of its answer.
    """

    sent: dict[str, float] = field(default_factory=dict)
    known: dict[str, float] = field(default_factory=dict)

    def _scan(self, token: str) -> None:
        tokens, digests = self.entrance.tokens, self.entrance.digests
        at, due = tokens.index(token), time.monotonic()
        while not self._stop.wait(max(0.0, due - time.monotonic())):
            digest, began = digests[at % len(digests)], time.monotonic()
            scan = a_scan(digest, at=utcnow())
            self.sent.setdefault(digest, began)
            while (result := self._send(token, scan)) is None:
                time.sleep(PAUSE)
            self.known.setdefault(digest, time.monotonic())
            self.answered[scan["id"]] = result
            self.seconds.append(time.monotonic() - began)
            at, due = at + len(tokens), due + 1
