"""Mails of the exchange: through the relay, and to those whose approval a text awaits."""

from eventapp.addresses import address
from eventapp.domain.exchange.mailbox_link import contact_token, experience_token
from eventapp.mail.message import Letter, compose
from eventapp.models import Account, Contact, ContactState, Experience

LANGUAGE = "sv"  # of mailboxes, that nobody has chosen a language for


def contact_message(message: Contact, reader: Account, message_id: str) -> Letter:
    """What is written, without the address it came from."""
    return compose(
        "exchange/contact",
        to=reader.email,
        language=reader.letter_language,
        message_id=message_id,
        contact=message,
        about=message.about,
        url=address(f"/own-exchange/contacts/{message.code}"),
    )


def mailbox_contact(message: Contact, message_id: str) -> Letter:
    """The same to a card's shared mailbox, with a link to answer by."""
    return compose(
        "exchange/contact",
        to=_mailbox(message.experience),
        language=LANGUAGE,
        message_id=message_id,
        contact=message,
        about=message.about,
        url=address(f"/mailbox/contacts/{message.code}/{contact_token(message)}"),
    )


def mailbox_review(experience: Experience, message_id: str) -> Letter:
    """A text awaits the organisation's approval, and nobody signs in for it."""
    return compose(
        "exchange/review",
        to=_mailbox(experience),
        language=LANGUAGE,
        message_id=message_id,
        experience=experience,
        url=_mailbox_page(experience),
    )


def experience_reminder(experience: Experience, message_id: str) -> Letter:
    """Does it still hold? The link shows; a button there answers."""
    return compose(
        "exchange/reminder",
        to=_mailbox(experience),
        language=LANGUAGE,
        message_id=message_id,
        experience=experience,
        url=_mailbox_page(experience),
    )


def _mailbox(experience: Experience | None) -> str:
    return experience.contact_email if experience else ""


def _mailbox_page(experience: Experience) -> str:
    return address(f"/mailbox/experiences/{experience.code}/{experience_token(experience)}")


def contact_answer(message: Contact, message_id: str) -> Letter:
    """An address to go on with, or a no."""
    accepted = message.state is ContactState.ACCEPTED
    return compose(
        "exchange/accepted" if accepted else "exchange/declined",
        to=message.email,
        language=message.language,
        message_id=message_id,
        about=message.about,
        function=message.answer_function,
        mailbox=message.answer_email or message.about.organisation.mailbox,
        url=address(
            f"/experiences/{message.experience.code}"
            if message.experience
            else "/experiences/exchange"
        ),
    )


def experience_review(experience: Experience, reader: Account, message_id: str) -> Letter:
    """A text awaits the reader's approval, as the organisation's coordinator or an editor."""
    own = any(grant.organisation_id == experience.organisation_id for grant in reader.grants)
    page = "own-experiences" if own else "organizer/experiences"
    return compose(
        "exchange/card",
        to=reader.email,
        language=reader.letter_language,
        message_id=message_id,
        experience=experience,
        own=own,
        url=address(f"/{page}/{experience.code}"),
    )


def lead_digest(waiting: int, reader: Account, message_id: str) -> Letter:
    """So many leads wait."""
    return compose(
        "exchange/leads",
        to=reader.email,
        language=reader.letter_language,
        message_id=message_id,
        waiting=waiting,
        url=address("/organizer/leads"),
    )
