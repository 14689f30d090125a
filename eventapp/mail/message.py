"""Composing a message for one person, and handing it to SMTP or to the local mailbox.

The tree is mixed( alternative(plain, html, calendar), attachments … ), as calendars at work read
it: the method stands in the part's type and in the calendar itself (RFC 6047, 2.4).
"""

import email.policy
import email.utils
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from flask import current_app
from flask_mail import Message

from eventapp.addresses import address
from eventapp.config import Settings
from eventapp.i18n import speaking, unbroken
from eventapp.mail import smtp
from eventapp.mail.mailbox import Mailbox

POLICY = email.policy.SMTP.clone(max_line_length=78)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that the HTML names by `cid:`."""

    cid: str
    png: bytes
    filename: str


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """A calendar object and its method, REQUEST or CANCEL."""

    ics: bytes
    method: str


class Letter(Message):
    """Flask-Mail's message with the tree that calendars need."""

    calendar: CalendarPart | None = None
    picture: Picture | None = None

    def _message(self) -> EmailMessage:  # type: ignore[override]
        made = EmailMessage(policy=POLICY)
        made["Subject"] = self.subject
        made["From"] = self.sender
        made["To"] = str(self.recipients[0])
        made["Date"] = email.utils.formatdate(self.date, localtime=False)
        made["Message-ID"] = self.msgId
        made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine answers us
        made.set_content(self.body)
        made.add_alternative(self.html, subtype="html")
        if self.picture:
            _relate(made, self.picture)
        if self.calendar:
            _invite(made, self.calendar)
        return made


def _relate(made: EmailMessage, picture: Picture) -> None:
    html: Any = made.get_payload()
    html[1].add_related(
        picture.png,
        "image",
        "png",
        cid=f"<{picture.cid}>",
        filename=picture.filename,
        disposition="inline",
    )


def _invite(made: EmailMessage, calendar: CalendarPart) -> None:
    part = EmailMessage(policy=POLICY)
    part.set_content(calendar.ics.decode(), subtype="calendar", charset="utf-8", cte="base64")
    part.set_param("method", calendar.method)
    del part["MIME-Version"]
    made.attach(part)
    made.add_attachment(calendar.ics, maintype="application", subtype="ics", filename="invite.ics")


def compose(
    template: str,
    *,
    to: str,
    language: str,
    message_id: str,
    calendar: CalendarPart | None = None,
    picture: Picture | None = None,
    **values: Any,
) -> Letter:
    """Render `mail/<template>.txt` (its first line is the subject) and `.html` into a letter."""
    settings: Settings = current_app.extensions["settings"]
    with speaking(language):
        values = {
            **values,
            "site": _site(settings),
            "language": language,
            "sample": settings.shows_sample,
            "picture": picture,
            "privacy_url": address("/privacy"),
        }
        # Not Flask's own way: what pages are handed belongs to a visitor, and here is none.
        words = current_app.jinja_env.get_template(f"mail/{template}.txt").render(values)
        subject, _, body = words.partition("\n")
        html = current_app.jinja_env.get_template(f"mail/{template}.html").render(values)
    letter = Letter(
        subject=" ".join(subject.split()),
        recipients=[to],
        body=body.lstrip("\n"),
        html=html,
        sender=settings.mail_from,
    )
    host = settings.mail_from.rpartition("@")[2].strip("> ")
    letter.msgId = f"<{message_id}@{host}>"
    letter.calendar = calendar
    letter.picture = picture
    return letter


def _site(settings: Settings) -> dict[str, str]:
    return {
        "name": settings.site_name,
        "tagline": settings.site_tagline,
        "contact_email": settings.contact_email,
        "contact_phone": unbroken(settings.contact_phone),
        "protected_phone": unbroken(settings.protected_phone),
    }


def send(letter: Letter) -> None:
    """Hand the letter on. Raises smtplib.SMTPException and OSError when nobody takes it."""
    settings: Settings = current_app.extensions["settings"]
    if settings.keeps_mail:
        Mailbox(settings.data_folder).keep(letter._message())  # noqa: SLF001  # Flask-Mail's own name
    else:
        smtp.deliver(letter)
