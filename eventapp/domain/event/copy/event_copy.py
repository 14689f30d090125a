"""Copying an event: a draft for another time, with what was chosen of it and without its people."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, ScalarSelect, func, select

from eventapp.domain import locking
from eventapp.domain.event.copy.move import Move
from eventapp.domain.event.copy.preparation import (
    copy_automatic_letters,
    copy_delegations,
    copy_questions,
    copy_surveys,
    copy_written_letters,
    is_delegation_to_copy,
    is_letter_to_copy,
    is_survey_to_copy,
    is_wording_to_copy,
)
from eventapp.domain.event.copy.schedule import (
    copy_materials,
    copy_schedule,
    is_material_to_copy,
    is_session_to_copy,
)
from eventapp.domain.event.draft import EDITABLE_FIELDS, add_with_slug, free_slug
from eventapp.domain.record import audit
from eventapp.domain.schedule.venue_picture import copy_venue_picture
from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
    AutomaticLetter,
    Delegation,
    Event,
    EventLetter,
    LetterWording,
    Material,
    RegistrationQuestion,
    Session,
    Survey,
)

A_YEAR_OF_WEEKS = timedelta(weeks=52)  # the same day of the week


class CopyPart(StrEnum):
    """What may be taken along, in the order it is copied: files lie in the copy's sessions."""

    SCHEDULE = "schedule"
    MATERIALS = "materials"
    QUESTIONS = "questions"
    DELEGATIONS = "delegations"
    AUTOMATIC_LETTERS = "automatic-letters"
    WRITTEN_LETTERS = "written-letters"
    SURVEY = "survey"


COPIERS: Mapping[CopyPart, Callable[[Event, Event, Move], None]] = {
    CopyPart.SCHEDULE: copy_schedule,
    CopyPart.MATERIALS: copy_materials,
    CopyPart.QUESTIONS: copy_questions,
    CopyPart.DELEGATIONS: copy_delegations,
    CopyPart.AUTOMATIC_LETTERS: copy_automatic_letters,
    CopyPart.WRITTEN_LETTERS: copy_written_letters,
    CopyPart.SURVEY: copy_surveys,
}
# Files are mostly of their year.
USUAL_PARTS = frozenset(CopyPart) - {CopyPart.MATERIALS}


@dataclass(frozen=True, slots=True)
class CopyText:
    """What is new about the copy, and what it takes along. `starts_at` is aware."""

    title: str
    record_number: str
    starts_at: datetime
    parts: Collection[CopyPart] = USUAL_PARTS


def suggest_copy(event: Event) -> CopyText:
    """The event a year on: on the same day of the week, with that year in its title."""
    local = event.starts_at.astimezone(ZoneInfo(event.time_zone))
    starts_at = local + A_YEAR_OF_WEEKS
    title = event.title.replace(f"{local:%Y}", f"{starts_at:%Y}")
    return CopyText(title, "", starts_at)


def count_parts(event: Event) -> dict[CopyPart, int]:
    """Count what each part would take along, in one query."""
    timetable = AutomaticLetter.event_id == event.id
    which: dict[CopyPart, tuple[type[Any], ColumnElement[bool]]] = {
        CopyPart.SCHEDULE: (Session, is_session_to_copy(event)),
        CopyPart.MATERIALS: (Material, is_material_to_copy(event)),
        CopyPart.QUESTIONS: (RegistrationQuestion, RegistrationQuestion.event_id == event.id),
        CopyPart.DELEGATIONS: (Delegation, is_delegation_to_copy(event)),
        CopyPart.AUTOMATIC_LETTERS: (AutomaticLetter, timetable),
        CopyPart.WRITTEN_LETTERS: (EventLetter, is_letter_to_copy(event)),
        CopyPart.SURVEY: (Survey, is_survey_to_copy(event)),
    }
    counts = [_count(model, condition) for model, condition in which.values()]
    wordings = _count(LetterWording, is_wording_to_copy(event))
    *numbers, own_words = db.session.execute(select(*counts, wordings)).one()
    parts = dict(zip(which, numbers, strict=True))
    return parts | {CopyPart.AUTOMATIC_LETTERS: parts[CopyPart.AUTOMATIC_LETTERS] + own_words}


def copy_event(event: Event, text: CopyText, *, actor: str, now: datetime) -> Event:
    """Create a draft like the event, every moment moved as far as its start.

    Moved in local time: what closed at midnight still does, in summer and in winter. People,
    answers and releases are not copied, nor what was cancelled, withdrawn or stopped.
    Raises NoSuchTime where a moved time does not exist, SlugTaken. Flushes.
    """
    locking.lock_event(event)
    zone = ZoneInfo(event.time_zone)
    # Between moments of one and the same zone, Python subtracts local times.
    move = Move(text.starts_at.astimezone(zone) - event.starts_at.astimezone(zone), event.time_zone)
    values = {name: move.value(getattr(event, name)) for name in EDITABLE_FIELDS}
    # The title is new; what it was called in English is not.
    english = {name: words for name, words in event.english.items() if name != "title"}
    values |= {"title": text.title, "record_number": text.record_number, "english": english}
    copy = Event(slug=free_slug(text.title, text.starts_at), **values)
    if event.series and event.series.closed_at is None:  # nothing is added to a closed one
        copy.series_id = event.series_id
    add_with_slug(copy)
    copy_venue_picture(event, copy)
    for part, copier in COPIERS.items():
        if part in text.parts:
            copier(event, copy, move)
    db.session.flush()
    audit.record(AuditAction.COPIED, copy, actor=actor, now=now, source=event.public_id)
    return copy


def _count(model: type[Any], condition: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(model).where(condition).scalar_subquery()
