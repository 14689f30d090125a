"""Sends changes of events and sessions: calendar updates and the mails around them."""

from eventapp.domain.outbox import Lease
from eventapp.domain.recipient import find_recipient
from eventapp.domain.registration import calendar_invitation
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.domain.schedule import release
from eventapp.domain.schedule.published import PublishedSession
from eventapp.extensions import db
from eventapp.mail import event as letters
from eventapp.mail.message import Letter
from eventapp.models import ChoiceState, Registration, RegistrationState, Session


def event_update(leased: Lease) -> CalendarUpdate | None:
    """The calendar update about the event, or None without one; a retry makes the same again."""
    registration = _find(leased)
    if registration is None or registration.state is not RegistrationState.CONFIRMED:
        return None
    return calendar_invitation.update(registration, again=leased.attempt > 1)


def session_update(leased: Lease) -> CalendarUpdate | None:
    """The calendar update about the session, as released by now, or None."""
    registration = _find(leased)
    session = db.session.get(Session, leased.payload["session_id"])
    if registration is None or session is None:
        return None
    again = leased.attempt > 1
    if not _attends(registration, session):
        return calendar_invitation.withdraw_session(registration, session, again=again)
    released = _released(registration, session)
    return calendar_invitation.update_session(registration, session, released, again=again)


def event_news_mail(leased: Lease, update: CalendarUpdate | None) -> Letter | None:
    """The mail if the event has moved, is postponed or cancelled; None if nothing changed."""
    registration = _find(leased)
    if registration is None or not registration.living:
        return None
    confirmed = registration.state is RegistrationState.CONFIRMED
    # Those who wait have no calendar entry that would say what they already know.
    new = leased.payload.get("before") != calendar_invitation.calendar_fingerprint(
        registration.event
    )
    if update is None and (confirmed or not new):
        return None
    return letters.event_news(registration, update, leased.message_id)


def session_news_mail(leased: Lease, update: CalendarUpdate | None) -> Letter | None:
    """The mail if a chosen session has moved, is cancelled, or is no longer chosen."""
    registration = _find(leased)
    session = db.session.get(Session, leased.payload["session_id"])
    if registration is None or session is None or update is None:
        return None
    if not _attends(registration, session):
        return letters.session_left(registration, session, update, leased.message_id)
    released = _released(registration, session)
    return letters.session_news(registration, session, released, update, leased.message_id)


def _attends(registration: Registration, session: Session) -> bool:
    return registration.holds_seat and any(
        choice.session_id == session.id and choice.state is ChoiceState.CONFIRMED
        for choice in registration.choices
    )


def _released(registration: Registration, session: Session) -> PublishedSession | None:
    latest = release.latest(registration.event_id)
    if latest is None:
        return None
    schedule = release.published(latest, registration.event.time_zone)
    return next((s for s in schedule.sessions if s.code == session.code), None)


def _find(leased: Lease) -> Registration | None:
    return find_recipient(leased.payload["registration_id"])
