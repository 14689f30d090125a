"""Mail to people who sign in."""

from datetime import UTC, datetime

from eventapp.clock import utcnow
from eventapp.domain.outbox import Lease
from eventapp.domain.people.account import find_by_code, is_security_contact
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.domain.retention.unused_account import deletion_time
from eventapp.extensions import db
from eventapp.mail import account as letters
from eventapp.mail.message import Letter
from eventapp.models import (
    Account,
    AccountInvitation,
    AddressChange,
    MailTrial,
    RegistrationImport,
    SignInLink,
)


def sign_in_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """The address that signs a coordinator in; nothing if it has been used meanwhile."""
    link = db.session.get(SignInLink, leased.payload["sign_in_link_id"])
    if link is None or link.used_at or not link.account.active:
        return None
    return letters.sign_in_link(link, leased.message_id)


def account_invitation_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """An invitation; nothing if it has been answered or withdrawn, or has expired, meanwhile."""
    invitation = db.session.get(AccountInvitation, leased.payload["invitation_id"])
    if invitation is None or not invitation.is_open(utcnow()):
        return None
    return letters.account_invitation(
        invitation, find_by_code(invitation.invited_by), leased.message_id
    )


def address_change_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """The address that confirms a new mail address; nothing if it is too late."""
    change = _open_change(leased)
    return letters.address_change(change, leased.message_id) if change else None


def address_notice_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """A notice to the old address; nothing if the new one is in use, or the change was stopped."""
    change = _open_change(leased)
    return letters.address_notice(change, leased.message_id) if change else None


def _open_change(leased: Lease) -> AddressChange | None:
    change = db.session.get(AddressChange, leased.payload["address_change_id"])
    if change is None or change.used_at or not change.account.active:
        return None
    return change


def person_reached_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """That somebody opened the way to reach a protected person; nothing to who has left."""
    recipient = db.session.get(Account, leased.payload["account_id"])
    by = db.session.get(Account, leased.payload["by"])
    if recipient is None or by is None or not recipient.active:
        return None
    at = datetime.fromtimestamp(leased.payload["at"], UTC)
    return letters.person_reached(recipient, by, at, leased.message_id)


def unused_account_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """That an account will be deleted, since nobody uses it; nothing if somebody does by now."""
    account = db.session.get(Account, leased.payload["account_id"])
    if account is None or not account.active:
        return None
    ends_at = deletion_time(account)
    return letters.unused_account(account, ends_at, leased.message_id) if ends_at else None


def quarantine_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """That rows of a list wait for a security contact; nothing to who is none any more."""
    contact = db.session.get(Account, leased.payload["account_id"])
    plan = db.session.get(RegistrationImport, leased.payload["import_id"])
    if contact is None or plan is None or not is_security_contact(contact.email):
        return None
    return letters.quarantine(contact, plan, leased.message_id)


def mail_trial(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """A letter and an invitation by which a colleague sees that mail arrives."""
    trial = db.session.get(MailTrial, leased.payload["mail_trial_id"])
    return letters.mail_trial(trial, leased.message_id) if trial else None


def asked_by(leased: Lease) -> Account | None:
    """The account that asked for the work in somebody else's stead, as the letter names it."""
    account = leased.payload.get("asked_by")
    return db.session.get(Account, account) if account else None
