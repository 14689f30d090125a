"""Mails about an event that moves, is postponed or cancelled, and about its sessions."""

from dataclasses import replace

from eventapp.addresses import absolute
from eventapp.documents import calendar
from eventapp.domain.place import place, place_lines
from eventapp.domain.publication import Output, is_withdrawn
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.domain.schedule.published import PublishedSession
from eventapp.mail.filling import personal_url, when_of
from eventapp.mail.message import CalendarPart, Letter, compose
from eventapp.mail.own_words import find_own_words
from eventapp.mail.registration import attendee, event_entry, organizer
from eventapp.models import (
    BuiltInLetter,
    Event,
    EventState,
    Registration,
    RegistrationState,
    Session,
)

TEMPLATES = {
    EventState.PUBLISHED: "event/moved",
    EventState.POSTPONED: "event/postponed",
    EventState.CANCELLED: "event/cancelled",
}
KINDS = {
    EventState.PUBLISHED: BuiltInLetter.EVENT_MOVED,
    EventState.POSTPONED: BuiltInLetter.EVENT_POSTPONED,
    EventState.CANCELLED: BuiltInLetter.EVENT_CANCELLED,
}


def event_news(registration: Registration, turn: CalendarUpdate | None, message_id: str) -> Letter:
    """The event's new time, place or status, with a calendar update."""
    event = registration.event
    confirmed = registration.state is RegistrationState.CONFIRMED
    # Whoever still waits must not read that the place is theirs at the new time.
    own = confirmed or event.state is not EventState.PUBLISHED
    return compose(
        TEMPLATES[event.state],
        to=registration.email,
        language=registration.language,
        message_id=message_id,
        calendar=_part(event, registration, turn) if turn else None,
        registration=registration,
        event=event,
        place=place_lines(event, confirmed=confirmed),
        when=when_of(event, registration.language),
        code="",
        sessions=[],
        confirmed=confirmed,
        event_url=absolute("public.event.show", slug=event.slug),
        personal_url=personal_url(registration),
        own_words=find_own_words(KINDS[event.state], registration) if own else None,
    )


def session_news(
    registration: Registration,
    session: Session,
    released: PublishedSession | None,
    turn: CalendarUpdate,
    message_id: str,
) -> Letter:
    """The new time and room of a chosen session, or that it is cancelled."""
    event = registration.event
    held = released is not None and not released.cancelled
    return compose(
        "event/session_moved",
        to=registration.email,
        language=registration.language,
        message_id=message_id,
        calendar=_session_part(registration, session, released if held else None, turn),
        registration=registration,
        event=event,
        session=released or session,
        held=held,
        event_url=absolute("public.schedule.show", slug=event.slug),
        personal_url=personal_url(registration),
    )


def session_left(
    registration: Registration, session: Session, turn: CalendarUpdate, message_id: str
) -> Letter:
    """Removes a session that the participant does not attend from the calendar."""
    return compose(
        "event/session_left",
        to=registration.email,
        language=registration.language,
        message_id=message_id,
        calendar=_session_part(registration, session, None, turn),
        registration=registration,
        event=registration.event,
        session=session,
    )


def _part(event: Event, registration: Registration, turn: CalendarUpdate) -> CalendarPart:
    held = not is_withdrawn(event, Output.MAIL)
    write, method = (calendar.request, "REQUEST") if held else (calendar.cancel, "CANCEL")
    about = event_entry(event, turn, cancelled=not held)
    ics = write(about, organizer=organizer(), attendee=attendee(registration))
    return CalendarPart(ics, method)


def _session_part(
    registration: Registration,
    session: Session,
    released: PublishedSession | None,
    turn: CalendarUpdate,
) -> CalendarPart:
    event, shown = registration.event, released or session
    room = shown.room.name if shown.room else ""
    about = replace(
        event_entry(event, turn, cancelled=released is None),
        summary=shown.title,
        starts_at=shown.starts_at,
        ends_at=shown.ends_at,
        location=", ".join(filter(None, (room, place(event, confirmed=True)))),
        description=event.title,
        url=absolute("public.session.show", slug=event.slug, code=session.code),
    )
    write, method = (calendar.request, "REQUEST") if released else (calendar.cancel, "CANCEL")
    ics = write(about, organizer=organizer(), attendee=attendee(registration))
    return CalendarPart(ics, method)
