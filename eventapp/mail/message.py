"""Composing a message for one person, and handing it to SMTP or to the local mailbox.

The tree is mixed( alternative(plain, html, calendar), attachments … ), as calendars at work read
it: the method is in the part's type and in the calendar itself (RFC 6047, 2.4).
"""

import email.utils
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app

from eventapp.addresses import address, bare_address
from eventapp.config import Settings
from eventapp.domain.site.logo import ShownLogo, current_logo
from eventapp.domain.site.site import shown_site
from eventapp.i18n import speaking
from eventapp.mail.connection import deliver
from eventapp.mail.form_letter import FormLetter, blank, form_letter, shared_form_letter
from eventapp.mail.header import ascii_address, field
from eventapp.mail.mailbox import Mailbox
from eventapp.mail.mime import file_part, multipart, text_part

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


@dataclass(slots=True)
class Letter:
    """A message for one person, with the tree that calendars need."""

    subject: str
    to: str
    body: str
    html: str
    sender: str
    message_id: str
    reply_to: str = ""
    # What calendars are sent: programs that read one take the first, the others are attached.
    calendars: tuple[CalendarPart, ...] = ()
    # Pictures that the HTML shows, each with its Content-ID.
    pictures: tuple[tuple[InlineImage, str], ...] = ()
    # Where one declines letters like this, with one click (RFC 8058).
    declined_at: str = ""
    # Whom notices go to that come back (RFC 5321, 4.4); the sender where it is empty.
    return_address: str = ""

    @property
    def calendar(self) -> CalendarPart | None:
        """What every program for mail shows of the calendars, if there are any."""
        return self.calendars[0] if self.calendars else None

    def as_bytes(self) -> bytes:
        """The letter as it is sent."""
        fields = {
            "Subject": self.subject,
            "From": self.sender,
            "To": self.to,
            "Date": email.utils.formatdate(),
            "Message-ID": self.message_id,
            "Auto-Submitted": "auto-generated",  # RFC 3834: no answering machine answers us
            "MIME-Version": "1.0",
        }
        if self.reply_to:
            fields["Reply-To"] = self.reply_to
        if self.declined_at:
            fields["List-Unsubscribe"] = f"<{self.declined_at}>"
            fields["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        head = "".join(field(name, value) for name, value in fields.items())
        return head.encode("ascii") + self._body()

    def _body(self) -> bytes:
        unique = self.message_id.strip("<>").partition("@")[0]
        shown = text_part(self.html, "html")
        if self.pictures:
            pictures = [_picture_part(*picture) for picture in self.pictures]
            shown = multipart("related", [shown, *pictures], unique)
        ways = [text_part(self.body, "plain"), shown]
        if self.calendar is None:
            return multipart("alternative", ways, unique)
        ways.append(file_part(self.calendar.ics, _calendar_type(self.calendar)))
        attached = file_part(
            self.calendar.ics,
            "application/ics",
            'Content-Disposition: attachment; filename="invite.ics"',
        )
        further = [_calendar_file(part, n) for n, part in enumerate(self.calendars[1:], start=2)]
        alternative = multipart("alternative", ways, unique)
        return multipart("mixed", [alternative, attached, *further], unique)


def _calendar_type(part: CalendarPart) -> str:
    return f'text/calendar; charset="utf-8"; method="{part.method}"'


def _calendar_file(part: CalendarPart, number: int) -> bytes:
    """A further entry: a message about several UIDs is none that calendars take (RFC 5546, 3.2)."""
    disposition = f'Content-Disposition: attachment; filename="invite-{number}.ics"'
    return file_part(part.ics, _calendar_type(part), disposition)


def _picture_part(picture: InlineImage, content_id: str) -> bytes:
    return file_part(
        picture.png,
        "image/png",
        f'Content-Disposition: inline; filename="{picture.filename}"',
        f"Content-ID: <{content_id}>",
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
    calendars: tuple[CalendarPart, ...] = (),
    picture: InlineImage | None = None,
    personal: Mapping[str, str] | None = None,
    **common: Any,
) -> Letter:
    """Render `mail/<template>.txt` (its first line is the subject) and `.html` into a letter.

    Where form letters are shared, those with `personal` texts and equal `common` values are
    rendered once. A template can show a personal text, and nothing else.
    """
    settings: Settings = current_app.extensions["settings"]
    sender = ascii_address(bare_address(settings.mail_from))
    unique = f"{message_id}@{sender.rpartition('@')[2]}"
    logo = current_logo()
    pictures = _pictures(logo, picture, unique)
    filled_in = {f"{image.name}_url": f"cid:{content_id}" for image, content_id in pictures}
    filled_in |= personal or {}
    form = shared_form_letter(
        (template, language, *filled_in, *common.items()) if personal else None,
        lambda: _render(
            template, language, logo, common | {name: blank(name) for name in filled_in}
        ),
    )
    subject, _, body = form.filled_text(filled_in).partition("\n")
    return Letter(
        subject=" ".join(subject.split()),
        to=to,
        body=body.lstrip("\n"),
        html=form.filled_html(filled_in),
        sender=settings.mail_from,
        message_id=f"<{unique}>",
        calendars=calendars,
        pictures=pictures,
    )


def _render(
    template: str, language: str, logo: ShownLogo | None, values: Mapping[str, Any]
) -> FormLetter:
    settings: Settings = current_app.extensions["settings"]
    with speaking(language):
        values = {
            **values,
            "site": shown_site(),
            "language": language,
            "sample": settings.shows_sample,
            "logo_width": _shown_width(logo) if logo else 0,
            "privacy_url": address("/privacy"),
        }
        # Not Flask's own way: what pages are handed belongs to a visitor, and here is none.
        text = current_app.jinja_env.get_template(f"mail/{template}.txt").render(values)
        html = current_app.jinja_env.get_template(f"mail/{template}.html").render(values)
    return form_letter(text, html)


def send(letter: Letter) -> None:
    """Hand the letter on. Raises smtplib.SMTPException and OSError when nobody takes it."""
    settings: Settings = current_app.extensions["settings"]
    if settings.stores_mail_locally:
        Mailbox(settings.data_folder).store(letter.as_bytes())
    else:
        deliver(letter.to, letter.as_bytes(), letter.return_address)
