"""Mails about a registration: received, place given, offered, cancelled."""

from email.utils import parseaddr
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app

from eventapp.clock import utcnow
from eventapp.documents import calendar, qr
from eventapp.documents.calendar import CalendarEntry, Party
from eventapp.domain.registration import link, ticket
from eventapp.domain.registration.invitation import CalendarTurn
from eventapp.domain.registration.queue import place_in_line
from eventapp.domain.registration.registration import closes_cancellation
from eventapp.domain.registration.ticket_code import shown
from eventapp.mail.message import CalendarPart, Letter, Picture, compose
from eventapp.models import Account, Event, Registration, RegistrationState, Session


def received(
    registration: Registration,
    turn: CalendarTurn | None,
    message_id: str,
    asked_by: Account | None = None,
) -> Letter:
    """The first mail: a place with its ticket and invitation, or a place in the queue.

    Whom somebody else registered it tells who did, and what we know from them (GDPR, article 14).
    """
    return _about(registration, "registration/received", message_id, turn, asked_by=asked_by)


def link_again(registration: Registration, turn: CalendarTurn | None, message_id: str) -> Letter:
    """The personal link once more, to someone who asked for a place they have."""
    return _about(registration, "registration/link_again", message_id, turn)


def lost_link(
    registration: Registration, turn: CalendarTurn | None, message_id: str, *, by_organizer: bool
) -> Letter:
    """The personal link, to someone who asked for it or whom the organizer sends it to."""
    return _about(
        registration, "registration/lost_link", message_id, turn, by_organizer=by_organizer
    )


def place_given(registration: Registration, turn: CalendarTurn | None, message_id: str) -> Letter:
    """A place from the queue."""
    return _about(registration, "registration/place_given", message_id, turn)


def place_offered(registration: Registration, message_id: str) -> Letter:
    """A place held for some time."""
    return _about(registration, "registration/place_offered", message_id, None)


def session_place(registration: Registration, session: Session, message_id: str) -> Letter:
    """A place in a session from its queue."""
    return _about(registration, "registration/session_place", message_id, None, session=session)


def cancelled(
    registration: Registration,
    turn: CalendarTurn | None,
    message_id: str,
    asked_by: Account | None = None,
    *,
    by_organizer: bool = False,
) -> Letter:
    """The registration is out; the calendar is told, and so is who did it, if another."""
    event = registration.event
    part = None
    if turn:
        made = entry(event, turn, cancelled=True)
        ics = calendar.cancel(made, organizer=organizer(), attendee=attendee(registration))
        part = CalendarPart(ics, "CANCEL")
    return compose(
        "registration/cancelled",
        to=registration.email,
        language=registration.language,
        message_id=message_id,
        calendar=part,
        registration=registration,
        event=event,
        event_url=url(f"/events/{event.slug}"),
        personal_url=personal_url(registration),
        asked_by=asked_by,
        by_organizer=by_organizer,
    )


def _about(
    registration: Registration,
    template: str,
    message_id: str,
    turn: CalendarTurn | None,
    **values: Any,
) -> Letter:
    event = registration.event
    confirmed = registration.state is RegistrationState.CONFIRMED
    waits = registration.state is RegistrationState.WAITLISTED
    # Nobody stands at the door of a meeting on a screen.
    code = ticket.current_code(registration) if confirmed and not event.online else ""
    part, picture = None, None
    if turn and confirmed:
        made = entry(event, turn, cancelled=False)
        ics = calendar.request(made, organizer=organizer(), attendee=attendee(registration))
        part = CalendarPart(ics, "REQUEST")
    if code:
        picture = Picture("ticket", qr.png(code), "biljett.png")
    return compose(
        template,
        to=registration.email,
        language=registration.language,
        message_id=message_id,
        calendar=part,
        picture=picture,
        registration=registration,
        event=event,
        confirmed=confirmed,
        may_cancel=confirmed and utcnow() < closes_cancellation(event),
        code=shown(code) if code else "",
        place=place(event) if confirmed else waiting_place(event),
        line=place_in_line(registration) if waits else None,
        sessions=sorted(registration.choices, key=lambda each: each.session.starts_at),
        personal_url=personal_url(registration),
        **values,
    )


def entry(event: Event, turn: CalendarTurn, *, cancelled: bool) -> CalendarEntry:
    """The event as it stands in a participant's calendar."""
    return CalendarEntry(
        uid=turn.uid,
        summary=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=ZoneInfo(event.time_zone),
        sequence=turn.sequence,
        stamp=utcnow().replace(microsecond=0),
        location=place(event),
        description=event.summary,
        url=url(f"/events/{event.slug}"),
        cancelled=cancelled,
    )


def place(event: Event) -> str:
    """Where the event is, for those who have a place."""
    if event.online:
        return event.online_url
    return ", ".join(filter(None, (event.venue_name, event.venue_address)))


def waiting_place(event: Event) -> str:
    """Where the event is, for those who wait: of a closed event the town alone."""
    if event.online:
        return ""
    return event.venue_city if event.closed else place(event)


def personal_url(registration: Registration) -> str:
    """The personal address, for the mail of its owner alone."""
    return url(f"/registrations/{link.personal_token(registration)}")


def organizer() -> Party:
    """Who invites, as calendars name it."""
    settings = current_app.extensions["settings"]
    return Party(name=settings.site_name, email=parseaddr(settings.mail_from)[1])


def attendee(registration: Registration) -> Party:
    """Who is invited."""
    return Party(name=registration.name, email=registration.email)


def url(path: str) -> str:
    """An address as the outside names it."""
    base: str = current_app.extensions["settings"].base_url
    return base.rstrip("/") + path
