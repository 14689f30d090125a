"""How one municipality answered: beside all others, beside its class, and beside earlier events.

Every figure is one that the hiding function has let through; nothing is counted here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain.survey.analysis.disclosure import DisclosureLevel, PublishedGroup
from eventapp.domain.survey.group import class_code
from eventapp.domain.survey.result import Finding, SurveyResults, find_results
from eventapp.extensions import db
from eventapp.models import Event, MunicipalityClass, Survey, SurveyState

# How many earlier events a trend shows.
EARLIER_MAX = 4
HIDDEN = DisclosureLevel.NOTHING


class ResultReader(StrEnum):
    """Who reads results, beside the organizers."""

    COORDINATOR = "coordinator"
    PARTICIPANT = "participant"
    LINK = "link"


# Which surveys each of them may read.
READABLE: dict[ResultReader, tuple[ColumnElement[bool], ...]] = {
    ResultReader.COORDINATOR: (),
    ResultReader.PARTICIPANT: (Survey.shown_to_participants.is_(True),),
    ResultReader.LINK: (Survey.links_shared.is_(True),),
}


@dataclass(frozen=True, slots=True)
class OwnFinding:
    """One measure: the own group, what it is compared with, and its class where it has one.

    `others` says whether `beside` is all others; else it is everybody, the own group included.
    """

    finding: Finding
    own: PublishedGroup
    beside: PublishedGroup
    others: bool
    class_: PublishedGroup | None

    @property
    def is_hidden(self) -> bool:
        """Whether nothing can be said of the own group."""
        return self.own.level is HIDDEN


@dataclass(frozen=True, slots=True)
class OwnResults:
    """All measures of one survey as one municipality may read them."""

    results: SurveyResults
    group: str
    findings: tuple[OwnFinding, ...]
    class_: MunicipalityClass | None

    @property
    def hidden(self) -> int:
        """In how many measures nothing can be said of the own group."""
        return sum(own.is_hidden for own in self.findings)


@dataclass(frozen=True, slots=True)
class EarlierFigure:
    """One measure at one event of a trend: everybody, and the own group if there is one."""

    event: Event
    whole: PublishedGroup
    own: PublishedGroup | None


@dataclass(frozen=True, slots=True)
class Trend:
    """One measure over the events of a series, the earliest first."""

    finding: Finding
    figures: tuple[EarlierFigure, ...]


def compare_own(results: SurveyResults, group: str) -> OwnResults:
    """The results as the people of this group read them."""
    stored = results.survey.class_by_group.get(group)
    own_class = MunicipalityClass(stored) if stored else None
    findings = tuple(
        _own(finding, group, own_class) for finding in results.findings if finding.broken_down
    )
    return OwnResults(results, group, findings, own_class)


def find_earlier(survey: Survey, reader: ResultReader) -> list[SurveyResults]:
    """Results of earlier events of the series that this reader may have, the latest first.

    Conferences mostly belong to none: then those of the same kind that do not, either.
    """
    event = survey.event
    alike = Event.series_id == event.series_id
    if event.series_id is None:
        alike = (Event.series_id.is_(None)) & (Event.kind == event.kind)
    surveys = db.session.scalars(
        select(Survey)
        .join(Survey.event)
        .where(
            alike,
            Event.starts_at < event.starts_at,
            Survey.state == SurveyState.CLOSED,
            Survey.complete,
            Survey.session_id.is_(None),
            *READABLE[reader],
        )
        .options(joinedload(Survey.event), selectinload(Survey.questions))
        .order_by(Event.starts_at.desc(), Survey.id)
        .limit(EARLIER_MAX)
    ).all()
    return [results for earlier in surveys if (results := find_results(earlier))]


def trends_of(
    results: SurveyResults, earlier: Sequence[SurveyResults], group: str = ""
) -> list[Trend]:
    """Each measure that was asked in the same words before, where something of it is shown."""
    trends = []
    for finding in results.findings:
        if not finding.broken_down:
            continue
        figures = [
            _at(at, same, group)
            for at in (*reversed(earlier), results)
            if (same := _same(at, finding))
        ]
        if len(figures) > 1:
            trends.append(Trend(finding, tuple(figures)))
    return trends


def _own(finding: Finding, group: str, own_class: MunicipalityClass | None) -> OwnFinding:
    publication = finding.publication
    others = publication.find_others(group)
    apart = others.level is not HIDDEN
    return OwnFinding(
        finding,
        publication.find_group(group),
        others if apart else publication.whole,
        apart,
        publication.find_class(class_code(own_class)) if own_class else None,
    )


def _same(results: SurveyResults, finding: Finding) -> Finding | None:
    """The finding of the same measure, if its question was asked in the same words."""
    same = results.find(finding.counted.name)
    if same is None or same.counted.label != finding.counted.label:
        return None
    alike = same.counted.question.text == finding.counted.question.text
    return same if alike and same.counted.measure == finding.counted.measure else None


def _at(results: SurveyResults, finding: Finding, group: str) -> EarlierFigure:
    publication = finding.publication
    own = publication.find_group(group) if group else None
    return EarlierFigure(results.survey.event, publication.whole, own)
