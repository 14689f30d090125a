"""Mails to people who sign in, or are invited to."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from eventapp.addresses import absolute, address
from eventapp.documents import calendar
from eventapp.documents.calendar import CalendarEntry, CalendarUser
from eventapp.domain.event.local_time import DEFAULT_TIME_ZONE
from eventapp.domain.letter.decision_notice import DecisionNotice
from eventapp.domain.people.account_invitation import (
    ACCOUNT_INVITATION_DURATION,
    invitation_token,
)
from eventapp.domain.people.account_profile import ADDRESS_CHANGE_DURATION, address_change_token
from eventapp.domain.people.role import roles_of
from eventapp.domain.people.role_label import role_name, scope_name
from eventapp.domain.people.sign_in_link import SIGN_IN_LINK_DURATION, sign_in_token
from eventapp.i18n import _, speaking
from eventapp.mail.message import CalendarPart, Letter, compose
from eventapp.mail.own_words import find_staff_words
from eventapp.mail.registration import organizer
from eventapp.models import (
    Account,
    AccountInvitation,
    AddressChange,
    BuiltInLetter,
    Event,
    MailTrial,
    RegistrationImport,
    SignInLink,
)

TRIAL_ZONE = ZoneInfo("Europe/Stockholm")
TRIAL_HOUR = 9
TRIAL_DURATION = timedelta(minutes=15)
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
        roles = [(role_name(role.role), scope_name(role)) for role in invitation.roles]
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


def unused_account(account: Account, ends_at: datetime, message_id: str) -> Letter:
    """That the account will be deleted on that day unless its owner signs in, and where."""
    return compose(
        "account/unused",
        to=account.email,
        language=account.letter_language,
        message_id=message_id,
        name=account.name,
        used_at=account.last_used_at,
        ends_at=ends_at,
        zone=DEFAULT_TIME_ZONE,
        url=address("/sign-in"),
    )


def decisions_due(notice: DecisionNotice, recipient: Account, message_id: str) -> Letter:
    """That people wait for a decision, how many, until when, and where they are decided about."""
    event = notice.event
    return compose(
        "account/decisions",
        to=recipient.email,
        language=recipient.letter_language,
        message_id=message_id,
        name=recipient.name,
        event=event,
        count=notice.count,
        first_by=notice.first_by,
        url=absolute("organizer.registration.index", slug=event.slug, state="pending"),
    )


def door_list(event: Event, recipient: Account, message_id: str) -> Letter:
    """The way to the list on paper, and to the page for those at the door; no list lies in it."""
    return compose(
        "account/door_list",
        to=recipient.email,
        language=recipient.letter_language,
        message_id=message_id,
        name=(recipient.name.split() or [""])[0],
        event=event,
        own_words=find_staff_words(BuiltInLetter.DOOR_LIST, event, recipient),
        url=absolute("organizer.door_list.show", slug=event.slug),
        help_url=absolute("training.help_page"),
    )


def quarantine(contact: Account, plan: RegistrationImport, message_id: str) -> Letter:
    """That rows of a list wait; what they say is read on the page alone."""
    return compose(
        "account/quarantine",
        to=contact.email,
        language=contact.letter_language,
        message_id=message_id,
        title=plan.event.title,
        url=address("/organizer/protected/quarantine"),
    )


def mail_trial(trial: MailTrial, message_id: str) -> Letter:
    """A letter that says it is a test, with an invitation for the morning after it was sent."""
    language = trial.account.letter_language
    with speaking(language):
        summary = _("Test of the calendar: you can delete this")
    starts_at = _next_morning(trial.created_at)
    entry = CalendarEntry(
        uid=f"{trial.code}@mail-trial",
        summary=summary,
        starts_at=starts_at,
        ends_at=starts_at + TRIAL_DURATION,
        zone=TRIAL_ZONE,
        sequence=0,
        stamp=trial.created_at,
        url=address("/organizer"),
    )
    invited = CalendarUser(trial.account.name, trial.email)
    return compose(
        "account/mail_trial",
        to=trial.email,
        language=language,
        message_id=message_id,
        calendars=(
            CalendarPart(
                calendar.request(entry, organizer=organizer(), attendee=invited), "REQUEST"
            ),
        ),
        url=address("/organizer"),
    )


def _next_morning(moment: datetime) -> datetime:
    morning = moment.astimezone(TRIAL_ZONE) + timedelta(days=1)
    return morning.replace(hour=TRIAL_HOUR, minute=0, second=0, microsecond=0)
