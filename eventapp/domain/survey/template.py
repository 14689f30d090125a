"""The standard survey: fifteen questions, five minutes; a draft of it for an event.

What the kind of event makes of it is decided here alone: its word for the gathering, what is only
asked where people meet in a room, and what is only asked after a conference.
"""

import json
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from eventapp.domain.site.site import current_site
from eventapp.domain.survey.breakdown import choices_for
from eventapp.extensions import db
from eventapp.models import (
    Choice,
    Event,
    EventKind,
    FocusArea,
    Survey,
    SurveyQuestion,
    SurveyQuestionKind,
)

DAYS = ("first_day", "last_day")
COPIED = (
    "code",
    "kind",
    "text",
    "hint",
    "position",
    "page",
    "required",
    "choice_list",
    "statement_list",
)
REMINDS_AFTER, CLOSES_AFTER = timedelta(days=7), timedelta(days=14)


# The gathering as the questions speak of it, which are written in Swedish.
GATHERINGS = {
    EventKind.CONFERENCE: "konferensen",
    EventKind.NETWORK_MEETING: "nätverksträffen",
    EventKind.SEMINAR: "seminariet",
    EventKind.WORKSHOP: "workshopen",
}
GATHERING = "{gathering}"


def usual_times(event: Event, opens_at: datetime) -> tuple[datetime, datetime]:
    """When to remind, in the morning a week later, and when to close, at the end of the second."""
    opened = opens_at.astimezone(ZoneInfo(event.time_zone)).replace(second=0, microsecond=0)
    return (
        (opened + REMINDS_AFTER).replace(hour=9, minute=0),
        (opened + CLOSES_AFTER).replace(hour=23, minute=59),
    )


def draft_standard_survey(
    event: Event, *, opens_at: datetime, closes_at: datetime, reminds_at: datetime | None = None
) -> Survey:
    """A draft for this event, from the standard survey. Flushes."""
    standard = _standard()
    survey = Survey(
        event=event,
        title=in_words(standard["title"], event),
        intro=standard["intro"],
        breakdown=standard["breakdown"],
        min_group=current_site().min_group,
        opens_at=opens_at,
        closes_at=closes_at,
        reminds_at=reminds_at,
    )
    db.session.add(survey)
    survey.questions = [
        new_question(question, event)
        for question in standard["questions"]
        if _asks(question, event)
    ]
    _renumber(survey)
    db.session.flush()
    fill_choices(survey)
    return survey


def copy_survey(
    original: Survey,
    event: Event,
    *,
    opens_at: datetime,
    closes_at: datetime,
    reminds_at: datetime | None = None,
) -> Survey:
    """A draft with the words and questions of a survey of an earlier event. Flushes."""
    survey = Survey(
        event=event,
        title=original.title,
        intro=original.intro,
        language=original.language,
        breakdown=original.breakdown,
        min_group=max(original.min_group, current_site().min_group),
        opens_at=opens_at,
        closes_at=closes_at,
        reminds_at=reminds_at,
    )
    db.session.add(survey)
    later = _day_of(event) - _day_of(original.event)
    survey.questions = [copied_question(question, later) for question in original.questions]
    if event.online:
        _leave_out_rooms(survey)
    db.session.flush()
    fill_choices(survey)
    return survey


def list_bank(event: Event) -> list[dict[str, Any]]:
    """The questions of the bank and of the standard survey that this kind of event is asked."""
    written = [*_read("survey_bank.json")["questions"], *_standard()["questions"]]
    return [question for question in written if _asks(question, event)]


def in_words(text: str, event: Event) -> str:
    """A text of ours, with the word for this kind of gathering."""
    return text.replace(GATHERING, GATHERINGS[event.kind])


def fill_choices(survey: Survey) -> None:
    """Let questions about organisations and focus areas list those of the event, as they are now.

    A question that would have nothing to choose between is left out.
    """
    for question in list(survey.questions):
        source = question.settings.get("choices_from")
        if source == "organisations":
            own = [choice for choice in question.choices if not choice.organisation]
            question.choice_list = _plain([*choices_for(survey.event_id), *own])
        elif source == "focus areas":
            areas = _focus_areas(survey.event)
            none = [choice for choice in question.choices if choice.code == question.none]
            question.choice_list = _plain([*areas, *none] if areas else [])
        if source and not question.choice_list:
            survey.questions.remove(question)
    _renumber(survey)
    db.session.flush()


def _renumber(survey: Survey) -> None:
    """Number the questions that are left without a gap."""
    for position, question in enumerate(survey.questions):
        question.position = position


def _focus_areas(event: Event) -> list[Choice]:
    areas = db.session.scalars(
        select(FocusArea).where(FocusArea.code.in_(event.focus_areas)).order_by(FocusArea.position)
    )
    return [Choice(code=area.code, label=area.name) for area in areas]


def _plain(choices: list[Choice]) -> list[dict[str, Any]]:
    return [asdict(choice) for choice in choices]


def new_question(written: dict[str, Any], event: Event) -> SurveyQuestion:
    """A question of the standard survey or the bank, as it is asked after this event."""
    settings = dict(written.get("settings", {}))
    for name in DAYS:
        if (after := settings.pop(f"{name}_after", None)) is not None:
            settings[name] = (_day_of(event) + timedelta(days=after)).isoformat()
    return SurveyQuestion(
        code=written["code"],
        kind=SurveyQuestionKind(written["kind"]),
        text=in_words(written["text"], event),
        hint=written.get("hint", ""),
        position=0,
        page=written["page"],
        required=written.get("required", False),
        choice_list=written.get("choices", []),
        statement_list=_statements(written, event),
        settings=settings,
    )


def _statements(written: dict[str, Any], event: Event) -> list[dict[str, Any]]:
    """The statements of a matrix; of rooms and food only where people meet in a room."""
    return [
        {**statement, "label": in_words(statement["label"], event)}
        for raw in written.get("statements", [])
        if not ((statement := dict(raw)).pop("on_site", False) and event.online)
    ]


def _leave_out_rooms(survey: Survey) -> None:
    """Take away the standard survey's statements of rooms and food, where they were copied."""
    on_site = {
        (question["code"], statement["code"])
        for question in _standard()["questions"]
        for statement in question.get("statements", [])
        if statement.get("on_site")
    }
    for question in survey.questions:
        question.statement_list = [
            statement
            for statement in question.statement_list
            if (question.code, statement["code"]) not in on_site
        ]


def _asks(written: dict[str, Any], event: Event) -> bool:
    return event.kind.value in written.get("kinds", [event.kind.value])


def copied_question(original: SurveyQuestion, later: timedelta = timedelta()) -> SurveyQuestion:
    """The same question again; its days are so much later."""
    settings = dict(original.settings)
    for name in DAYS:
        if name in settings:
            settings[name] = (date.fromisoformat(settings[name]) + later).isoformat()
    return SurveyQuestion(**{name: getattr(original, name) for name in COPIED}, settings=settings)


def _day_of(event: Event) -> date:
    return event.ends_at.astimezone(ZoneInfo(event.time_zone)).date()


def read_later() -> dict[str, Any]:
    """The words of a follow-up some months later."""
    return _read("survey_later.json")


def _standard() -> dict[str, Any]:
    return _read("survey_standard.json")


@cache
def _read(name: str) -> dict[str, Any]:
    text = files("eventapp.facts").joinpath(name).read_text(encoding="utf-8")
    written: dict[str, Any] = json.loads(text)
    return written
