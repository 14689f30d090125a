"""Finding what an address names, or answering that there is no such page."""

from flask import Flask, abort
from werkzeug.routing import IntegerConverter, ValidationError

from eventapp.domain.event.event import find_event, find_public_event
from eventapp.domain.registration import link
from eventapp.domain.schedule.published import PublishedSchedule, PublishedSession
from eventapp.domain.schedule.release import latest_schedule
from eventapp.i18n import current_language
from eventapp.models import Event, Registration


class RowNumber(IntegerConverter):
    """`<int:…>` in a rule. A larger number names nothing, and databases fail when asked for it."""

    largest = 2**31 - 1  # what a database stores as a plain integer

    def to_python(self, value: str) -> int:
        """Read it. Raises ValidationError, for which the answer is 404."""
        if len(value) > len(str(self.largest)) or int(value) > self.largest:
            raise ValidationError
        return int(value)


class RandomKey(RowNumber):
    """`<key:…>` in a rule: a row's random number."""

    largest = 2**63 - 1


def init_app(app: Flask) -> None:
    """Register the converter of numbers, before the first rule is added."""
    app.url_map.converters |= {"int": RowNumber, "key": RandomKey}


def load_event(slug: str) -> Event:
    """The event that the public may see under this address."""
    event = find_public_event(slug)
    if event is None:
        abort(404)
    return event


def load_any_event(slug: str) -> Event:
    """The event of this address, draft or not, for those who run it."""
    event = find_event(slug)
    if event is None:
        abort(404)
    return event


def load_schedule(event: Event) -> PublishedSchedule:
    """The schedule that visitors see, in their language where it is written in it."""
    schedule = latest_schedule(event)
    if schedule is None:
        abort(404)
    return schedule.in_language(current_language())


def load_session(schedule: PublishedSchedule, code: str) -> PublishedSession:
    """The released session of this code; service items have no page."""
    matching = (
        session
        for session in schedule.sessions
        if session.code == code and session.kind != "service"
    )
    session = next(matching, None)
    if session is None:
        abort(404)
    return session


def load_own_registration(token: str) -> Registration:
    """The registration that a personal link opens."""
    registration = link.find_by_personal_token(token)
    if registration is None:
        abort(404)
    return registration
