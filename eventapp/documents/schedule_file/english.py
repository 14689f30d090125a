"""English beside the Swedish in files: how ours carry it, and what is read of it.

The formats know one language of a text. Ours stands where other readers do not look: in JSON under
`meta`, in XML in processing instructions, in calendars in a property of our own.
"""

import json
from collections.abc import Mapping
from typing import Any

from eventapp.documents.schedule_file import wording
from eventapp.documents.schedule_file.raw import RawSchedule, RawSession
from eventapp.documents.schedule_file.slot import text
from eventapp.domain.schedule.published import PublishedSession

XML_TARGET = "eventapp-english"
CALENDAR_PROPERTY = "X-EVENTAPP-TEXTS"


def english_texts(session: PublishedSession) -> dict[str, str]:
    """The English of what these formats say in words: title, type, abstract, room and track."""
    english = session.english
    texts = {
        "title": english.get("title", ""),
        "type": english.get("form", ""),
        "abstract": english.get("abstract", ""),
        "room": english.get("room", {}).get("name", ""),
        "track": english.get("track", {}).get("name", ""),
    }
    return {name: text(words) for name, words in texts.items() if words}


def calendar_texts(session: PublishedSession) -> str:
    """Both languages of a session as JSON, for the entry that shows one; empty without English."""
    english = english_texts(session)
    if not english:
        return ""
    room = session.room.name if session.room else ""
    swedish = {"title": session.title, "abstract": session.abstract, "room": room}
    return json.dumps({"sv": swedish, "en": english})


def read_texts(written: str) -> dict[str, Any]:
    """The object that was written; an empty one for what is none."""
    try:
        texts = json.loads(written or "{}")
    except (ValueError, RecursionError):
        return {}
    return texts if isinstance(texts, dict) else {}


def words_in(texts: Any) -> dict[str, str]:
    """Those of the values that are words."""
    if not isinstance(texts, Mapping):
        return {}
    return {name: words for name, words in texts.items() if isinstance(words, str) and words}


def session_english(raw: RawSchedule, item: RawSession) -> dict[str, str]:
    """What the file says of a session in English, as it can be shown, by our fields' names."""
    written = item.english
    abstract = wording.text(raw, written.get("abstract", ""), item.at, "english_abstract")
    english = {
        "title": wording.line(raw, written.get("title", ""), item.at, "english_title"),
        "form": wording.line(raw, written.get("type", ""), item.at, "english_form"),
        "abstract": wording.shown(raw, [abstract], item.at),
    }
    return {name: words for name, words in english.items() if words}


def english_names(raw: RawSchedule, of: str) -> dict[str, str]:
    """The English names of rooms or tracks (`of`), by the name that a session gives them."""
    names: dict[str, str] = {}
    for item in raw.sessions:
        name = item.track if of == "track" else item.room_within or item.room
        english = wording.line(raw, item.english.get(of, ""), item.at, "name")
        if name and english:
            names.setdefault(wording.line(raw, name, item.at, of), english)
    return names
