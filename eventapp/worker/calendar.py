"""Sends changes of events and sessions: calendar updates and the mails around them."""

from eventapp.clock import utcnow
from eventapp.domain.letter.recipient import find_recipient
from eventapp.domain.outbox import Lease
from eventapp.domain.registration import calendar_invitation
from eventapp.domain.registration.calendar_invitation import CalendarUpdate, Sending
from eventapp.domain.registration.notification import choices_fingerprint
from eventapp.domain.schedule.event_calendar import calendar_fingerprint
from eventapp.mail import event as letters
from eventapp.mail.message import Letter
from eventapp.models import Registration, RegistrationState


def sending(leased: Lease) -> Sending:
    """The letter of this job, for what is noted of calendars."""
    return Sending(leased.job_id, utcnow(), again=leased.attempt > 1)


def event_update(leased: Lease) -> CalendarUpdate | None:
    """The calendar update about the event, or None without one; a retry makes the same again."""
    registration = _find(leased)
    if registration is None or registration.state is not RegistrationState.CONFIRMED:
        return None
    if _brings_newest(leased):
        return calendar_invitation.invite(registration, sending=sending(leased))
    return calendar_invitation.update(registration, sending(leased))


def session_update(leased: Lease) -> CalendarUpdate | None:
    """The calendar update about the chosen sessions, as released by now, or None."""
    registration = _find(leased)
    if registration is None or not _is_in_calendars(registration):
        return None
    only = leased.payload.get("session_id")  # the release before wrote one letter for each
    return calendar_invitation.update_sessions(registration, sending(leased), only=only)


def session_place_update(leased: Lease) -> CalendarUpdate | None:
    """The calendar update about the one session that the person got a seat in, or None."""
    registration = _find(leased)
    if registration is None or registration.state is not RegistrationState.CONFIRMED:
        return None
    only = leased.payload["session_id"]
    return calendar_invitation.update_sessions(registration, sending(leased), only=only)


def event_news_mail(leased: Lease, update: CalendarUpdate | None) -> Letter | None:
    """The mail if the event has moved, is postponed or cancelled; None if nothing changed."""
    registration = _find(leased)
    if registration is None or not registration.living:
        return None
    confirmed = registration.state is RegistrationState.CONFIRMED
    # Those who wait have no calendar entry that would say what they already know.
    new = not _brings_newest(leased) and (
        leased.payload.get("before") != calendar_fingerprint(registration.event)
    )
    if update is None and (confirmed or not new):
        return None
    newest = update is not None and _brings_newest(leased)
    return letters.event_news(registration, update, leased.message_id, newest=newest)


def session_news_mail(leased: Lease, update: CalendarUpdate | None) -> Letter | None:
    """The mail if chosen sessions have moved, are cancelled, or others were chosen.

    None where all is as it was.
    """
    registration = _find(leased)
    if registration is None or not registration.living:
        return None
    before = leased.payload.get("chosen")
    chosen = before is not None and before != choices_fingerprint(registration)
    if update is None and not chosen:
        return None
    return letters.session_news(registration, update, leased.message_id, chosen=chosen)


def _brings_newest(leased: Lease) -> bool:
    """Whether nothing has changed, and the person is to have what they have not got."""
    return "newest" in leased.payload


def _is_in_calendars(registration: Registration) -> bool:
    """Who has no place yet has no entries; who has none any more gets the letter about that."""
    return registration.state is RegistrationState.CONFIRMED


def _find(leased: Lease) -> Registration | None:
    return find_recipient(leased.payload["registration_id"])
