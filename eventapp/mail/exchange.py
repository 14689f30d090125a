"""Mails of the exchange: through the relay, and to those whose yes a text waits for."""

from eventapp.addresses import address
from eventapp.mail.message import Letter, compose
from eventapp.models import Account, Contact, ContactState, Experience

LANGUAGE = "sv"  # accounts name none


def contact(told: Contact, reader: Account, message_id: str) -> Letter:
    """What is written, without the address it came from."""
    return compose(
        "exchange/contact",
        to=reader.email,
        language=LANGUAGE,
        message_id=message_id,
        contact=told,
        wish=told.wish,
        url=address(f"/own-exchange/contacts/{told.code}"),
    )


def contact_answer(told: Contact, message_id: str) -> Letter:
    """An address to go on with, or a no."""
    accepted = told.state is ContactState.ACCEPTED
    return compose(
        "exchange/accepted" if accepted else "exchange/declined",
        to=told.email,
        language=told.language,
        message_id=message_id,
        wish=told.wish,
        answered_by=told.answered_by,
        url=address("/experiences/exchange"),
    )


def card_notice(card: Experience, reader: Account, message_id: str) -> Letter:
    """A text waits for the reader's yes, as its organisation's coordinator or as an editor."""
    own = any(each.organisation_id == card.organisation_id for each in reader.grants)
    page = "own-experiences" if own else "organizer/experiences"
    return compose(
        "exchange/card",
        to=reader.email,
        language=LANGUAGE,
        message_id=message_id,
        card=card,
        own=own,
        url=address(f"/{page}/{card.code}"),
    )


def lead_notice(waiting: int, reader: Account, message_id: str) -> Letter:
    """So many leads wait."""
    return compose(
        "exchange/leads",
        to=reader.email,
        language=LANGUAGE,
        message_id=message_id,
        waiting=waiting,
        url=address("/organizer/leads"),
    )
