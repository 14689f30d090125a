"""Somebody who follows docs/operations: types its blocks, in its order, in one folder."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.server import stop

BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCK_SECONDS_MAX = 60
# What one terminal knows after a block, the next block is typed into.
TERMINAL = 'set -e; if [ -f "{state}" ]; then . "{state}"; fi\n{words}\nexport -p > "{state}"\n'


@dataclass(frozen=True, slots=True)
class Operator:
    """A terminal in a folder; `own` is what the documents say to put in of one's own."""

    folder: Path
    state: Path
    own: Mapping[str, str]

    def type(self, block: str) -> str:
        """Type a block; each of its commands must end well. What they printed."""
        ended = subprocess.run(
            ["bash", "-c", TERMINAL.format(state=self.state, words=self.put_in_own(block))],
            cwd=self.folder,
            check=False,
            capture_output=True,
            text=True,
            timeout=BLOCK_SECONDS_MAX,
        )
        assert ended.returncode == 0, f"{block}\n{ended.stdout}\n{ended.stderr}"
        return ended.stdout

    @contextmanager
    def leave_running(self, command: str) -> Iterator[None]:
        """Type a command that goes on until it is stopped, in a terminal of its own."""
        words = TERMINAL.format(state=self.state, words=f"exec {self.put_in_own(command)}")
        with (self.folder / "serve.log").open("a") as log:
            running = subprocess.Popen(
                ["bash", "-c", words],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                text=True,
                start_new_session=True,
            )
            try:
                yield
            finally:
                stop(running)

    def put_in_own(self, words: str) -> str:
        """The words as this operator types them."""
        for example, own in self.own.items():
            words = words.replace(example, own)
        return words


def blocks_of(document: Path) -> list[str]:
    """The blocks of commands in a document, in order."""
    return BLOCK.findall(document.read_text(encoding="utf-8"))
