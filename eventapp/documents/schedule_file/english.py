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
from eventapp.domain.schedule.published import ENGLISH_LISTS, PublishedSession

XML_TARGET = "eventapp-english"
CALENDAR_PROPERTY = "X-EVENTAPP-TEXTS"


POINTS_MAX = 50


def english_texts(session: PublishedSession) -> dict[str, Any]:
    """The English of a session: title, type, abstract and points, of its room and its track."""
    english = session.english
    texts = {
        "title": english.get("title", ""),
        "type": english.get("form", ""),
        "abstract": english.get("abstract", ""),
        "room": english.get("room", {}).get("name", ""),
        "floor": english.get("room", {}).get("floor", ""),
        "track": english.get("track", {}).get("name", ""),
        "track_short": english.get("track", {}).get("short_name", ""),
    }
    points = {
        name: [text(point) for point in english[name]]
        for name in ENGLISH_LISTS
        if english.get(name)
    }
    return {**{name: text(words) for name, words in texts.items() if words}, **points}


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


def lists_in(texts: Any) -> dict[str, list[str]]:
    """Those of the values that are points of a session."""
    if not isinstance(texts, Mapping):
        return {}
    lists = {name: texts.get(name) for name in ENGLISH_LISTS}
    return {
        name: [point for point in points if isinstance(point, str) and point][:POINTS_MAX]
        for name, points in lists.items()
        if isinstance(points, list) and points
    }


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
    """What sessions say in English of their room or track (`of`), by its name.

    That is `room` or `floor`, `track` or `track_short`.
    """
    names: dict[str, str] = {}
    for item in raw.sessions:
        name = item.track if of.startswith("track") else item.room_within or item.room
        english = wording.line(raw, item.english.get(of, ""), item.at, "name")
        if name and english:
            names.setdefault(wording.line(raw, name, item.at, of), english)
    return names
