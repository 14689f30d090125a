"""Options that not everybody can have: counted from the answers, under the event's lock.

The event says how many places each has, so that the lock reads it too; nothing else is stored:
whoever cancels, changes or is deleted has left the place.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, null, or_, select, union_all

from eventapp.domain.errors import Refusal
from eventapp.domain.locking import LockedEvent
from eventapp.domain.registration.answer import chosen_values, text_in
from eventapp.extensions import db
from eventapp.i18n import _, _l, current_language
from eventapp.models import (
    Cancellation,
    DoubleMerge,
    Event,
    Registration,
    RegistrationQuestion,
    RegistrationState,
)


class OptionFull(Refusal):
    """All places of a chosen option are taken."""

    code = "option-full"
    sentence = _l("One of the options has no places left. Choose something else.")

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.label = label

    @property
    def message(self) -> str:
        """The sentence, with the option's name."""
        return _("“%(option)s” has no places left. Choose something else.", option=self.label)


def limit_key(question_code: str, value: str) -> str:
    """Under which an event has the places of an option."""
    return f"{question_code} {value}"


def limited_options(event: Event, answers: Mapping[str, str]) -> list[str]:
    """Those among these answers that not everybody can have, by their keys."""
    keys = (
        limit_key(code, value) for code, text in answers.items() for value in chosen_values(text)
    )
    return [key for key in keys if key in event.option_limits]


def has_chosen(question_code: str, value: str) -> ColumnElement[bool]:
    """The condition that a registration's answer contains the option."""
    padded = literal(" ") + Registration.answers[question_code].as_string() + literal(" ")
    chosen: ColumnElement[bool] = padded.contains(f" {value} ", autoescape=True)
    return chosen


def answer_counts(event: Event, keys: Iterable[str]) -> list[Select[Any]]:
    """Queries to be counted with the seats, one for each question that these options are of.

    They go through the people once a question, however many options it has.
    """
    living = or_(
        Registration.state != RegistrationState.CANCELLED,
        # An organizer has cancelled or merged them, which may be undone yet.
        Registration.id.in_(
            select(Cancellation.registration_id).where(
                Cancellation.event_id == event.id, Cancellation.closed_at.is_(None)
            )
        ),
        Registration.id.in_(
            select(DoubleMerge.source_id).where(
                DoubleMerge.event_id == event.id, DoubleMerge.closed_at.is_(None)
            )
        ),
    )
    return [
        select(
            null(),
            null(),
            null(),
            func.count().label("people"),
            literal(question).label("question"),
            Registration.answers[question].as_string().label("answer"),
        )
        .where(Registration.event_id == event.id, living)
        .group_by("answer")
        for question in dict.fromkeys(key.split(" ")[0] for key in keys)
    ]


def sum_options(keys: Iterable[str], rows: Iterable[Sequence[Any]]) -> dict[str, int]:
    """How many have each of these options, from people, question and answer of each row."""
    taken: Counter[str] = Counter()
    for people, question, answer in rows:
        for value in chosen_values(answer or ""):
            taken[limit_key(question, value)] += people
    return {key: taken[key] for key in keys}


def count_taken(event: Event) -> dict[str, int]:
    """How many have each limited option, by its key; one query."""
    if not event.option_limits:
        return {}
    counts = union_all(*answer_counts(event, event.option_limits))
    return sum_options(event.option_limits, (row[3:] for row in db.session.execute(counts)))


def count_left(event: Event) -> dict[str, int]:
    """How many places each limited option has left, by its key; one query."""
    taken = count_taken(event)
    return {key: max(0, places - taken[key]) for key, places in event.option_limits.items()}


def refuse_full(event: Event, taken: Mapping[str, int], chosen: Iterable[str]) -> None:
    """Raise OptionFull if a chosen option has no places left."""
    for key in chosen:
        if taken[key] >= event.option_limits[key]:
            raise OptionFull(_label_of(event, *key.split(" ")))


def show_filled(locked: LockedEvent, taken: Mapping[str, int], chosen: Iterable[str]) -> None:
    """Let forms show that options are full, where these take the last places."""
    event = locked.event
    if any(taken[key] + 1 == event.option_limits[key] for key in chosen):
        event.revision += 1


def show_freed(locked: LockedEvent, chosen: Collection[str]) -> None:
    """Let forms show that the places of these options are free, if they were full."""
    if chosen:
        locked.event.revision += 1


def change_places(
    locked: LockedEvent, registration: Registration, answers: Mapping[str, str]
) -> None:
    """Before these answers replace the registration's: refuse new options that are full.

    What the registration has it keeps. Raises OptionFull.
    """
    event = locked.event
    before = limited_options(event, registration.answers)
    after = limited_options(event, answers)
    added = [key for key in after if key not in before]
    if added:
        taken = count_taken(event)
        refuse_full(event, taken, added)
        show_filled(locked, taken, added)
    show_freed(locked, [key for key in before if key not in after])


def _label_of(event: Event, question_code: str, value: str) -> str:
    question = db.session.scalar(
        select(RegistrationQuestion).where(
            RegistrationQuestion.event_id == event.id, RegistrationQuestion.code == question_code
        )
    )
    return text_in(question.labels.get(value, {}), current_language()) if question else ""
