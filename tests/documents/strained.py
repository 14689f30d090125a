"""What test_limited_process.py runs: it repeats, grows, spins, waits or leaves, as it is told."""

import sys
import time

from eventapp.documents.limited_process import Limits

LIMITS = Limits(seconds=1, memory_bytes=256 * 1024**2)


def main(word: str) -> None:
    """Do what the word says, within LIMITS."""
    LIMITS.apply()
    if word == "repeat":
        sys.stdout.buffer.write(2 * sys.stdin.buffer.read())
    elif word == "grow":
        bytearray(LIMITS.memory_bytes)
    elif word == "leave":
        sys.exit(7)
    elif word == "wait":
        time.sleep(60)
    while word == "spin":
        pass


if __name__ == "__main__":
    main(sys.argv[1])
