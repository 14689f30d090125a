"""Mails to people who sign in."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from eventapp.addresses import address
from eventapp.documents import calendar
from eventapp.documents.calendar import CalendarEntry, CalendarUser
from eventapp.domain.people.sign_in_link import SIGN_IN_LINK_DURATION, sign_in_token
from eventapp.i18n import _, speaking
from eventapp.mail.message import CalendarPart, Letter, compose
from eventapp.mail.registration import organizer
from eventapp.models import MailTrial, SignInLink

TRIAL_ZONE = ZoneInfo("Europe/Stockholm")
TRIAL_HOUR = 9
TRIAL_DURATION = timedelta(minutes=15)


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


def mail_trial(trial: MailTrial, message_id: str) -> Letter:
    """A letter that says it is a test, with an invitation for the morning after it was sent."""
    with speaking("sv"):
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
        language="sv",
        message_id=message_id,
        calendar=CalendarPart(
            calendar.request(entry, organizer=organizer(), attendee=invited), "REQUEST"
        ),
        url=address("/organizer"),
    )


def _next_morning(moment: datetime) -> datetime:
    morning = moment.astimezone(TRIAL_ZONE) + timedelta(days=1)
    return morning.replace(hour=TRIAL_HOUR, minute=0, second=0, microsecond=0)
