"""Composing a message for one person, and handing it to SMTP or to the local mailbox.

The tree is mixed( alternative(plain, html, calendar), attachments … ), as calendars at work read
it: the method is in the part's type and in the calendar itself (RFC 6047, 2.4).
"""

import email.utils
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

from flask import current_app
from flask_mail import Message

from eventapp.addresses import address
from eventapp.config import Settings
from eventapp.domain.site.logo import ShownLogo, current_logo
from eventapp.domain.site.site import shown_site
from eventapp.i18n import speaking
from eventapp.mail import smtp
from eventapp.mail.header import POLICY, ascii_address
from eventapp.mail.mailbox import Mailbox

LOGO_HEIGHT = 34  # as in the head of every page


@dataclass(frozen=True, slots=True)
class InlineImage:
    """A picture that the HTML shows; `name` is what its Content-ID begins with."""

    name: str
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
    # Pictures that the HTML shows, each with its Content-ID.
    pictures: tuple[tuple[InlineImage, str], ...] = ()
    # Where one declines letters like this, with one click (RFC 8058).
    declined_at: str = ""
    # Whom notices go to that come back (RFC 5321, 4.4); the sender where it is empty.
    return_address: str = ""

    def _message(self) -> EmailMessage:  # type: ignore[override]
        message = EmailMessage(policy=POLICY)
        message["Subject"] = self.subject
        message["From"] = self.sender
        message["To"] = str(self.recipients[0])
        message["Date"] = email.utils.formatdate(self.date, localtime=False)
        message["Message-ID"] = self.msgId
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine answers us
        if self.reply_to:
            message["Reply-To"] = str(self.reply_to)
        if self.declined_at:
            message["List-Unsubscribe"] = f"<{self.declined_at}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(self.body)
        message.add_alternative(self.html, subtype="html")
        for picture, content_id in self.pictures:
            _attach_picture(message, picture, content_id)
        if self.calendar:
            _attach_calendar(message, self.calendar)
        return message


def _attach_picture(message: EmailMessage, picture: InlineImage, content_id: str) -> None:
    alternatives: Any = message.get_payload()
    alternatives[1].add_related(
        picture.png,
        "image",
        "png",
        cid=f"<{content_id}>",
        filename=picture.filename,
        disposition="inline",
    )


def _attach_calendar(message: EmailMessage, calendar: CalendarPart) -> None:
    part = EmailMessage(policy=POLICY)
    part.set_content(calendar.ics.decode(), subtype="calendar", charset="utf-8", cte="base64")
    part.set_param("method", calendar.method)
    del part["MIME-Version"]
    message.attach(part)
    message.add_attachment(
        calendar.ics, maintype="application", subtype="ics", filename="invite.ics"
    )


def _pictures(
    logo: ShownLogo | None, picture: InlineImage | None, unique: str
) -> tuple[tuple[InlineImage, str], ...]:
    """The site's logo and the letter's own picture, as far as there are any, each with its id.

    RFC 2392: an id is its picture's alone; some programs store pictures of all letters by it.
    """
    drawn = InlineImage("logo", logo.png, "logo.png") if logo else None
    return tuple((image, f"{image.name}.{unique}") for image in (drawn, picture) if image)


def _shown_width(logo: ShownLogo) -> int:
    """How wide the logo is at its height in letters, in CSS pixels."""
    return round(logo.width * LOGO_HEIGHT / logo.height)


def compose(
    template: str,
    *,
    to: str,
    language: str,
    message_id: str,
    calendar: CalendarPart | None = None,
    picture: InlineImage | None = None,
    **values: Any,
) -> Letter:
    """Render `mail/<template>.txt` (its first line is the subject) and `.html` into a letter."""
    settings: Settings = current_app.extensions["settings"]
    sender = ascii_address(parseaddr(settings.mail_from)[1])
    unique = f"{message_id}@{sender.rpartition('@')[2]}"
    logo = current_logo()
    pictures = _pictures(logo, picture, unique)
    with speaking(language):
        values = {
            **values,
            "site": shown_site(),
            "language": language,
            "sample": settings.shows_sample,
            "picture_url": f"cid:{pictures[-1][1]}" if picture else "",
            "logo": {"url": f"cid:{pictures[0][1]}", "width": _shown_width(logo)} if logo else None,
            "privacy_url": address("/privacy"),
        }
        # Not Flask's own way: what pages are handed belongs to a visitor, and here is none.
        text = current_app.jinja_env.get_template(f"mail/{template}.txt").render(values)
        subject, _, body = text.partition("\n")
        html = current_app.jinja_env.get_template(f"mail/{template}.html").render(values)
    letter = Letter(
        subject=" ".join(subject.split()),
        recipients=[to],
        body=body.lstrip("\n"),
        html=html,
        sender=settings.mail_from,
    )
    letter.msgId = f"<{unique}>"
    letter.calendar, letter.pictures = calendar, pictures
    return letter


def send(letter: Letter) -> None:
    """Hand the letter on. Raises smtplib.SMTPException and OSError when nobody takes it."""
    settings: Settings = current_app.extensions["settings"]
    if settings.stores_mail_locally:
        Mailbox(settings.data_folder).store(letter._message())  # noqa: SLF001  # Flask-Mail's own name
    else:
        smtp.deliver(letter, letter.return_address)
