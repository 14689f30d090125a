"""Letters as they come to a mail server, and the links in them."""

import re
from email.message import EmailMessage

from tests.faults.mail_server import MailServer
from tests.faults.server import wait_until

TOKEN = r"[a-z2-7]{32}"
PATIENCE = 60  # seconds


def letters_to(office: MailServer, recipient: str) -> list[EmailMessage]:
    """All that came to an address, the oldest first."""
    return [message for message in office.messages if recipient in str(message["To"])]


def text_of(letter: EmailMessage) -> str:
    """What is written in it."""
    part = letter.get_body(("plain",))
    return str(part.get_content()) if part else ""


def wait_for_letter(office: MailServer, recipient: str, words: str) -> EmailMessage:
    """The newest letter to the recipient whose text or subject has these words."""

    def newest() -> EmailMessage | None:
        fitting = [
            letter
            for letter in letters_to(office, recipient)
            if words in text_of(letter) or words in str(letter["Subject"])
        ]
        return fitting[-1] if fitting else None

    wait_until(newest, f"a letter to {recipient} with {words}", patience=PATIENCE)
    letter = newest()
    assert letter is not None
    return letter


def wait_for_link(office: MailServer, recipient: str, room: str) -> str:
    """The path of the secret address beneath that room in the recipient's newest letter."""
    text = text_of(wait_for_letter(office, recipient, f"/{room}/"))
    match = re.search(rf"/{re.escape(room)}/{TOKEN}", text)
    assert match, text
    return match[0]
