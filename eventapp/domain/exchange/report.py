"""Counts for the report: cards by state, area and stage, and how they are used."""

from dataclasses import dataclass

from sqlalchemy import func, select

from eventapp.extensions import db
from eventapp.models import (
    Adaptation,
    AdaptationKind,
    AdaptationState,
    Experience,
    ExperienceState,
    FocusArea,
    Lead,
    Stage,
)
from eventapp.models.exchange.experience import experience_focus_areas


@dataclass(frozen=True, slots=True)
class ExchangeCounts:
    """How much there is; of organisations, never of people."""

    leads: int
    published: int
    failed: int
    by_stage: dict[Stage, int]
    by_area: dict[str, int]
    adaptations: dict[AdaptationKind, int]


def count_exchange() -> ExchangeCounts:
    """Count what is there now."""
    published = Experience.state == ExperienceState.PUBLISHED
    stages = db.session.execute(
        select(Experience.stage, func.count()).where(published).group_by(Experience.stage)
    )
    areas = db.session.execute(
        select(FocusArea.code, func.count())
        .join(experience_focus_areas, experience_focus_areas.c.focus_area_id == FocusArea.id)
        .join(Experience, Experience.id == experience_focus_areas.c.experience_id)
        .where(published)
        .group_by(FocusArea.code)
    )
    adaptations = db.session.execute(
        select(Adaptation.kind, func.count())
        .where(Adaptation.state == AdaptationState.SHOWN)
        .group_by(Adaptation.kind)
    )
    by_stage = {row[0]: row[1] for row in stages}
    return ExchangeCounts(
        leads=db.session.scalar(select(func.count()).select_from(Lead)) or 0,
        published=sum(by_stage.values()),
        failed=db.session.scalar(
            select(func.count()).select_from(Experience).where(published, Experience.failed)
        )
        or 0,
        by_stage=by_stage,
        by_area={row[0]: row[1] for row in areas},
        adaptations={row[0]: row[1] for row in adaptations},
    )
