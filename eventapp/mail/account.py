"""Mails to people who sign in."""

from eventapp.addresses import address
from eventapp.domain.people.sign_in_link import SIGN_IN_LINK_DURATION, sign_in_token
from eventapp.mail.message import Letter, compose
from eventapp.models import SignInLink


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
