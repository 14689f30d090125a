"""Letters about a registration: received, place given, offered, cancelled."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app

from eventapp.addresses import absolute, bare_address
from eventapp.clock import utcnow
from eventapp.documents import calendar, qr
from eventapp.documents.calendar import CalendarUser
from eventapp.documents.personal_calendar import personal_entry
from eventapp.domain.desk import own_erasure
from eventapp.domain.place import place_lines
from eventapp.domain.registration import link, ticket
from eventapp.domain.registration.answer import count_unanswered
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.domain.registration.cancellation import closes_cancellation
from eventapp.domain.registration.queue import queue_position, waiting_party
from eventapp.domain.registration.session_choice import shown_choices
from eventapp.domain.registration.ticket_code import format_code
from eventapp.domain.schedule.snapshot import session_as_shown
from eventapp.domain.site.site import shown_site
from eventapp.i18n import speaking
from eventapp.mail.filling import personal_url, when_of
from eventapp.mail.form_letter import blank
from eventapp.mail.message import CalendarPart, InlineImage, Letter, compose
from eventapp.mail.own_words import find_own_words
from eventapp.models import (
    Account,
    BuiltInLetter,
    Registration,
    RegistrationState,
    Session,
)

# What the first letter is about, by the state that its registration is in by then.
FIRST_LETTERS = {
    RegistrationState.CONFIRMED: BuiltInLetter.CONFIRMATION,
    RegistrationState.WAITLISTED: BuiltInLetter.WAITING,
}


def received(
    registration: Registration,
    turn: CalendarUpdate | None,
    message_id: str,
    asked_by: Account | None = None,
    *,
    in_party: bool = False,
) -> Letter:
    """Compose the first letter: a place with ticket and invitation, or a place in the queue.

    If somebody else registered the person, it says so and what they gave (GDPR, article 14): by
    name if it was a coordinator, without if it was whoever filled in the form for a party.
    """
    words = find_own_words(FIRST_LETTERS.get(registration.state), registration)
    return _about(
        registration,
        "registration/received",
        message_id,
        turn,
        asked_by=asked_by,
        own_words=words,
        in_party=in_party,
        unanswered=count_unanswered(registration.event.questions, registration.answers),
    )


def link_again(registration: Registration, turn: CalendarUpdate | None, message_id: str) -> Letter:
    """Compose the personal link for somebody who has registered again."""
    return _about(registration, "registration/link_again", message_id, turn)


def lost_link(
    registration: Registration, turn: CalendarUpdate | None, message_id: str, *, by_organizer: bool
) -> Letter:
    """Compose the personal link for somebody who, or for whom an organizer, asked for it."""
    return _about(
        registration, "registration/lost_link", message_id, turn, by_organizer=by_organizer
    )


def place_given(registration: Registration, turn: CalendarUpdate | None, message_id: str) -> Letter:
    """Compose the letter about a place from the queue."""
    words = find_own_words(BuiltInLetter.PLACE_GIVEN, registration)
    return _about(registration, "registration/place_given", message_id, turn, own_words=words)


def place_offered(registration: Registration, message_id: str) -> Letter:
    """Compose the letter about an offered place."""
    words = find_own_words(BuiltInLetter.OFFER, registration)
    return _about(registration, "registration/place_offered", message_id, None, own_words=words)


def session_place(
    registration: Registration, session: Session, turn: CalendarUpdate | None, message_id: str
) -> Letter:
    """Compose the letter about a seat in a session from its queue."""
    return _about(
        registration,
        "registration/session_place",
        message_id,
        turn,
        session=session_as_shown(session).in_language(registration.language),
        own_words=find_own_words(BuiltInLetter.SESSION_PLACE, registration),
    )


def cancelled(
    registration: Registration,
    turn: CalendarUpdate | None,
    message_id: str,
    asked_by: Account | None = None,
    *,
    by_organizer: bool = False,
    merged: bool = False,
) -> Letter:
    """Compose the cancellation; it updates the calendar and names who cancelled, if another.

    `merged` says that the person was registered twice, and that the other registration stays.
    """
    event = registration.event
    kind = BuiltInLetter.CANCELLED_BY_ORGANIZER if by_organizer else BuiltInLetter.CANCELLED
    lapsed = registration.let_offer_lapse or registration.let_decision_lapse
    special = bool(asked_by or merged or lapsed or registration.decline_reason)
    return compose(
        "registration/cancelled",
        to=registration.email,
        language=registration.language,
        message_id=message_id,
        calendars=calendar_parts(registration, turn),
        registration=registration,
        event=event,
        event_url=absolute("public.event.show", slug=event.slug),
        personal_url=personal_url(registration),
        asked_by=asked_by,
        by_organizer=by_organizer,
        merged=merged,
        own_words=None if special else find_own_words(kind, registration),
    )


def confirm_erasure(registration: Registration, message_id: str) -> Letter:
    """Compose the letter whose link confirms that the person wants to be erased."""
    url = absolute(
        "participant.erasure.edit",
        token=link.personal_token(registration),
        confirmation=own_erasure.confirmation_token(registration, now=utcnow()),
    )
    return compose(
        "registration/erasure",
        to=registration.email,
        language=registration.language,
        message_id=message_id,
        registration=registration,
        event=registration.event,
        erasure_url=url,
    )


def _about(
    registration: Registration,
    template: str,
    message_id: str,
    turn: CalendarUpdate | None,
    **values: Any,
) -> Letter:
    event = registration.event
    confirmed = registration.state is RegistrationState.CONFIRMED
    waits = registration.state is RegistrationState.WAITLISTED
    code = ticket.current_code(registration) if ticket.has_ticket(registration) else ""
    written = format_code(code) if code else ""
    personal = {"code": written, "spaced_code": written.replace("-", " ")} if code else {}
    return compose(
        template,
        to=registration.email,
        language=registration.language,
        message_id=message_id,
        calendars=calendar_parts(registration, turn if confirmed else None),
        picture=InlineImage("ticket", qr.png(code), "biljett.png") if code else None,
        personal=personal_texts(registration) | personal,
        registration=unnamed(registration),
        event=event,
        confirmed=confirmed,
        may_cancel=confirmed and utcnow() < closes_cancellation(event),
        place=place_lines(event, confirmed=confirmed),
        when=tuple(when_of(event, registration.language)),
        line=queue_position(registration) if waits else None,
        party=waiting_party(registration),
        sessions=tuple(shown_choices(registration, registration.language)),
        **values,
    )


@dataclass(frozen=True, slots=True)
class UnnamedRegistration:
    """A registration as form letters show it: with blanks for what is one person's alone."""

    state: RegistrationState
    offer_ends_at: datetime | None
    decide_by: datetime | None
    name: str = blank("name")
    first_name: str = blank("first_name")
    organisation_name: str = blank("organisation_name")
    desk_code: str = blank("desk_code")


def unnamed(registration: Registration) -> UnnamedRegistration:
    """What a letter may say of a registration beside its personal texts."""
    return UnnamedRegistration(
        registration.state, registration.offer_ends_at, registration.decide_by
    )


def personal_texts(registration: Registration) -> dict[str, str]:
    """What is filled in where a letter shows an unnamed registration, and the personal link."""
    return {
        "name": registration.name,
        "first_name": registration.first_name,
        "organisation_name": registration.organisation_name,
        "desk_code": registration.desk_code,
        "personal_url": personal_url(registration),
    }


def calendar_parts(
    registration: Registration, update: CalendarUpdate | None
) -> tuple[CalendarPart, ...]:
    """Write the entries of an update, each as a message of its own to the person's calendar."""
    if update is None:
        return ()
    people = {"organizer": organizer(), "attendee": attendee(registration)}
    with speaking(registration.language):
        entries = [personal_entry(registration, item) for item in update.items]
    return tuple(
        CalendarPart(calendar.cancel(entry, **people), "CANCEL")
        if entry.cancelled
        else CalendarPart(calendar.request(entry, **people), "REQUEST")
        for entry in entries
    )


def organizer() -> CalendarUser:
    """Return the sender of calendar invitations."""
    settings = current_app.extensions["settings"]
    return CalendarUser(name=shown_site()["name"], email=bare_address(settings.mail_from))


def attendee(registration: Registration) -> CalendarUser:
    """Return the participant as a recipient of calendar invitations."""
    return CalendarUser(name=registration.name, email=registration.email)
