"""Lanes through one web process, so that neither many visitors nor slow ones stand before the door.

The web server gives each request to a thread as long as it has any, and looks at none beforehand.
So it has many, which cost little while they wait here, until their lane has room: visitors share
as many as are of use to two processors, and those at the door have some that nobody else takes.

Only so many wait: whoever comes beyond them is asked to come back at once, so that threads are left
for phones, and for a proxy that asks whether this host is alive, which passes no lane at all.

A line may be as slow as it likes. What somebody sends is received before the lane is entered, and
the answer is sent once it is left; how many threads may do either at once is limited too, so that
some are left for everybody else.
"""

import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from queue import Empty, SimpleQueue
from typing import IO, Any

from werkzeug.wsgi import ClosingIterator

from eventapp.app import LARGEST_FORM
from eventapp.domain.schedule.material import FILE_MAX_BYTES

DOOR_PREFIX = "/api/v1/door/"
ALIVE = "/healthz"  # reads nothing, and is asked by proxies and the supervisor alone
VISITORS_AT_ONCE = 4
# Phones that wait for one another's commit share it; with the visitors they are fewer than the
# connections to the database that one process may open.
PHONES_AT_ONCE = 8
VISITORS_WAITING = 100
PHONES_WAITING = 100
THREADS = 360
# What comes and goes slowly holds a thread of these, and no room in a lane.
FORMS_AT_ONCE = 40
UPLOADS_AT_ONCE = 6
DOWNLOADS_AT_ONCE = 40
BATCHES_AT_ONCE = 20
ROSTERS_AT_ONCE = 12

MEMORY_MAX_BYTES = 256 * 1024  # of what is received; beyond that it is on disk
PIECE_BYTES = 64 * 1024
# A larger body is refused by the application. So much of it is read and thrown away: a browser that
# is cut off while it sends shows no answer.
BODY_MAX_BYTES = FILE_MAX_BYTES + LARGEST_FORM
THROWN_AWAY_MAX_BYTES = 4 * FILE_MAX_BYTES
# What is shorter leaves the process at once, however slowly it is read.
SHORT_ANSWER_BYTES = 256 * 1024
# A lane that is full, and that nobody has entered for so long, hangs. The heaviest pages, four
# exports of 100,000 people at once, take less; who waits for a database or a lock is let go sooner.
HANGING_SECONDS = 180.0
BUSY_HEADERS = [("Content-Type", "text/plain; charset=utf-8"), ("Retry-After", "5")]
BUSY = (
    "Just nu är det för många här på samma gång. Försök igen om en liten stund.\n"
    "Too many people are here at this moment. Please try again shortly.\n"
)


class TurnedAway(Exception):
    """What is not handed to the application, nor answered at length; why, as an HTTP status."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__()
        self.status = status


class Lane:
    """So many at work at once, so many that wait, that send what they ask, that are sent much."""

    def __init__(self, at_once: int, waiting: int, senders: int, readers: int) -> None:
        # A queue of permits: a tenth of the cost of a semaphore, which is written in Python.
        self._permits: SimpleQueue[None] = SimpleQueue()
        for _ in range(at_once):
            self._permits.put(None)
        self._entered_at = 0.0
        self._waiting = threading.Semaphore(waiting)
        self.senders = threading.Semaphore(senders)
        self.readers = threading.Semaphore(readers)

    def answer(self, wsgi_app: Any, environ: dict[str, Any], start_response: Any) -> Any:
        """What the application answers, once there is room. Raises TurnedAway."""
        self._enter()
        try:
            return wsgi_app(environ, start_response)
        finally:
            self._permits.put(None)

    def _enter(self) -> None:
        try:
            self._permits.get_nowait()
        except Empty:
            with _place(self._waiting):
                self._permits.get()
        self._entered_at = time.monotonic()

    def moves(self) -> bool:
        """Whether there is room, or somebody has entered within HANGING_SECONDS."""
        full = self._permits.empty()
        return not full or time.monotonic() - self._entered_at < HANGING_SECONDS


class Lanes:
    """A WSGI middleware around everything else.

    `answer_at_once` has what needs no lane, or None: a page that is rendered already is sent in
    less time than its turn would take.
    """

    def __init__(self, wsgi_app: Any, answer_at_once: Any = lambda *_: None) -> None:
        self._wsgi_app = wsgi_app
        self._answer_at_once = answer_at_once
        self._visitors = Lane(VISITORS_AT_ONCE, VISITORS_WAITING, FORMS_AT_ONCE, DOWNLOADS_AT_ONCE)
        self._phones = Lane(PHONES_AT_ONCE, PHONES_WAITING, BATCHES_AT_ONCE, ROSTERS_AT_ONCE)
        self._uploads = threading.Semaphore(UPLOADS_AT_ONCE)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Answer at once, or when there is room."""
        answer = self._answer_at_once(environ, start_response)
        if answer is not None:
            return answer
        if environ["PATH_INFO"] == ALIVE and not _sends(environ):
            return self._wsgi_app(environ, start_response)
        return self._answer_in_turn(environ, start_response)

    def _answer_in_turn(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        at_the_door = environ["PATH_INFO"].startswith(DOOR_PREFIX)
        lane = self._phones if at_the_door else self._visitors
        head: list[Any] = []
        try:
            answer = self._answer(lane, environ, lambda *said: head.append(said))
            status, headers, *_failure = head[-1]
            answer = _limited(answer, headers, lane.readers)
        except TurnedAway as refused:
            return _refuse(refused.status, start_response)
        start_response(status, headers)
        return answer

    def move(self) -> bool:
        """Whether neither lane hangs."""
        return self._visitors.moves() and self._phones.moves()

    def _answer(self, lane: Lane, environ: dict[str, Any], start_response: Any) -> Any:
        """What the application answers to all that was sent. Raises TurnedAway."""
        if not _sends(environ):
            return lane.answer(self._wsgi_app, environ, start_response)
        with self._received(environ, lane) as environ["wsgi.input"]:
            return lane.answer(self._wsgi_app, environ, start_response)

    @contextmanager
    def _received(self, environ: dict[str, Any], lane: Lane) -> Iterator[IO[bytes]]:
        """What was sent, all of it. Raises TurnedAway."""
        if "HTTP_TRANSFER_ENCODING" in environ:  # no browser does that
            raise TurnedAway(HTTPStatus.LENGTH_REQUIRED)
        size = int(environ.get("CONTENT_LENGTH") or 0)
        with tempfile.SpooledTemporaryFile(max_size=MEMORY_MAX_BYTES) as body:
            if 0 < size <= BODY_MAX_BYTES:
                with _place(lane.senders if size <= LARGEST_FORM else self._uploads):
                    _copy(environ["wsgi.input"], body, size)
            elif size > BODY_MAX_BYTES:
                with _place(self._uploads):
                    _throw_away(environ["wsgi.input"], min(size, THROWN_AWAY_MAX_BYTES))
            yield body


def _sends(environ: dict[str, Any]) -> bool:
    return bool(environ.get("CONTENT_LENGTH")) or "HTTP_TRANSFER_ENCODING" in environ


@contextmanager
def _place(room: threading.Semaphore) -> Iterator[None]:
    if not room.acquire(blocking=False):
        raise TurnedAway(HTTPStatus.SERVICE_UNAVAILABLE)
    try:
        yield
    finally:
        room.release()


def _limited(
    answer: ClosingIterator | list[bytes],
    headers: list[tuple[str, str]],
    readers: threading.Semaphore,
) -> Iterable[bytes]:
    """The answer, one of few when it is long. Raises TurnedAway."""
    lengths = [int(value) for name, value in headers if name.lower() == "content-length"]
    if isinstance(answer, list) or (lengths and lengths[0] <= SHORT_ANSWER_BYTES):
        return answer
    if not readers.acquire(blocking=False):
        answer.close()
        raise TurnedAway(HTTPStatus.SERVICE_UNAVAILABLE)
    return ClosingIterator(answer, [answer.close, readers.release])


def _copy(source: Any, target: IO[bytes], size: int) -> None:
    """Copy so many bytes, and go back to the first of them. Raises TurnedAway."""
    left = size
    while left and (piece := source.read(min(PIECE_BYTES, left))):
        target.write(piece)
        left -= len(piece)
    if left:  # whoever was sending is gone
        raise TurnedAway(HTTPStatus.BAD_REQUEST)
    target.seek(0)


def _throw_away(source: Any, size: int) -> None:
    """Read so many bytes, or what there is of them."""
    while size > 0 and (piece := source.read(min(PIECE_BYTES, size))):
        size -= len(piece)


def _refuse(status: HTTPStatus, start_response: Any) -> list[bytes]:
    busy = status is HTTPStatus.SERVICE_UNAVAILABLE
    start_response(f"{status.value} {status.phrase}", BUSY_HEADERS if busy else [])
    return [BUSY.encode()] if busy else []
