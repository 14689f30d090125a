"""Five sample messages in the local mailbox, each stored as on the day it was sent."""

from datetime import datetime
from email.utils import format_datetime

from flask import current_app

from eventapp.clock import standing_at
from eventapp.config import Settings
from eventapp.demo.sample import Sample, read
from eventapp.mail.header import field
from eventapp.mail.mailbox import Mailbox
from eventapp.mail.mime import text_part


def store_sample_mail() -> None:
    """Store the sample messages."""
    settings: Settings = current_app.extensions["settings"]
    mailbox = Mailbox(settings.data_folder)
    for message in read("mailbox")["messages"]:
        sent_at = datetime.fromisoformat(message["sent_at"])
        with standing_at(sent_at):
            mailbox.store(_message(message, sender=settings.mail_from, sent_at=sent_at))


def _message(sample: Sample, *, sender: str, sent_at: datetime) -> bytes:
    fields = {
        "Subject": sample["subject"],
        "From": sender,
        "To": ", ".join(sample["to"]),
        "Date": format_datetime(sent_at),
        "Message-ID": f"<sample-{sample['code']}@eventapp.example>",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
    }
    head = "".join(field(name, value) for name, value in fields.items())
    return head.encode("ascii") + text_part(sample["text"], "plain")
