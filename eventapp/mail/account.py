"""Mails to people who sign in, or are invited to."""

from eventapp.addresses import address
from eventapp.domain.people.account_invitation import (
    ACCOUNT_INVITATION_DURATION,
    invitation_token,
)
from eventapp.domain.people.account_profile import ADDRESS_CHANGE_DURATION, address_change_token
from eventapp.domain.people.role import roles_of
from eventapp.domain.people.role_label import role_name, scope_name
from eventapp.domain.people.sign_in_link import SIGN_IN_LINK_DURATION, sign_in_token
from eventapp.i18n import speaking
from eventapp.mail.message import Letter, compose
from eventapp.models import Account, AccountInvitation, AddressChange, SignInLink

SECONDS_PER_HOUR = 3600


def sign_in_link(link: SignInLink, message_id: str) -> Letter:
    """The address that signs in once, within ten minutes."""
    return compose(
        "account/sign_in",
        to=link.account.email,
        language=link.account.letter_language,
        message_id=message_id,
        url=address(f"/sign-in/links/{sign_in_token(link)}"),
        minutes=int(SIGN_IN_LINK_DURATION.total_seconds() // 60),
    )


def account_invitation(
    invitation: AccountInvitation, inviter: Account | None, message_id: str
) -> Letter:
    """What somebody is invited to and by whom, and the address of the page to accept on."""
    with speaking(invitation.language):
        roles = [(role_name(each.role), scope_name(each)) for each in invitation.roles]
    return compose(
        "account/invitation",
        to=invitation.email,
        language=invitation.language,
        message_id=message_id,
        inviter=inviter.name if inviter else "",
        roles=roles,
        for_staff=any(role.for_staff for role in roles_of(invitation.roles)),
        days=ACCOUNT_INVITATION_DURATION.days,
        url=address(f"/invitations/{invitation_token(invitation)}"),
    )


def address_change(change: AddressChange, message_id: str) -> Letter:
    """To the new address: the page to confirm it on."""
    return compose(
        "account/address_change",
        to=change.email,
        language=change.account.letter_language,
        message_id=message_id,
        url=address(f"/account/address/{address_change_token(change)}"),
        hours=int(ADDRESS_CHANGE_DURATION.total_seconds() // SECONDS_PER_HOUR),
    )


def address_notice(change: AddressChange, message_id: str) -> Letter:
    """To the old address: that somebody who was signed in asked for another one."""
    return compose(
        "account/address_notice",
        to=change.account.email,
        language=change.account.letter_language,
        message_id=message_id,
        url=address("/account"),
    )
