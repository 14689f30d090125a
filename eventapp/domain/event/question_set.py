"""Ready-made questions of the registration form, added together and changed like any others."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from eventapp.domain import locking
from eventapp.domain.event.question import (
    OptionText,
    RegistrationQuestionText,
    append_question,
    list_questions,
    record_questions,
)
from eventapp.domain.locking import LockedEvent
from eventapp.models import Event, QuestionKind, RegistrationQuestion


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions that go together; `title` is by language, `on_site` if they make no sense online.

    `questions` are as facts/question_sets.json has them.
    """

    code: str
    title: Mapping[str, str]
    on_site: bool
    questions: Sequence[Mapping[str, Any]]

    def suits(self, *, online: bool) -> bool:
        """Whether it makes sense where people meet like this."""
        return not (online and self.on_site)

    def is_in(self, questions: Sequence[RegistrationQuestion]) -> bool:
        """Whether each of its questions is among these, by its Swedish words."""
        asked = {question.label.get("sv") for question in questions}
        return all(question["label"]["sv"] in asked for question in self.questions)


@cache
def list_question_sets() -> Sequence[QuestionSet]:
    """All sets, in the order that they are offered."""
    text = files("eventapp.facts").joinpath("question_sets.json").read_text(encoding="utf-8")
    return tuple(QuestionSet(**question_set) for question_set in json.loads(text))


def find_question_set(code: str) -> QuestionSet | None:
    """The set of this code."""
    return next((known for known in list_question_sets() if known.code == code), None)


def add_question_set(
    event: Event, question_set: QuestionSet, *, actor: str, now: datetime
) -> Sequence[RegistrationQuestion]:
    """Add its questions at the end of the form, but for those that are there; return the new ones.

    Raises TooManyRegistrationQuestions. Flushes.
    """
    locked = locking.lock_event(event)
    added = append_set(locked, question_set)
    if added:
        record_questions(event, actor=actor, now=now)
    return added


def append_set(locked: LockedEvent, question_set: QuestionSet) -> Sequence[RegistrationQuestion]:
    """Add what the event lacks of the set. Raises TooManyRegistrationQuestions. Flushes."""
    event = locked.event
    there = {question.label.get("sv"): question for question in list_questions(event)}
    last_day = event.ends_at.astimezone(ZoneInfo(event.time_zone)).date()
    rows: list[RegistrationQuestion] = []
    added = []
    for written in question_set.questions:
        row = there.get(written["label"]["sv"])
        if row is None:
            row = append_question(locked, _text(written, rows, last_day))
            added.append(row)
        rows.append(row)
    return added


def _text(
    written: Mapping[str, Any], before: Sequence[RegistrationQuestion], last_day: date
) -> RegistrationQuestionText:
    condition = written.get("condition")
    return RegistrationQuestionText(
        kind=QuestionKind(written["kind"]),
        label=dict(written["label"]),
        hint=dict(written.get("hint", {})),
        options=tuple(OptionText(dict(label)) for label in written.get("options", ())),
        required=written.get("required", False),
        condition={"question": before[condition["after"]].code, "value": condition["value"]}
        if condition
        else {},
        purpose=dict(written["purpose"]),
        delete_on=last_day + timedelta(days=written["deleted_days_after"]),
    )
