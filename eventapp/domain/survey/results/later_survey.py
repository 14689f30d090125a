"""A later survey: some months on, what came of what people said that they would do.

Its four questions follow from the first survey's results as everybody may read them, never from
what one person answered. The timetable opens it, and its shares stand beside those of the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.domain.site.site import current_site
from eventapp.domain.survey import template
from eventapp.domain.survey.analysis.disclosure import PublishedGroup
from eventapp.domain.survey.locking import lock_survey
from eventapp.domain.survey.result import Finding, SurveyResults, find_results
from eventapp.domain.survey.results.own_result import READABLE, ResultReader
from eventapp.domain.survey.results.sharing import NoResultsYet
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Choice, Event, Survey, SurveyQuestion, SurveyState

MONTHS = (3, 4, 5, 6)
DAYS_IN_MONTH = 30
OPENS_AT_HOUR = time(9)


class LaterSurveyExists(Refusal):
    """People are asked once more, not again and again."""

    code = "later-survey-exists"
    sentence = _l("There is a follow-up of this survey already.")


class LaterSurveyTooLate(Refusal):
    """Six months have passed."""

    code = "later-survey-too-late"
    sentence = _l("That day has passed. Choose more months, or write a survey of its own.")


@dataclass(frozen=True, slots=True)
class ThenAndNow:
    """What was said at first, and what came of it, as shares that may be shown."""

    then: Finding
    now: Finding

    def shown(self, group: str) -> tuple[PublishedGroup, PublishedGroup]:
        """Both shares: of everybody, or of this group."""
        if not group:
            return self.then.publication.whole, self.now.publication.whole
        return (
            self.then.publication.find_group(group),
            self.now.publication.find_group(group),
        )


def months_ahead(survey: Survey, *, now: datetime) -> list[int]:
    """After how many months it can still be asked what came of it."""
    return [months for months in MONTHS if _opens_at(survey.event, months) > now]


def create_later_survey(survey: Survey, *, months: int, now: datetime, actor: str) -> Survey:
    """Let the timetable ask the same people so many months after the event.

    Raises NoResultsYet, LaterSurveyExists, LaterSurveyTooLate and SurveyGone.
    """
    survey = lock_survey(survey).survey
    results = find_results(survey)
    if results is None or survey.session_id is not None:
        raise NoResultsYet
    if find_later(survey):
        raise LaterSurveyExists
    opens_at = _opens_at(survey.event, months)
    if opens_at <= now:
        raise LaterSurveyTooLate
    later = _draft(results, opens_at)
    later.state = SurveyState.READY
    audit.record(
        AuditAction.SURVEY_MADE_READY, survey.event, actor=actor, now=now, survey=later.code
    )
    db.session.flush()
    return later


def find_later(survey: Survey) -> Survey | None:
    """The follow-up of a survey, if there is one."""
    return db.session.scalar(select(Survey).where(Survey.follows == survey.code))


def compare_then_and_now(
    results: SurveyResults, reader: ResultReader | None = None
) -> list[ThenAndNow]:
    """Each share of a follow-up beside the one it follows from; nothing of other surveys.

    Nothing either where the reader may not have the first survey's results; organizers may.
    """
    if not results.survey.follows:
        return []
    first = db.session.scalar(
        select(Survey)
        .where(Survey.code == results.survey.follows, *(READABLE[reader] if reader else ()))
        .options(joinedload(Survey.event), selectinload(Survey.questions))
    )
    then = find_results(first) if first else None
    if then is None:
        return []
    return [
        ThenAndNow(stated, finding)
        for finding in results.findings
        if finding.broken_down
        and (stated := then.find(finding.counted.question.settings.get("stated", "")))
    ]


def _opens_at(event: Event, months: int) -> datetime:
    """In the morning, so many months after the event."""
    zone = ZoneInfo(event.time_zone)
    day: date = event.ends_at.astimezone(zone).date() + timedelta(days=DAYS_IN_MONTH * months)
    return datetime.combine(day, OPENS_AT_HOUR, zone)


def _draft(results: SurveyResults, opens_at: datetime) -> Survey:
    first, written = results.survey, template.read_later()
    event = first.event
    reminds_at, closes_at = template.usual_times(event, opens_at)
    later = Survey(
        event=event,
        title=template.in_words(written["title"], event),
        intro=first.intro,
        language=first.language,
        breakdown=first.breakdown,
        class_by_group=first.class_by_group,
        min_group=max(first.min_group, current_site().min_group),
        audience=first.audience,
        session_code=first.session_code,
        follows=first.code,
        opens_at=opens_at,
        closes_at=closes_at,
        reminds_at=reminds_at,
    )
    db.session.add(later)
    by_code = {question.code: question for question in first.questions}
    about_people = [by_code[first.breakdown]] if first.breakdown in by_code else []
    later.questions = [
        *(template.copied_question(question) for question in about_people),
        *(_question(row, results) for row in written["questions"] if _was_asked(row, results)),
    ]
    db.session.flush()
    template.fill_choices(later)
    return later


def _was_asked(written: dict[str, Any], results: SurveyResults) -> bool:
    """Only what the first survey asked can be followed up."""
    return bool(_findings(results, written["stated"]["measure"]))


def _question(written: dict[str, Any], results: SurveyResults) -> SurveyQuestion:
    question = template.new_question(written, results.survey.event)
    stated = written["stated"]
    question.settings = {**question.settings, "stated": stated["measure"]}
    question.hint = _stated(results, stated)
    return question


def _stated(results: SurveyResults, stated: dict[str, str]) -> str:
    """What people said at first, in words; nothing where that may not be shown."""
    finding = _findings(results, stated["measure"])[0]
    words = template.in_words(stated["words"], results.survey.event)
    shown = finding.publication.whole
    if "{percent}" in words:
        return "" if shown.percent is None else words.replace("{percent}", str(shown.percent))
    most = _most_chosen(finding)
    return words.replace("{most}", most) if most else ""


def _most_chosen(finding: Finding) -> str:
    """The choice that most people made; none where that may not be shown, or nobody made any."""
    tally = finding.publication.whole.tally
    if tally is None or not any(tally.counts):
        return ""
    most = tally.categories[tally.counts.index(max(tally.counts))]
    choices: Sequence[Choice] = finding.counted.question.choices
    return next((choice.label for choice in choices if choice.code == most), "")


def _findings(results: SurveyResults, name: str) -> list[Finding]:
    return [finding for finding in results.findings if finding.counted.code == name]
