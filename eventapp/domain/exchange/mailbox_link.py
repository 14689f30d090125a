"""Links in letters to a shared mailbox: each answers for one experience, or for one message.

They are derived from the mailbox itself: once another one is written, the old links are dead.
"""

import hmac

from eventapp.domain.exchange import experience_list
from eventapp.domain.exchange.contact import find_contact
from eventapp.domain.token import derive_token
from eventapp.models import Contact, Experience


def experience_token(experience: Experience) -> str:
    """The secret part of the link that answers for the card."""
    return derive_token("experience-mailbox", f"{experience.code}\0{experience.contact_email}", 1)


def contact_token(contact: Contact) -> str:
    """The secret part of the link that answers the message."""
    mailbox = contact.experience.contact_email if contact.experience else ""
    return derive_token("contact-mailbox", f"{contact.code}\0{mailbox}", 1)


def find_experience_by_token(code: str, token: str) -> Experience | None:
    """The card that the link answers for."""
    experience = experience_list.find(code)
    if experience is None or not experience.contact_email:
        return None
    return experience if _same(token, experience_token(experience)) else None


def find_contact_by_token(code: str, token: str) -> Contact | None:
    """The message about a card that the link answers."""
    contact = find_contact(code)
    if contact is None or contact.experience is None:
        return None
    return contact if _same(token, contact_token(contact)) else None


def _same(token: str, expected: str) -> bool:
    """Whether they are the same, in a time that tells nothing; any letter may be in one."""
    return hmac.compare_digest(token.encode("utf-8", "surrogatepass"), expected.encode())
