"""An installation as an operator has it: commands, and `eventapp serve` in processes of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

from eventapp.config import Settings
from tests.bench.server import started
from tests.faults.mail_server import MailServer
from tests.faults.server import as_environment, production_settings, wait_until
from tests.server import free_port

# Of these the settings page is to be the only source.
LEFT_TO_PAGES = (
    "EVENTAPP_SITE_NAME",
    "EVENTAPP_SITE_TAGLINE",
    "EVENTAPP_CONTACT_EMAIL",
    "EVENTAPP_CONTACT_PHONE",
    "EVENTAPP_PROTECTED_PHONE",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """How a command ended."""

    code: int
    stdout: str
    stderr: str


class Installation:
    """Nothing but settings at first: an empty folder, or an empty database beside it."""

    def __init__(self, folder: Path, office: MailServer, url: str) -> None:
        folder.mkdir()
        self.folder, self.office, self.port = folder, office, free_port()
        self.settings: Settings = production_settings(folder, office, port=self.port, url=url)
        self.base = self.settings.base_url
        self.ahead = timedelta()

    @property
    def now(self) -> datetime:
        """The moment on the installation's clock."""
        return datetime.now(UTC) + self.ahead

    def run(self, *words: str) -> Answer:
        """Run one of the commands to its end."""
        ended = subprocess.run(
            [sys.executable, "-m", *self._program, *words],
            env={**os.environ, **self._environment},
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return Answer(ended.returncode, ended.stdout, ended.stderr)

    @contextmanager
    def serving(self, *, days_ahead: int = 0) -> Iterator[None]:
        """`eventapp serve`, answering; its clock and that of the commands put forward."""
        self.ahead = timedelta(days=days_ahead)
        log = self.folder.with_suffix(".log")
        command = [*self._program, "serve", "--port", str(self.port)]
        with started(command, self._environment, log):
            wait_until(lambda: self.answers("/readyz"), f"an answer; see {log}", patience=90)
            yield

    def answers(self, path: str) -> bool:
        """Whether a page is there."""
        try:
            with urlopen(f"{self.base}{path}", timeout=5):
                return True
        except OSError:
            return False

    @property
    def _program(self) -> list[str]:
        if self.ahead:
            return ["tests.journeys.from_nothing.later", str(self.ahead.days)]
        return ["eventapp"]

    @property
    def _environment(self) -> dict[str, str]:
        every = as_environment(self.settings)
        return {name: value for name, value in every.items() if name not in LEFT_TO_PAGES}
