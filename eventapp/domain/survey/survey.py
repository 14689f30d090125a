"""Surveys: revised while they are drafts, opened for those who came, closed for good.

Each function locks the survey, and flushes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.domain.door.attendance import attended_registration_ids
from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.locking import lock_event
from eventapp.domain.record import audit
from eventapp.domain.site.site import current_site
from eventapp.domain.survey import letter, recipients, template
from eventapp.domain.survey.audience import Attended, find_asked
from eventapp.domain.survey.locking import lock_survey
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Event, Survey, SurveyAudience, SurveyState

TO_COPY_MAX = 30


class SurveyFrozen(Refusal):
    """Questions and promises cannot change once somebody may have read them."""

    code = "survey-frozen"
    sentence = _l("The survey has opened, so its questions can no longer be changed.")


class TooFewToAsk(Refusal):
    """So few were there that no answer would be anonymous."""

    code = "too-few-to-ask"
    sentence = _l("There are too few to ask. With fewer than five, answers would not be anonymous.")


class ClosesTooEarly(Refusal):
    """The survey would close before anybody could answer."""

    code = "survey-closes-too-early"
    sentence = _l("The closing time has passed. Choose a later one.")


class SurveyNotOpen(Refusal):
    """Only an open survey can be closed."""

    code = "survey-not-open"
    sentence = _l("The survey is not open.")


@dataclass(frozen=True, slots=True)
class SurveyWording:
    """What an organizer may change of a draft; `questions` are texts by question code."""

    title: str
    intro: str
    opens_at: datetime
    closes_at: datetime
    reminds_at: datetime | None
    questions: Mapping[str, str] = field(default_factory=dict)
    audience: SurveyAudience = SurveyAudience.CAME
    session_code: str = ""


def list_for_event(event_id: int) -> Sequence[Survey]:
    """The event's surveys, the earliest first; not those about one of its sessions."""
    which = (Survey.event_id == event_id) & Survey.session_id.is_(None)
    return db.session.scalars(
        select(Survey).where(which).order_by(Survey.opens_at, Survey.id)
    ).all()


def list_finished(event_id: int) -> Sequence[Survey]:
    """The event's surveys that have results, also those about a session; the earliest first."""
    finished = (Survey.state == SurveyState.CLOSED) & Survey.complete.is_(True)
    return db.session.scalars(
        select(Survey)
        .where(Survey.event_id == event_id, finished)
        .order_by(Survey.session_id.is_not(None), Survey.opens_at, Survey.id)
    ).all()


def find(event_id: int, code: str) -> Survey | None:
    """The event's survey of this code."""
    return db.session.scalar(
        select(Survey)
        .where(Survey.event_id == event_id, Survey.code == code)
        .options(joinedload(Survey.event))
    )


def create_draft(event: Event, *, now: datetime) -> Survey:
    """Draft the standard survey, to open when the event ends, or now if it has ended.

    A form sent twice gives one draft: while there is one that nobody has changed, it is the answer.
    """
    event = lock_event(event).event
    for survey in list_for_event(event.id):
        if survey.state is SurveyState.DRAFT and survey.version == 1:
            return survey
    opens_at = max(event.ends_at, now)
    reminds_at, closes_at = template.usual_times(event, opens_at)
    return template.draft_standard_survey(
        event, opens_at=opens_at, closes_at=closes_at, reminds_at=reminds_at
    )


def list_to_copy(event: Event) -> Sequence[Survey]:
    """Surveys of other events whose questions could be asked again, the latest first."""
    return db.session.scalars(
        select(Survey)
        .where(
            Survey.event_id != event.id,
            Survey.session_id.is_(None),
            Survey.state != SurveyState.DRAFT,
        )
        .options(joinedload(Survey.event))
        .order_by(Survey.opens_at.desc(), Survey.id)
        .limit(TO_COPY_MAX)
    ).all()


def create_copy(original: Survey, event: Event, *, now: datetime) -> Survey:
    """Draft a survey with the questions of an earlier one."""
    event = lock_event(event).event
    opens_at = max(event.ends_at, now)
    reminds_at, closes_at = template.usual_times(event, opens_at)
    return template.copy_survey(
        original, event, opens_at=opens_at, closes_at=closes_at, reminds_at=reminds_at
    )


def revise_survey(survey: Survey, wording: SurveyWording, *, version: int) -> None:
    """Change the words and times of a survey that has not opened.

    Raises SurveyFrozen, StaleVersion and SurveyGone.
    """
    survey = lock_survey(survey).survey
    refuse_opened(survey)
    check_version(survey, version)
    survey.title, survey.intro = wording.title, wording.intro
    survey.opens_at, survey.closes_at = wording.opens_at, wording.closes_at
    survey.reminds_at = wording.reminds_at
    survey.audience, survey.session_code = wording.audience, wording.session_code
    for question in survey.questions:
        question.text = wording.questions.get(question.code, question.text)
    survey.version += 1
    db.session.flush()


def make_ready(survey: Survey, *, now: datetime, actor: str) -> None:
    """Let the timetable open the survey when its time has come. Raises SurveyFrozen, SurveyGone."""
    survey = lock_survey(survey).survey
    refuse_opened(survey)
    survey.state = SurveyState.READY
    survey.version += 1
    audit.record(
        AuditAction.SURVEY_MADE_READY, survey.event, actor=actor, now=now, survey=survey.code
    )
    db.session.flush()


def least_group(survey: Survey) -> int:
    """The smallest group that a survey shows if it opens now: the site's, or more if it has more.

    Opening fixes it: who answers was promised it.
    """
    return max(survey.min_group, current_site().min_group)


def open_survey(
    survey: Survey,
    *,
    now: datetime,
    actor: str,
    attended: Attended = attended_registration_ids,
    undo_period: timedelta | None = None,
) -> int:
    """Open the survey, make a link for each who is asked and promise the mail; return how many.

    With an `undo_period` the letters wait so long, and until then `undo_opening` can be called.
    Raises SurveyFrozen, ClosesTooEarly, TooFewToAsk and SurveyGone.
    """
    locked = lock_survey(survey)
    survey = locked.survey
    refuse_opened(survey)
    if survey.closes_at <= now:
        raise ClosesTooEarly
    present = find_asked(survey, attended)
    survey.min_group = least_group(survey)
    if len(present) < survey.min_group:
        raise TooFewToAsk
    template.fill_choices(survey)
    survey.opens_at = min(survey.opens_at, now)
    survey.state = SurveyState.OPEN
    survey.version += 1
    survey.letters_at = now + undo_period if undo_period else None
    asked = recipients.ask_recipients(locked, present, now=now, letters_at=survey.letters_at)
    audit.record(AuditAction.SURVEY_OPENED, survey.event, actor=actor, now=now, survey=survey.code)
    db.session.flush()
    return asked


def ask_newcomers(
    survey: Survey, *, now: datetime, attended: Attended = attended_registration_ids
) -> int:
    """Ask those who have come since the survey opened; return how many. Raises SurveyNotOpen.

    Nobody is asked while its opening can be undone.
    """
    locked = lock_survey(survey)
    refuse_unless_open(locked.survey)
    if locked.survey.letters_at and now < locked.survey.letters_at:
        return 0
    return recipients.ask_recipients(locked, find_asked(locked.survey, attended), now=now)


def send_reminders(survey: Survey, *, now: datetime) -> None:
    """Promise the only reminder to each whose link is unused. Raises SurveyNotOpen."""
    locked = lock_survey(survey)
    refuse_unless_open(locked.survey)
    recipients.remind_recipients(locked, now=now)


def close_survey(survey: Survey, *, now: datetime, actor: str) -> None:
    """Close the survey for good and delete unsent letters; the timetable mixes what is left.

    Raises SurveyNotOpen and SurveyGone.
    """
    survey = lock_survey(survey).survey
    refuse_unless_open(survey)
    survey.state = SurveyState.CLOSED
    survey.closes_at = min(survey.closes_at, now)
    survey.version += 1
    letter.delete_letters(survey)
    audit.record(AuditAction.SURVEY_CLOSED, survey.event, actor=actor, now=now, survey=survey.code)
    db.session.flush()


def delete_draft(survey: Survey, *, now: datetime, actor: str) -> None:
    """Delete a survey that nobody has been asked to answer. Raises SurveyFrozen, SurveyGone."""
    survey = lock_survey(survey).survey
    refuse_opened(survey)
    audit.record(
        AuditAction.SURVEY_DRAFT_DELETED, survey.event, actor=actor, now=now, survey=survey.code
    )
    db.session.delete(survey)
    db.session.flush()


def refuse_opened(survey: Survey) -> None:
    """Raise SurveyFrozen once the survey has opened."""
    if survey.state not in {SurveyState.DRAFT, SurveyState.READY}:
        raise SurveyFrozen


def refuse_unless_open(survey: Survey) -> None:
    """Raise SurveyNotOpen unless it is open."""
    if survey.state is not SurveyState.OPEN:
        raise SurveyNotOpen
