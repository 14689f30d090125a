"""Mails to people who sign in."""

from datetime import datetime

from eventapp.addresses import address
from eventapp.domain.event.local_time import DEFAULT_TIME_ZONE
from eventapp.domain.people.sign_in_link import SIGN_IN_LINK_DURATION, sign_in_token
from eventapp.mail.message import Letter, compose
from eventapp.models import Account, SignInLink


def sign_in_link(link: SignInLink, message_id: str) -> Letter:
    """The address that signs in once, within ten minutes."""
    return compose(
        "account/sign_in",
        to=link.account.email,
        language="sv",
        message_id=message_id,
        url=address(f"/sign-in/links/{sign_in_token(link)}"),
        minutes=int(SIGN_IN_LINK_DURATION.total_seconds() // 60),
    )


def person_reached(recipient: Account, by: Account, at: datetime, message_id: str) -> Letter:
    """That somebody opened the way to reach a person who is registered under an alias."""
    return compose(
        "account/person_reached",
        to=recipient.email,
        language="sv",
        message_id=message_id,
        name=by.name,
        at=at,
        zone=DEFAULT_TIME_ZONE,
    )
