"""Experiences in figures: how many by stage and focus area, and who has learnt from whom."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from eventapp.domain.exchange.adaptation import is_shown
from eventapp.domain.report.figures import ExperienceFigures, SpreadFigures
from eventapp.extensions import db
from eventapp.models import (
    Adaptation,
    Event,
    Experience,
    ExperienceState,
    FocusArea,
    Organisation,
    Readership,
)
from eventapp.models.exchange.experience import experience_focus_areas


def gather_experiences(
    events: Collection[str], areas: Collection[str], *, first: datetime, last: datetime
) -> ExperienceFigures:
    """Those that everybody may read, published in the period or grown out of the events.

    `events` are public ids, `areas` codes; all areas where there is none. Cards are public, and
    name organisations, never people: nothing here needs hiding. Only reads.
    """
    which = _chosen(events, areas, first, last)
    rows = db.session.execute(
        select(Experience.stage, Experience.failed, Experience.organisation_id).where(*which)
    ).all()
    stages = Counter(row.stage for row in rows)
    return ExperienceFigures(
        published=len(rows),
        failed=sum(row.failed for row in rows),
        organisations=len({row.organisation_id for row in rows}),
        by_stage={stage.value: count for stage, count in stages.items()},
        by_area=_by_area(which),
        spread=_spread(which),
    )


def _chosen(
    events: Collection[str], areas: Collection[str], first: datetime, last: datetime
) -> list[ColumnElement[bool]]:
    born = select(Event.id).where(Event.public_id.in_(events))
    which = [
        Experience.state == ExperienceState.PUBLISHED,
        Experience.audience == Readership.ALL,
        or_(Experience.published_at.between(first, last), Experience.source_event_id.in_(born)),
    ]
    if areas:
        bears = (
            select(experience_focus_areas.c.experience_id)
            .join(FocusArea, FocusArea.id == experience_focus_areas.c.focus_area_id)
            .where(FocusArea.code.in_(areas))
        )
        which.append(Experience.id.in_(bears))
    return which


def _by_area(which: list[ColumnElement[bool]]) -> dict[str, int]:
    rows = db.session.execute(
        select(FocusArea.code, func.count())
        .join(experience_focus_areas, experience_focus_areas.c.focus_area_id == FocusArea.id)
        .join(Experience, Experience.id == experience_focus_areas.c.experience_id)
        .where(*which)
        .group_by(FocusArea.code)
    )
    return {row[0]: row[1] for row in rows}


def _spread(which: list[ColumnElement[bool]]) -> tuple[SpreadFigures, ...]:
    """As the page of the spread has it: what each organisation says now of a card, if by name."""
    learner, source = aliased(Organisation), aliased(Organisation)
    rows = db.session.execute(
        select(
            learner.name, source.name, Adaptation.kind, Adaptation.named, Adaptation.experience_id
        )
        .select_from(Adaptation)
        .join(Experience, Experience.id == Adaptation.experience_id)
        .join(learner, learner.id == Adaptation.organisation_id)
        .join(source, source.id == Experience.organisation_id)
        .where(*which, is_shown())
        .order_by(Adaptation.declared.desc(), Adaptation.told_on.desc(), Adaptation.id.desc())
    )
    latest: dict[tuple[str, int], tuple[str, str, str] | None] = {}
    for taker, giver, kind, named, card in rows:
        latest.setdefault((taker, card), (taker, giver, kind.value) if named else None)
    counts = Counter(step for step in latest.values() if step)
    return tuple(SpreadFigures(*step, count) for step, count in sorted(counts.items()))
