"""Hosts that serve one installation, and a browser that each time meets the next of them."""

import itertools
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path

import psutil
from werkzeug.test import encode_multipart

from eventapp.config import Settings
from tests.bench import server as processes
from tests.faults.server import as_environment
from tests.server import free_port
from tests.visitor import TOKEN


@dataclass(frozen=True, slots=True)
class Host:
    """One `eventapp serve` with two web processes and a worker, and a data folder of its own."""

    port: int
    data: Path
    supervisor: psutil.Process


@contextmanager
def running_hosts(count: int, settings: Settings, folder: Path) -> Iterator[list[Host]]:
    """So many hosts of these settings, answering."""
    with ExitStack() as stack:
        hosts = []
        for number in range(count):
            port, data = free_port(), folder / f"host-{number}"
            environment = as_environment(replace(settings, data=str(data)))
            started = processes.server(port, environment, folder / f"host-{number}.log")
            hosts.append(Host(port, data, stack.enter_context(started)))
        yield hosts


@dataclass(frozen=True, slots=True)
class Answer:
    """What one host said."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode()

    @property
    def token(self) -> str:
        """The form token on the page."""
        match = TOKEN.search(self.text)
        assert match, self.text[:300]
        return match[1]


@dataclass(slots=True)
class RoundRobin:
    """A browser behind a proxy that sends each request to the next host."""

    ports: Sequence[int]
    cookies: dict[str, str] = field(default_factory=dict)
    _turns: Iterator[int] = field(init=False)

    def __post_init__(self) -> None:
        self._turns = itertools.cycle(self.ports)

    def get(self, path: str, **headers: str) -> Answer:
        """Ask the next host for a page."""
        return self._ask("GET", path, b"", headers)

    def post(self, page: str, path: str, **fields: object) -> Answer:
        """Take the form's token from a page of one host, and send the form to the next."""
        values = {name.replace("__", "-"): value for name, value in fields.items()}
        return self.send(path, csrf_token=self.get(page).token, **values)

    def send(self, path: str, **values: object) -> Answer:
        """Send these values to the next host."""
        boundary, body = encode_multipart(values)
        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        return self._ask("POST", path, body, kind)

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        connection = HTTPConnection("127.0.0.1", next(self._turns), timeout=60)
        try:
            said = {"Cookie": "; ".join(f"{n}={value}" for n, value in self.cookies.items())}
            connection.request(method, path, body, {**said, **headers})
            response = connection.getresponse()
            for header in response.headers.get_all("Set-Cookie", []):
                self.cookies |= {n: morsel.value for n, morsel in SimpleCookie(header).items()}
            return Answer(response.status, response.read(), dict(response.headers))
        finally:
            connection.close()


def only(pattern: str, text: str) -> str:
    """The one thing on a page that looks so."""
    (match,) = set(re.findall(pattern, text))
    return str(match)
