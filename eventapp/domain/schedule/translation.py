"""English beside the Swedish: of sessions, rooms and tracks, in the draft of the schedule."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from eventapp.domain import locking
from eventapp.domain.errors import check_version
from eventapp.domain.record import audit
from eventapp.domain.schedule.published import ENGLISH_LISTS, ENGLISH_PARTS, ENGLISH_TEXTS
from eventapp.models import AuditAction, Event, Room, Series, Session, Track

Texts = Mapping[str, str | Sequence[str]]
Translated = Event | Series | Session | Room | Track
FIELDS: dict[type[Session | Room | Track], tuple[str, ...]] = {
    Session: (*ENGLISH_TEXTS, *ENGLISH_LISTS),
    Room: (*ENGLISH_PARTS["room"], "directions"),
    Track: ENGLISH_PARTS["track"],
}


def translate_part(
    event: Event,
    part: Session | Room | Track,
    english: Texts,
    *,
    version: int,
    actor: str,
    now: datetime,
) -> None:
    """Save the English of a session, a room or a track; visitors see it with the next release.

    Raises StaleVersion. Flushes.
    """
    locking.lock_event(event)
    check_version(part, version)
    part.english = written(english)
    part.version += 1
    session = {"session": part.code} if isinstance(part, Session) else {}
    audit.record(AuditAction.SESSION_EDITED, event, actor=actor, now=now, **session)


def written(english: Texts) -> dict[str, str | list[str]]:
    """The texts that say something."""
    return {
        name: text if isinstance(text, str) else list(text)
        for name, text in english.items()
        if text
    }


def lacking(thing: Translated, names: Sequence[str]) -> list[str]:
    """The fields with something in Swedish and nothing in English."""
    return [name for name in translatable(thing, names) if not thing.english.get(name)]


def translatable(thing: Translated, names: Sequence[str]) -> list[str]:
    """The fields with words in Swedish; a floor that is a number is none."""
    return [name for name in names if _says_something(getattr(thing, name))]


def _says_something(value: str | Sequence[str]) -> bool:
    return bool(value) and not (isinstance(value, str) and value.isdecimal())
