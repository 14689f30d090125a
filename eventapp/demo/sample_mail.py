"""Five sample messages in the local mailbox, each stored as on the day it was sent."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from flask import current_app

from eventapp.clock import standing_at
from eventapp.config import Settings
from eventapp.demo.sample import Sample, read
from eventapp.mail.header import POLICY
from eventapp.mail.mailbox import Mailbox


def store_sample_mail() -> None:
    """Store the sample messages."""
    settings: Settings = current_app.extensions["settings"]
    mailbox = Mailbox(settings.data_folder)
    for message in read("mailbox")["messages"]:
        sent_at = datetime.fromisoformat(message["sent_at"])
        with standing_at(sent_at):
            mailbox.store(_message(message, sender=settings.mail_from, sent_at=sent_at))


def _message(sample: Sample, *, sender: str, sent_at: datetime) -> EmailMessage:
    message = EmailMessage(policy=POLICY)
    message["Subject"] = sample["subject"]
    message["From"] = sender
    message["To"] = ", ".join(sample["to"])
    message["Date"] = format_datetime(sent_at)
    message["Message-ID"] = f"<sample-{sample['code']}@eventapp.example>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(sample["text"])
    return message
