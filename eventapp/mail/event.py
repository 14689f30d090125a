"""Mails about an event that moves, is postponed or cancelled, and about chosen sessions."""

from eventapp.addresses import absolute
from eventapp.domain.place import place_lines
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.domain.registration.session_choice import shown_choices
from eventapp.mail.filling import personal_url, when_of
from eventapp.mail.message import Letter, compose
from eventapp.mail.own_words import find_own_words
from eventapp.mail.registration import calendar_parts, personal_texts, unnamed
from eventapp.models import BuiltInLetter, EventState, Registration, RegistrationState

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


def event_news(
    registration: Registration,
    turn: CalendarUpdate | None,
    message_id: str,
    *,
    newest: bool = False,
) -> Letter:
    """The event's new time, place or status, with a calendar update; or that alone as `newest`."""
    event = registration.event
    confirmed = registration.state is RegistrationState.CONFIRMED
    # Whoever still waits must not read that the place is theirs at the new time.
    own = not newest and (confirmed or event.state is not EventState.PUBLISHED)
    return compose(
        "event/newest" if newest else TEMPLATES[event.state],
        to=registration.email,
        language=registration.language,
        message_id=message_id,
        calendars=calendar_parts(registration, turn),
        personal=personal_texts(registration),
        registration=unnamed(registration),
        event=event,
        place=place_lines(event, confirmed=confirmed),
        when=tuple(when_of(event, registration.language)),
        code="",
        sessions=(),
        confirmed=confirmed,
        event_url=absolute("public.event.show", slug=event.slug),
        own_words=find_own_words(KINDS[event.state], registration) if own else None,
    )


def session_news(
    registration: Registration, turn: CalendarUpdate | None, message_id: str, *, chosen: bool
) -> Letter:
    """What has become of the chosen sessions, with a calendar update.

    `chosen` says that the person changed them: the letter is a receipt of all that they have now.
    """
    items = turn.sessions if turn else ()
    codes = {item.code for item in items if not item.cancelled}
    choices = shown_choices(registration, registration.language)
    return compose(
        "event/session_news",
        to=registration.email,
        language=registration.language,
        message_id=message_id,
        calendars=calendar_parts(registration, turn),
        registration=registration,
        event=registration.event,
        chosen=chosen,
        attached=len(items),
        choices=[c for c in choices if chosen or c.session.code in codes],
        off=[item.title for item in items if item.cancelled and not (item.left or item.hidden)],
        left=[item.title for item in items if item.left],
        personal_url=personal_url(registration),
    )
