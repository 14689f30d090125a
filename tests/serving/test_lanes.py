"""Visitors who fill their lane, and a phone that does not wait for them."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from io import BytesIO
from typing import Any

import pytest

from eventapp.serving import lanes as lanes_module
from eventapp.serving.lanes import (
    ALIVE,
    BATCHES_AT_ONCE,
    BODY_MAX_BYTES,
    DOWNLOADS_AT_ONCE,
    FORMS_AT_ONCE,
    PHONES_AT_ONCE,
    PHONES_WAITING,
    ROSTERS_AT_ONCE,
    THREADS,
    THROWN_AWAY_MAX_BYTES,
    UPLOADS_AT_ONCE,
    VISITORS_AT_ONCE,
    VISITORS_WAITING,
    Lanes,
)
from tests.faults.server import wait_until

PAGE, SCANS = "/events/x", "/api/v1/door/scans"
TIMEOUT = 30  # seconds


@dataclass
class Exchange:
    """A request as the web server hands it over, and the status that it is answered with."""

    path: str
    body: Any = field(default_factory=BytesIO)
    length: int = 0
    status: str = ""

    def through(self, lanes: Lanes, **environ: str) -> list[bytes]:
        """What is answered, all of it."""
        return list(self.begun(lanes, **environ))

    def begun(self, lanes: Lanes, **environ: str) -> Iterable[bytes]:
        """The answer, nothing of it sent yet."""
        asked = {"PATH_INFO": self.path, "CONTENT_LENGTH": str(self.length or "")} | environ
        return lanes({"wsgi.input": self.body, **asked}, self._start)

    def _start(self, status: str, *_rest: object) -> None:
        self.status = status


class SlowBody:
    """What is sent comes only when it may."""

    def __init__(self) -> None:
        self.may_come, self.awaited = threading.Event(), 0

    def read(self, size: int) -> bytes:
        """Wait, and get it all."""
        self.awaited += 1
        assert self.may_come.wait(TIMEOUT)
        return bytes(size)


class SlowApp:
    """Answers a page when it may, and a phone at once."""

    def __init__(self) -> None:
        self.may_answer = threading.Event()
        self.at_work: list[str] = []

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., object]
    ) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Length", "6")])
        self.at_work.append(environ["PATH_INFO"])
        if environ["PATH_INFO"] == PAGE:
            assert self.may_answer.wait(TIMEOUT)
        return [b"answer"]


def test_a_phone_is_answered_while_visitors_fill_their_lane() -> None:
    app = SlowApp()
    lanes = Lanes(app)

    def ask(path: str) -> list[bytes]:
        return Exchange(path).through(lanes)

    with ThreadPoolExecutor(2 * VISITORS_AT_ONCE) as threads:
        pages = [threads.submit(ask, PAGE) for _ in range(2 * VISITORS_AT_ONCE)]
        wait_until(lambda: len(app.at_work) == VISITORS_AT_ONCE, "visitors")
        answers = [ask(SCANS) for _ in range(2 * PHONES_AT_ONCE)]
        waiting = app.at_work.count(PAGE)
        app.may_answer.set()

        assert answers == [[b"answer"]] * 2 * PHONES_AT_ONCE
        assert waiting == VISITORS_AT_ONCE
        assert [page.result() for page in pages] == [[b"answer"]] * 2 * VISITORS_AT_ONCE


def test_what_is_rendered_already_waits_for_nobody() -> None:
    """Nor does anything that is asked for with it enter the lane."""
    app = SlowApp()
    rendered = Exchange("/rendered")

    def answer_at_once(environ: dict[str, Any], _start_response: object) -> list[bytes] | None:
        return [b"rendered"] if environ["PATH_INFO"] == rendered.path else None

    lanes = Lanes(app, answer_at_once)
    with ThreadPoolExecutor(VISITORS_AT_ONCE) as threads:
        pages = [threads.submit(Exchange(PAGE).through, lanes) for _ in range(VISITORS_AT_ONCE)]
        wait_until(lambda: len(app.at_work) == VISITORS_AT_ONCE, "visitors")
        answer = rendered.through(lanes)
        app.may_answer.set()

        assert answer == [b"rendered"]
        assert [page.result() for page in pages] == [[b"answer"]] * VISITORS_AT_ONCE
        assert rendered.path not in app.at_work


def test_a_flood_leaves_threads_to_those_who_ask_whether_the_host_is_alive(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lanes_module, "HANGING_SECONDS", 0)
    app = SlowApp()
    lanes = Lanes(app)
    flood = VISITORS_AT_ONCE + VISITORS_WAITING
    asked = [Exchange(PAGE) for _ in range(flood)]
    assert lanes.move()
    with ThreadPoolExecutor(flood) as threads:
        pages = [threads.submit(exchange.through, lanes) for exchange in asked]
        one_more = Exchange(PAGE)

        def is_full() -> bool:
            at_work = len(app.at_work)
            return at_work == VISITORS_AT_ONCE and lanes._visitors._waiting._value == 0

        wait_until(is_full, "those who wait")
        one_more.through(lanes)
        alive = Exchange(ALIVE).through(lanes)
        hangs = not lanes.move()
        app.may_answer.set()

        assert one_more.status == "503 Service Unavailable"
        assert alive == [b"answer"]
        assert hangs
        assert [page.result() for page in pages] == [[b"answer"]] * flood
    assert lanes.move()


def test_a_failure_leaves_its_lane() -> None:
    def fail(_environ: object, _start_response: object) -> Iterable[bytes]:
        raise ZeroDivisionError

    lanes = Lanes(fail)
    failures = 0
    for _ in range(2 * VISITORS_AT_ONCE):
        try:
            Exchange(PAGE).through(lanes)
        except ZeroDivisionError:
            failures += 1

    assert failures == 2 * VISITORS_AT_ONCE


@pytest.mark.parametrize(("path", "senders"), [(PAGE, FORMS_AT_ONCE), (SCANS, BATCHES_AT_ONCE)])
def test_who_sends_slowly_stands_before_nobody(path: str, senders: int) -> None:
    app, body = SlowApp(), SlowBody()
    app.may_answer.set()
    lanes = Lanes(app)
    slow = [Exchange(path, body, length=100) for _ in range(senders)]
    with ThreadPoolExecutor(senders) as threads:
        answers = [threads.submit(exchange.through, lanes) for exchange in slow]
        wait_until(lambda: body.awaited == senders, "senders")
        others = [Exchange(where) for where in (PAGE, SCANS)]
        meanwhile = [exchange.through(lanes) for exchange in others]
        late = Exchange(path, body, length=100)
        late.through(lanes)
        body.may_come.set()

        assert meanwhile == [[b"answer"]] * 2
        assert late.status == "503 Service Unavailable"
        assert [answer.result() for answer in answers] == [[b"answer"]] * senders
    assert Exchange(path, BytesIO(b"sent"), length=4).through(lanes) == [b"answer"]


@pytest.mark.parametrize(
    ("environ", "status"),
    [({}, HTTPStatus.BAD_REQUEST), ({"HTTP_TRANSFER_ENCODING": "chunked"}, 411)],
)
def test_what_breaks_off_is_never_taken_for_all(environ: dict[str, str], status: int) -> None:
    app = SlowApp()
    exchange = Exchange(PAGE, BytesIO(b"half"), length=8)

    assert exchange.through(Lanes(app), **environ) == []
    assert exchange.status.startswith(str(int(status)))
    assert app.at_work == []


@dataclass
class EndlessBody:
    """As much as is asked for."""

    read_bytes: int = 0

    def read(self, size: int) -> bytes:
        """So many bytes, counted."""
        self.read_bytes += size
        return bytes(size)


@pytest.mark.parametrize(
    ("length", "read_bytes"),
    [
        (BODY_MAX_BYTES + 1, BODY_MAX_BYTES + 1),
        (10 * THROWN_AWAY_MAX_BYTES, THROWN_AWAY_MAX_BYTES),
    ],
)
def test_what_is_too_large_is_read_before_it_is_refused(length: int, read_bytes: int) -> None:
    """A browser that is cut off while it sends says that the connection broke."""
    app, body = SlowApp(), EndlessBody()
    app.may_answer.set()

    assert Exchange(PAGE, body, length=length).through(Lanes(app)) == [b"answer"]
    assert body.read_bytes == read_bytes


def test_who_downloads_slowly_leaves_threads_to_others() -> None:
    closed: list[bool] = []

    def pieces() -> Iterable[bytes]:
        try:
            yield from (b"piece", b"piece")
        finally:
            closed.append(True)

    def app(_environ: object, start_response: Callable[..., object]) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Length", "30000000")])
        return pieces()

    lanes = Lanes(app)
    slow = [Exchange(PAGE) for _ in range(DOWNLOADS_AT_ONCE + 1)]
    answers = [exchange.begun(lanes) for exchange in slow]
    assert [exchange.status[:3] for exchange in slow] == ["200"] * DOWNLOADS_AT_ONCE + ["503"]

    for answer in answers[:-1]:
        next(iter(answer))
        answer.close()  # type: ignore[attr-defined]
    assert len(closed) == DOWNLOADS_AT_ONCE
    assert Exchange(PAGE).through(lanes) == [b"piece", b"piece"]


def test_a_process_has_threads_for_both_lanes_and_many_who_wait() -> None:
    slow = FORMS_AT_ONCE + UPLOADS_AT_ONCE + DOWNLOADS_AT_ONCE + BATCHES_AT_ONCE + ROSTERS_AT_ONCE
    waiting = VISITORS_WAITING + PHONES_WAITING
    assert slow + waiting + 3 * (VISITORS_AT_ONCE + PHONES_AT_ONCE) < THREADS
