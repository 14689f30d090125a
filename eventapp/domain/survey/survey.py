"""Surveys: revised while they are drafts, opened for those who came, closed for good."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.record import audit
from eventapp.domain.survey import asking, letter, retention, template
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import Survey, SurveyState


class SurveyFrozen(Refusal):
    """Questions and promises cannot change once somebody may have read them."""

    code = "survey-frozen"
    sentence = _l("The survey has been opened. Its questions can no longer be changed.")


class TooFewToAsk(Refusal):
    """So few were there that no answer would be anonymous."""

    code = "too-few-to-ask"
    sentence = _l("Too few have checked in: with fewer than five, no answer would be anonymous.")


class ClosesTooEarly(Refusal):
    """The survey would close before anybody could answer."""

    code = "survey-closes-too-early"
    sentence = _l("The closing time has passed. Choose a later one.")


class SurveyNotOpen(Refusal):
    """Only an open survey can be closed."""

    code = "survey-not-open"
    sentence = _l("The survey is not open.")


@dataclass(frozen=True, slots=True)
class Wording:
    """What an organizer may change of a draft; `questions` holds texts by question code."""

    title: str
    intro: str
    opens_at: datetime
    closes_at: datetime
    reminds_at: datetime | None
    questions: Mapping[str, str] = field(default_factory=dict)


def list_for_event(event_id: int) -> Sequence[Survey]:
    """The event's surveys, the earliest first."""
    return db.session.scalars(
        select(Survey).where(Survey.event_id == event_id).order_by(Survey.opens_at, Survey.id)
    ).all()


def find(event_id: int, code: str) -> Survey | None:
    """The event's survey of this code."""
    return db.session.scalar(
        select(Survey)
        .where(Survey.event_id == event_id, Survey.code == code)
        .options(joinedload(Survey.event))
    )


def hold(survey_id: int) -> Survey | None:
    """The survey, held against everybody else until the transaction ends."""
    return db.session.scalar(
        select(Survey)
        .where(Survey.id == survey_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def list_to_tend(*, now: datetime) -> Sequence[int]:
    """Surveys that the timetable may have something to do for."""
    return db.session.scalars(
        select(Survey.id).where(
            or_(
                Survey.state == SurveyState.OPEN,
                (Survey.state == SurveyState.CLOSED) & Survey.complete.is_(False),
                (Survey.state == SurveyState.READY) & (Survey.opens_at <= now),
                retention.due(now=now),
            )
        )
    ).all()


def revise(survey: Survey, wording: Wording, *, version: int) -> None:
    """Change the words and times of a survey that has not opened.

    Raises SurveyFrozen and StaleVersion. Flushes; the caller holds the survey and commits.
    """
    refuse_opened(survey)
    check_version(survey, version)
    survey.title, survey.intro = wording.title, wording.intro
    survey.opens_at, survey.closes_at = wording.opens_at, wording.closes_at
    survey.reminds_at = wording.reminds_at
    for question in survey.questions:
        question.text = wording.questions.get(question.code, question.text)
    survey.version += 1
    db.session.flush()


def make_ready(survey: Survey, *, now: datetime, actor: str) -> None:
    """Let the timetable open the survey when its time has come. Raises SurveyFrozen."""
    refuse_opened(survey)
    survey.state = SurveyState.READY
    survey.version += 1
    audit.record("survey made ready", survey.event, actor=actor, now=now, survey=survey.code)


def open_for(survey: Survey, attended: Collection[int], *, now: datetime, actor: str) -> int:
    """Open the survey and ask those registrations; say how many were asked.

    Raises SurveyFrozen, ClosesTooEarly and TooFewToAsk. The caller holds the survey and commits.
    """
    refuse_opened(survey)
    if survey.closes_at <= now:
        raise ClosesTooEarly
    if len(attended) < survey.min_group:
        raise TooFewToAsk
    template.fill_choices(survey)
    survey.opens_at = min(survey.opens_at, now)
    survey.state = SurveyState.OPEN
    survey.version += 1
    asked = asking.ask(survey, attended, now=now)
    audit.record("survey opened", survey.event, actor=actor, now=now, survey=survey.code)
    return asked


def close(survey: Survey, *, now: datetime, actor: str) -> None:
    """Close the survey for good and delete unsent letters; the timetable mixes what is left.

    Raises SurveyNotOpen. The caller holds the survey and commits.
    """
    if survey.state is not SurveyState.OPEN:
        raise SurveyNotOpen
    survey.state = SurveyState.CLOSED
    survey.closes_at = min(survey.closes_at, now)
    survey.version += 1
    letter.forget_all(survey)
    audit.record("survey closed", survey.event, actor=actor, now=now, survey=survey.code)


def discard(survey: Survey, *, now: datetime, actor: str) -> None:
    """Delete a survey that nobody has been asked to answer.

    Raises SurveyFrozen. The caller holds the survey and commits.
    """
    refuse_opened(survey)
    audit.record("survey draft deleted", survey.event, actor=actor, now=now, survey=survey.code)
    db.session.delete(survey)


def refuse_opened(survey: Survey) -> None:
    """Raise SurveyFrozen once the survey has opened."""
    if survey.state not in {SurveyState.DRAFT, SurveyState.READY}:
        raise SurveyFrozen
