"""Mail to people who sign in."""

from eventapp.domain.outbox import Lease
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.extensions import db
from eventapp.mail import account as letters
from eventapp.mail.message import Letter
from eventapp.models import Account, MailTrial, SignInLink


def sign_in_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """The address that signs a coordinator in; nothing if it has been used meanwhile."""
    link = db.session.get(SignInLink, leased.payload["sign_in_link_id"])
    if link is None or link.used_at or not link.account.active:
        return None
    return letters.sign_in_link(link, leased.message_id)


def mail_trial(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """A letter and an invitation by which a colleague sees that mail arrives."""
    trial = db.session.get(MailTrial, leased.payload["mail_trial_id"])
    return letters.mail_trial(trial, leased.message_id) if trial else None


def asked_by(leased: Lease) -> Account | None:
    """The account that asked for the work in somebody else's stead, as the letter names it."""
    account = leased.payload.get("asked_by")
    return db.session.get(Account, account) if account else None
