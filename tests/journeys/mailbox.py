"""The demo's mailbox as a person waits at it."""

import email
import email.policy
import json
import re
import time
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.request import urlopen

from tests.server import LiveServer

PATIENCE = 60  # seconds; mails take one or two, more where there is much else to do


@dataclass(frozen=True, slots=True)
class Mail:
    """One message: `id` in the mailbox, and what was sent."""

    id: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        part = self.message.get_body(("plain",))
        return str(part.get_content()) if part else ""

    @property
    def calendar_method(self) -> str | None:
        """What the calendar is asked to do, if anything."""
        for part in self.message.walk():
            if part.get_content_type() == "text/calendar":
                return str(part.get_param("method"))
        return None

    def personal_link(self, base: str) -> str:
        """The address of the recipient's own page."""
        match = re.search(re.escape(base) + r"/registrations/[a-z2-7]{32}", self.text)
        assert match, self.text
        return match[0]


def wait_for_link(live: LiveServer, recipient: str, room: str) -> str:
    """The secret address beneath that room in the recipient's latest mail that has one."""
    wanted = re.compile(re.escape(f"{live.base}/{room}/") + r"[a-z2-7]{32}")
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for mail in _ask(live):
            match = recipient in mail["to"] and wanted.search(_fetch(live, mail["id"]).text)
            if match:
                return match[0]
        time.sleep(0.1)
    raise AssertionError(f"no mail to {recipient} with a link to {room} within {PATIENCE} s")


def wait_for_mail(live: LiveServer, recipient: str, *, number: int = 1) -> Mail:
    """The recipient's mail of that number, counted from the first."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        mails = [mail for mail in _ask(live) if recipient in mail["to"]]
        if len(mails) >= number:
            return _fetch(live, mails[-number]["id"])
        time.sleep(0.1)
    raise AssertionError(f"no mail number {number} to {recipient} within {PATIENCE} s")


def _ask(live: LiveServer) -> list[dict[str, str]]:
    with urlopen(f"{live.base}/mailbox.json", timeout=10) as answer:
        listed: list[dict[str, str]] = json.load(answer)
    return listed


def _fetch(live: LiveServer, number: str) -> Mail:
    with urlopen(f"{live.base}/mailbox/{number}.eml", timeout=10) as answer:
        read = email.message_from_bytes(answer.read(), policy=email.policy.default)
    return Mail(number, read)
