"""Mails of the exchange: through the relay, and to those whose approval a text awaits."""

from eventapp.addresses import address
from eventapp.mail.message import Letter, compose
from eventapp.models import Account, Contact, ContactState, Experience


def contact_message(message: Contact, reader: Account, message_id: str) -> Letter:
    """What is written, without the address it came from."""
    return compose(
        "exchange/contact",
        to=reader.email,
        language=reader.letter_language,
        message_id=message_id,
        contact=message,
        listing=message.listing,
        url=address(f"/own-exchange/contacts/{message.code}"),
    )


def contact_answer(message: Contact, message_id: str) -> Letter:
    """An address to go on with, or a no."""
    accepted = message.state is ContactState.ACCEPTED
    return compose(
        "exchange/accepted" if accepted else "exchange/declined",
        to=message.email,
        language=message.language,
        message_id=message_id,
        listing=message.listing,
        answered_by=message.answered_by,
        url=address("/experiences/exchange"),
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
