"""The pulse of processes: one that hangs is not dead, and has to be noticed by its silence.

Each process writes its number into one pipe, every second, for as long as its work moves; the
supervisor reads when each was last heard of. A process that is stopped, or whose threads all wait
for one another, falls silent; so does one whose own look at itself says that nothing moves.
"""

import os
import struct
import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress

BEAT_SECONDS = 1.0
# Of a process that is stopped. A busy machine gives every thread a turn more often than that.
SILENT_SECONDS = 15.0
# A supervisor that itself stood still cannot tell who else did.
OWN_LAPSE_SECONDS = 5.0
NUMBER = struct.Struct("=i")
PIECE_BYTES = 64 * 1024


class Pulses:
    """Made before the processes are forked; the supervisor listens, and each of them beats."""

    def __init__(self) -> None:
        self._reader, self._writer = os.pipe()
        # Neither waits: for a supervisor that is gone, or for processes that are silent.
        os.set_blocking(self._reader, False)
        os.set_blocking(self._writer, False)
        self._heard: dict[int, float] = {}
        self._listened_at = time.monotonic()

    def beat_while(self, moves: Callable[[], bool]) -> None:
        """Beat from a thread of this process for as long as its work `moves`."""
        threading.Thread(target=self._beat, args=(moves,), daemon=True).start()

    def _beat(self, moves: Callable[[], bool]) -> None:
        pause = threading.Event()
        while True:
            if moves():
                # A full pipe has beats enough; a broken one has nobody who listens.
                with suppress(OSError):
                    os.write(self._writer, NUMBER.pack(os.getpid()))
            pause.wait(BEAT_SECONDS)

    def list_silent(self, numbers: Collection[int]) -> list[int]:
        """Those of these processes that have not been heard of for SILENT_SECONDS.

        One that is named for the first time counts as heard, and one that was told so is told
        again only after as long.
        """
        now = time.monotonic()
        heard = {number: self._heard.get(number, now) for number in numbers}
        heard |= {number: now for number in self._listen() if number in heard}
        if now - self._listened_at > OWN_LAPSE_SECONDS:
            heard = dict.fromkeys(heard, now)
        silent = [number for number, at in heard.items() if now - at > SILENT_SECONDS]
        self._heard, self._listened_at = heard | dict.fromkeys(silent, now), now
        return silent

    def _listen(self) -> set[int]:
        try:
            beats = os.read(self._reader, PIECE_BYTES)
        except BlockingIOError:
            return set()
        return {number for (number,) in NUMBER.iter_unpack(beats)}
