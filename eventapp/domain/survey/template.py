"""The standard survey: fifteen questions, five minutes; a draft of it for an event."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from eventapp.domain.site.site import current_site
from eventapp.domain.survey.breakdown import choices_for
from eventapp.extensions import db
from eventapp.models import Choice, Event, FocusArea, Survey, SurveyQuestion, SurveyQuestionKind

REMINDS_AFTER, CLOSES_AFTER = timedelta(days=7), timedelta(days=14)


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
        title=standard["title"],
        intro=standard["intro"],
        breakdown=standard["breakdown"],
        min_group=current_site().min_group,
        opens_at=opens_at,
        closes_at=closes_at,
        reminds_at=reminds_at,
    )
    db.session.add(survey)
    survey.questions = [
        _question(question, position, event)
        for position, question in enumerate(standard["questions"])
    ]
    db.session.flush()
    fill_choices(survey)
    return survey


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
            question.choice_list = _plain(_focus_areas(survey.event))
        if source and not question.choice_list:
            survey.questions.remove(question)
    db.session.flush()


def _focus_areas(event: Event) -> list[Choice]:
    areas = db.session.scalars(
        select(FocusArea).where(FocusArea.code.in_(event.focus_areas)).order_by(FocusArea.position)
    )
    return [Choice(code=area.code, label=area.name) for area in areas]


def _plain(choices: list[Choice]) -> list[dict[str, Any]]:
    return [asdict(choice) for choice in choices]


def _question(written: dict[str, Any], position: int, event: Event) -> SurveyQuestion:
    settings = dict(written.get("settings", {}))
    for name in ("first_day", "last_day"):
        if (after := settings.pop(f"{name}_after", None)) is not None:
            ended_on = event.ends_at.astimezone(ZoneInfo(event.time_zone)).date()
            settings[name] = (ended_on + timedelta(days=after)).isoformat()
    return SurveyQuestion(
        code=written["code"],
        kind=SurveyQuestionKind(written["kind"]),
        text=written["text"],
        hint=written.get("hint", ""),
        position=position,
        page=written["page"],
        required=written.get("required", False),
        choice_list=written.get("choices", []),
        statement_list=written.get("statements", []),
        settings=settings,
    )


@cache
def _standard() -> dict[str, Any]:
    text = files("eventapp.facts").joinpath("survey_standard.json").read_text(encoding="utf-8")
    standard: dict[str, Any] = json.loads(text)
    return standard
