"""People who register over HTTP, and remember what they were told."""

import http.client
import re
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Visitor:
    """One browser: it keeps its cookie, and connects anew when it was cut off."""

    def __init__(self, port: int, slug: str) -> None:
        self._path = f"/events/{slug}/registration"
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            answer = self._ask("GET", f"{self._path}/new")
            page = answer.read().decode()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        match = TOKEN.search(page)
        assert match, page[:200]
        self._token = match[1]
        self._cookie = (answer.headers["Set-Cookie"] or "").partition(";")[0]

    def register(self, email: str) -> int:
        """Send the form; the status. Raises OSError and HTTPException when nobody answers."""
        form = {
            "csrf_token": self._token,
            "name": "Linnéa Vårglim",
            "email": email,
            "organisation": "other",
            "other_organisation": "Föreningen Exempel",
            "role": "samordnare",
            "badge": "organisation",
        }
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self._cookie}
        try:
            answer = self._ask("POST", self._path, urlencode(form), kind)
            answer.read()
        except (OSError, http.client.HTTPException):
            self.close()  # the next request connects anew
            raise
        return answer.status

    def close(self) -> None:
        """Close the browser."""
        self._connection.close()

    def _ask(
        self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
    ) -> http.client.HTTPResponse:
        self._connection.request(method, path, body, headers or {})
        return self._connection.getresponse()


@dataclass
class Crowd:
    """Some visitors at once, each registering one person after the other until told to stop.

    `statuses` maps each address to the status that came back; `untold` are those whose answer never
    came: their registration may have been made, once.
    """

    port: int
    slug: str
    visitors: int = 8
    pause: float = 0.3
    statuses: dict[str, int] = field(default_factory=dict)
    untold: set[str] = field(default_factory=set)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> "Crowd":
        self._threads = [
            threading.Thread(target=self._visit, args=(number,)) for number in range(self.visitors)
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def acknowledged(self) -> set[str]:
        """Those who were told that they are registered."""
        return {email for email, status in self.statuses.copy().items() if status == 303}

    def _visit(self, number: int) -> None:
        visitor, serial = None, 0
        while not self._stop.is_set():
            with suppress(OSError, http.client.HTTPException):
                visitor = visitor or Visitor(self.port, self.slug)
            if visitor:
                serial += 1
                self._send(visitor, f"p{number}.{serial}@town.example")
            time.sleep(self.pause)
        if visitor:
            visitor.close()

    def _send(self, visitor: Visitor, email: str) -> None:
        try:
            self.statuses[email] = visitor.register(email)
        except (OSError, http.client.HTTPException):
            self.untold.add(email)
