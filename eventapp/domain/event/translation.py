"""English beside the Swedish: of an event, and what of all that belongs to it still lacks it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from eventapp.domain import locking
from eventapp.domain.errors import check_version
from eventapp.domain.event.series import SERIES_FIELDS
from eventapp.domain.record import audit
from eventapp.domain.schedule.schedule_part import list_parts
from eventapp.domain.schedule.session import list_sessions
from eventapp.domain.schedule.translation import (
    FIELDS,
    Texts,
    Translated,
    lacking,
    translatable,
    written,
)
from eventapp.domain.schedule.venue_picture import find_venue_picture
from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
    AutomaticLetter,
    Event,
    EventLetter,
    LetterState,
    LetterWording,
    RegistrationQuestion,
    Room,
    Session,
    Track,
)

EVENT_TEXTS = (
    *("title", "subtitle", "summary", "audience", "organiser", "host"),
    *("directions", "photo_notice"),
)
EVENT_LISTS = ("agenda", "access_notes")
EVENT_FIELDS = (*EVENT_TEXTS, *EVENT_LISTS)


class TranslatedKind(StrEnum):
    """What may be written in English beside the Swedish."""

    EVENT = "event"
    VENUE_PICTURE = "venue-picture"
    SERIES = "series"
    SESSION = "sessions"
    ROOM = "rooms"
    TRACK = "tracks"
    QUESTION = "questions"
    LETTER = "letters"
    AUTOMATIC_LETTER = "timetable"
    BUILT_IN_LETTER = "built-in"


@dataclass(frozen=True, slots=True)
class TranslationState:
    """One thing with Swedish texts: how many of them, and how many lack English.

    `code` says which of its kind; of the event and its picture it is empty, of its series the slug.
    """

    kind: TranslatedKind
    code: str
    title: str
    texts: int
    lacking: int


def translate_event(
    event: Event, english: Texts, *, version: int, actor: str, now: datetime
) -> None:
    """Save the English of the event; visitors see it at once. Raises StaleVersion. Flushes."""
    locking.lock_event(event)
    check_version(event, version)
    event.english = written(english)
    event.version += 1
    event.revision += 1
    db.session.flush()
    audit.record(AuditAction.EDITED, event, actor=actor, now=now)


def list_translations(event: Event) -> list[TranslationState]:
    """All that has Swedish texts: the event, its series, schedule, questions and letters."""
    return [state for state in _states(event) if state.texts]


def _states(event: Event) -> Iterator[TranslationState]:
    yield _state(TranslatedKind.EVENT, "", event, event.title, EVENT_FIELDS)
    if picture := find_venue_picture(event):
        lacks = int(not picture.description_en)
        yield TranslationState(TranslatedKind.VENUE_PICTURE, "", picture.description, 1, lacks)
    if series := event.series:
        yield _state(TranslatedKind.SERIES, series.slug, series, series.title, SERIES_FIELDS)
    for session in list_sessions(event):
        yield _state(TranslatedKind.SESSION, session.code, session, session.title, FIELDS[Session])
    for room in list_parts(Room, event):
        yield _state(TranslatedKind.ROOM, room.code, room, room.name, FIELDS[Room])
    for track in list_parts(Track, event):
        yield _state(TranslatedKind.TRACK, track.code, track, track.name, FIELDS[Track])
    for question in event.questions:
        yield _question_state(question)
    yield from _letter_states(event)


def _state(
    kind: TranslatedKind,
    code: str,
    thing: Translated,
    title: str,
    names: Sequence[str],
) -> TranslationState:
    texts = len(translatable(thing, names))
    return TranslationState(kind, code, title, texts, len(lacking(thing, names)))


def _question_state(question: RegistrationQuestion) -> TranslationState:
    texts: list[Mapping[str, str]] = [question.label, question.hint, question.purpose]
    texts += [option["label"] for option in question.options]
    swedish = [text for text in texts if text.get("sv")]
    without = sum(1 for text in swedish if not text.get("en"))
    title = question.label.get("sv", question.code)
    return TranslationState(TranslatedKind.QUESTION, question.code, title, len(swedish), without)


def _letter_states(event: Event) -> Iterator[TranslationState]:
    """Letters that are not sent yet and say something of their own."""
    drafts = select(EventLetter).where(
        EventLetter.event_id == event.id, EventLetter.state == LetterState.DRAFT
    )
    for letter in db.session.scalars(drafts.order_by(EventLetter.id)):
        yield _letter_state(TranslatedKind.LETTER, letter.code, letter)
    by_themselves = select(AutomaticLetter).where(AutomaticLetter.event_id == event.id)
    for automatic in db.session.scalars(by_themselves.order_by(AutomaticLetter.id)):
        yield _letter_state(TranslatedKind.AUTOMATIC_LETTER, automatic.kind.value, automatic)
    own_words = select(LetterWording).where(LetterWording.event_id == event.id)
    for wording in db.session.scalars(own_words.order_by(LetterWording.id)):
        yield _letter_state(TranslatedKind.BUILT_IN_LETTER, wording.kind.value, wording)


def _letter_state(
    kind: TranslatedKind, code: str, letter: EventLetter | AutomaticLetter | LetterWording
) -> TranslationState:
    pairs = [(letter.subject, letter.subject_en), (letter.body, letter.body_en)]
    swedish = [english for text, english in pairs if text]
    without = sum(1 for english in swedish if not english)
    return TranslationState(kind, code, letter.subject, len(swedish), without)
