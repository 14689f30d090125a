"""Mails to speakers: their link, what they have left to do, and entries of their calendar."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from eventapp.addresses import absolute
from eventapp.documents import calendar
from eventapp.documents.calendar import CalendarEntry, CalendarUser
from eventapp.domain.place import place, place_lines
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.domain.schedule.session_question.answer import ShownQuestion
from eventapp.domain.schedule.speaker.part import list_parts_of
from eventapp.domain.schedule.speaker.speaker_list import Owed
from eventapp.domain.schedule.speaker_link import link_ends_at, speaker_token
from eventapp.domain.site.site import shown_site
from eventapp.mail.filling import when_of
from eventapp.mail.invitee import unsubscribe_url
from eventapp.mail.message import CalendarPart, Letter, compose
from eventapp.mail.own_words import find_speaker_words
from eventapp.mail.registration import organizer
from eventapp.models import BuiltInLetter, Event, SpeakerAddress


def invitation(address: SpeakerAddress, message_id: str) -> Letter:
    """The link to the speaker's own page, and their sessions as they are planned."""
    return _letter("speaker/invitation", address, message_id)


def reminder(address: SpeakerAddress, owed: tuple[Owed, ...], message_id: str) -> Letter:
    """What the speaker has left to do, and the link."""
    return _letter("speaker/reminder", address, message_id, owed=owed)


def questions(address: SpeakerAddress, waiting: Sequence[ShownQuestion], message_id: str) -> Letter:
    """The questions that wait for an answer, as everybody reads them, and the link."""
    words = find_speaker_words(BuiltInLetter.SPEAKER_QUESTIONS, address)
    facts = {"questions": waiting, "own_words": words}
    return _optional(_letter("speaker/questions", address, message_id, **facts), address)


def feedback(address: SpeakerAddress, titles: Sequence[str], message_id: str) -> Letter:
    """Of which sessions feedback can be read, and the link."""
    words = find_speaker_words(BuiltInLetter.SPEAKER_FEEDBACK, address)
    facts = {"titles": titles, "own_words": words}
    return _optional(_letter("speaker/feedback", address, message_id, **facts), address)


def invitation_sample(event: Event, language: str) -> Letter:
    """The letter as the desk shows it before it goes: to nobody, with a link to the event."""
    url = absolute("public.event.show", slug=event.slug)
    facts = {"to": "", "name": "", "message_id": "sample", "url": url, "parts": []}
    return _compose("speaker/invitation", event, language, **facts)


def session_news(address: SpeakerAddress, turn: CalendarUpdate, message_id: str) -> Letter:
    """The time and room of a session of theirs, for their calendar; or that it is off."""
    event, session = address.event, turn.items[0]
    entry = CalendarEntry(
        uid=session.uid,
        summary=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        zone=ZoneInfo(event.time_zone),
        sequence=session.sequence,
        stamp=session.changed_at.replace(microsecond=0),
        location=", ".join(filter(None, (session.room, place(event, confirmed=True)))),
        description=event.title,
        url=absolute("public.session.show", slug=event.slug, code=session.code),
        cancelled=session.cancelled,
    )
    write, method = (
        (calendar.cancel, "CANCEL") if session.cancelled else (calendar.request, "REQUEST")
    )
    invited = CalendarUser(name=address.speaker.name, email=address.email)
    part = CalendarPart(write(entry, organizer=organizer(), attendee=invited), method)
    return _letter(
        "speaker/news",
        address,
        message_id,
        calendars=(part,),
        session=session,
        held=not session.cancelled,
        new=not session.sequence,
    )


def speaker_url(address: SpeakerAddress) -> str:
    """The speaker's own page, for letters to them only."""
    return absolute("public.speaker_answer.show", token=speaker_token(address))


def _optional(letter: Letter, address: SpeakerAddress) -> Letter:
    """A letter that one can be without: programs for mail show how it is declined."""
    letter.declined_at = unsubscribe_url(address)
    return letter


def _letter(template: str, address: SpeakerAddress, message_id: str, **facts: Any) -> Letter:
    return _compose(
        template,
        address.event,
        address.language,
        to=address.email,
        name=(address.speaker.name.split() or [""])[0],
        message_id=message_id,
        url=speaker_url(address),
        declined_at=unsubscribe_url(address),
        parts=list_parts_of(address.speaker),
        **facts,
    )


def _compose(template: str, event: Event, language: str, **facts: Any) -> Letter:
    letter = compose(
        template,
        language=language,
        event=event,
        when=when_of(event, language),
        place=place_lines(event, confirmed=True),
        ends_at=link_ends_at(event),
        **facts,
    )
    letter.reply_to = event.contact_email or shown_site()["contact_email"]
    return letter
