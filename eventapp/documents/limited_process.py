"""Modules that read files of strangers, each run in a process of its own within limits.

The libraries that read them are large, and a small file may ask for hours or gigabytes: what hangs,
grows or crashes there ends that process alone.
"""

import resource
import subprocess
import sys
from dataclasses import dataclass

GRACE_SECONDS = 5  # the kernel ends the process itself; waiting for it ends later


class ProcessEnded(Exception):
    """The process met a limit, crashed or could not start; `code` is what it ended with, if any."""

    def __init__(self, code: int | None = None) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Limits:
    """What a process may take: seconds of the processor, and bytes of memory."""

    seconds: int
    memory_bytes: int

    def apply(self) -> None:
        """Limit this process, which cannot lift them again."""
        resource.setrlimit(resource.RLIMIT_AS, (self.memory_bytes, self.memory_bytes))
        resource.setrlimit(resource.RLIMIT_CPU, (self.seconds, self.seconds))


def run_limited(module: str, *words: str, content: bytes = b"", limits: Limits) -> bytes:
    """Run a module of ours with words and content, and return what it writes.

    The module applies the same limits first of all. Raises ProcessEnded.
    """
    try:
        finished = subprocess.run(  # noqa: S603  # our own program, and no shell
            [sys.executable, "-m", module, *words],
            input=content,
            capture_output=True,
            timeout=limits.seconds + GRACE_SECONDS,
            check=False,
        )
    except (subprocess.SubprocessError, OSError) as failure:
        raise ProcessEnded from failure
    if finished.returncode:
        raise ProcessEnded(finished.returncode)
    return finished.stdout
