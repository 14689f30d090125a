"""What no format has a place for, so that what our own files took they give back.

Points of a session, its track's short name, the floor of its room and, where somebody is first
named, who they are. It stands where the English does, and other readers pass over it.
"""

import json
from collections.abc import Mapping
from typing import Any, TypeAlias

import msgspec

from eventapp.documents.markdown import plain_text
from eventapp.documents.schedule_file.english import english_texts, lists_in, words_in
from eventapp.documents.schedule_file.raw import RawPerson, RawSession
from eventapp.documents.schedule_file.slot import guid, read_guid, text
from eventapp.domain.schedule.origin import SpeakerOrigin
from eventapp.domain.schedule.published import (
    ENGLISH_LISTS,
    EventFacts,
    PublishedSession,
    PublishedSpeaker,
)
from eventapp.models import SpeakerRole

Details: TypeAlias = dict[str, Any]

XML_DETAILS = "eventapp-details"
ROLES = {role.value for role in SpeakerRole}


class DetailWriter:
    """Writes the details of sessions, one after the other."""

    def __init__(self, event: EventFacts, speakers: Mapping[str, SpeakerOrigin]) -> None:
        self._event, self._origins = event, speakers
        self._introduced: set[str] = set()

    def in_json(self, session: PublishedSession) -> Details:
        """Those of a session where rooms and biographies have places of their own."""
        details = self._details(session, {"biography"})
        details.pop("floor", None)
        return details

    def in_xml(self, session: PublishedSession) -> Details:
        """Those of a session where nothing but names is said of speakers and rooms."""
        return self._details(session, set())

    def in_calendar(self, session: PublishedSession) -> str:
        """Both languages of a session, as JSON, for the entry that shows one.

        Empty where that says it all.
        """
        english = english_texts(session)
        swedish = self._details(session, set())
        people = [
            {"name": text(speaker.name), "guid": self._guid(speaker.code)} | more
            for speaker, more in zip(
                session.speakers, swedish.pop("speakers", [{}] * len(session.speakers)), strict=True
            )
        ]
        form = session.form or ("" if session.kind == "plenary" else session.kind)
        track = session.track.name if session.track else ""
        swedish |= _said({"type": text(form), "track": text(track), "speakers": people})
        if english or session.cancelled or plain_text(session.abstract) != session.abstract:
            room = session.room.name if session.room else ""
            titles = {"title": session.title, "abstract": session.abstract, "room": room}
            swedish |= {name: text(words) for name, words in titles.items()}
        texts = _said({"sv": swedish, "en": english})
        return _on_one_line(texts) if texts else ""

    def _details(self, session: PublishedSession, without: set[str]) -> Details:
        room, track = session.room, session.track
        short = track.short_name if track and track.short_name != track.name else ""
        english = session.english.get("speakers", {})
        people = [
            self._speaker(speaker, english.get(speaker.code, {}), without)
            for speaker in session.speakers
        ]
        return _said(
            {
                **{name: [text(p) for p in getattr(session, name)] for name in ENGLISH_LISTS},
                "track_short": text(short),
                "floor": text(room.floor) if room else "",
                "speakers": people if any(people) else [],
            }
        )

    def _speaker(
        self, speaker: PublishedSpeaker, english: Mapping[str, str], without: set[str]
    ) -> Details:
        role = speaker.role if speaker.role != SpeakerRole.SPEAKER else ""
        if speaker.code in self._introduced:
            return _said({"role": role})
        self._introduced.add(speaker.code)
        names = {"title", "organisation", "biography"} - without
        about = {name: text(getattr(speaker, name)) for name in sorted(names)}
        translated = _said({name: text(words) for name, words in english.items()})
        return _said({**about, "role": role, "english": translated})

    def _guid(self, code: str) -> str:
        origin = self._origins.get(code, SpeakerOrigin())
        return str(read_guid(origin.guid) or guid(self._event, "speaker", code))


def read_details(item: RawSession, details: Any) -> None:
    """Add to a session what its details say; what is of another shape is passed over."""
    item.points = lists_in(details)
    words = words_in(details)
    item.track_short, item.floor = words.get("track_short", ""), words.get("floor", "")
    people = details.get("speakers") if isinstance(details, Mapping) else None
    if isinstance(people, list) and len(people) == len(item.persons):
        for person, about in zip(item.persons, people, strict=True):
            _read_speaker(person, about)


def read_people(details: Any) -> list[RawPerson]:
    """Those whom the details of a calendar's entry name."""
    people = details.get("speakers") if isinstance(details, Mapping) else None
    named = [words_in(about) for about in people] if isinstance(people, list) else []
    return [RawPerson(name=about.get("name", ""), guid=about.get("guid", "")) for about in named]


def _read_speaker(person: RawPerson, about: Any) -> None:
    words = words_in(about)
    person.title, person.organisation = words.get("title", ""), words.get("organisation", "")
    person.biography = person.biography or words.get("biography", "")
    person.role = role if (role := words.get("role", "")) in ROLES else ""
    person.english = words_in(about.get("english")) if isinstance(about, Mapping) else {}


def _on_one_line(texts: Details) -> str:
    """JSON in which nothing ends a line; escapes make it slow and long, and few texts need them."""
    written = msgspec.json.encode(texts).decode()
    return written if written.isprintable() else json.dumps(texts)


def _said(values: Details) -> Details:
    """Those of the values that say something."""
    return {name: value for name, value in values.items() if value}
