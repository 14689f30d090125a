"""Typst in a process of its own, which starts when something is to be set and ends when idle.

Typst keeps some 60 MB once it has set a page. So it stays out of the processes that serve: each of
them has one helper at most, a plain Python without the application, for as long as it prints.
"""

import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
IDLE_SECONDS = 5.0
TIMEOUT_SECONDS = 60.0  # a thousand badges take one or two


class TypesettingRefused(ValueError):
    """Typst says why it cannot set this page."""


class TypesetterFailed(Exception):
    """Typst takes too long, or was killed twice: trying again later may do."""


class Typesetter:
    """The helper of this process, asked by one thread after the other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None

    def set_page(self, page: str, inputs: Mapping[str, str], *, own_fonts: bool) -> bytes:
        """Set a page of this folder as tagged PDF (PDF/UA-1); the same inputs give the same bytes.

        Letters come from the product's typefaces; unless only `own_fonts` may serve, what they lack
        comes from the machine's, and where none has it boxes stand in a PDF without that promise.
        Raises TypesettingRefused, TypesetterFailed.
        """
        with self._lock:
            question = (page, dict(inputs), own_fonts)
            # The first may have ended just now, as it was idle, or somebody killed it.
            answer = self._ask(question) or self._ask(question)
        if isinstance(answer, bytes):
            return answer
        raise TypesettingRefused(answer) if answer else TypesetterFailed

    def _ask(self, question: tuple[str, dict[str, str], bool]) -> bytes | str | None:
        """What the helper answers; None when it is gone. Raises TypesetterFailed."""
        line = self._line or self._start()
        try:
            line.send(question)
            if line.poll(TIMEOUT_SECONDS):
                answer: bytes | str = line.recv()
                return answer
        except (EOFError, OSError):
            self._end()
            return None
        self._end()
        raise TypesetterFailed

    def _start(self) -> Connection:
        own, other = socket.socketpair()
        with other:
            self._process = subprocess.Popen(  # noqa: S603  # our own program and no shell
                [sys.executable, "-m", __name__, str(other.fileno())],
                pass_fds=[other.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # where it dies it might quote a name
            )
        threading.Thread(target=self._process.wait, daemon=True).start()  # leaves no zombie
        self._line = Connection(own.detach())
        return self._line

    def _end(self) -> None:
        if self._line and self._process:
            self._line.close()
            self._process.kill()
            self._process.wait()
        self._line = self._process = None


typesetter = Typesetter()


def _serve(line: Connection) -> None:
    """Set what is asked for, until nobody asks or whoever asked is gone."""
    with suppress(EOFError):
        while line.poll(IDLE_SECONDS):
            line.send(_set(*line.recv()))


def _set(page: str, inputs: dict[str, str], own_fonts: bool) -> bytes | str:
    import typst  # noqa: PLC0415 - in the helper alone

    def compiled(*, tagged: bool) -> bytes:
        return typst.compile(
            str(HERE / page),
            root=str(HERE),
            font_paths=_fonts(own_fonts),
            sys_inputs=inputs,
            pdf_standards=["ua-1"] if tagged else None,
        )

    try:
        return compiled(tagged=True)
    except typst.TypstError as refusal:
        if own_fonts or "could not be displayed" not in str(refusal):
            return str(refusal)
    return compiled(tagged=False)


@cache
def _fonts(own_fonts: bool) -> "typst.Fonts":
    import typst  # noqa: PLC0415 - in the helper alone

    return typst.Fonts(
        include_system_fonts=not own_fonts,
        include_embedded_fonts=not own_fonts,
        font_paths=[str(FONTS)],
    )


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches it too; it ends with its asker
    _serve(Connection(int(sys.argv[1])))
