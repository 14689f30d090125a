"""Cards of every state, for those who work with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain.paging import Page
from eventapp.extensions import db
from eventapp.models import Experience, ExperienceState, ExperienceVersion, Organisation

PAGE = 50


@dataclass(frozen=True, slots=True)
class ExperiencePage:
    """One page of the desk's list; pages count from 1."""

    experiences: Sequence[Experience]
    page: int
    pages: int
    total: int


def find(code: str) -> Experience | None:
    """The card of this code, in any state, for those who work with it."""
    return db.session.scalar(
        select(Experience)
        .where(Experience.code == code)
        .options(joinedload(Experience.organisation), selectinload(Experience.focus_areas))
    )


def list_for_desk(words: str, state: ExperienceState | None, *, page: int) -> ExperiencePage:
    """Cards of every state whose title or organisation holds each word, the newest first."""
    wanted: list[Any] = [
        or_(
            Experience.title.icontains(word, autoescape=True),
            Organisation.name.icontains(word, autoescape=True),
        )
        for word in words.split()[:8]
    ]
    if state:
        wanted.append(Experience.state == state)
    matching = select(Experience).join(Experience.organisation).where(*wanted)
    total = db.session.scalar(select(func.count()).select_from(matching.subquery())) or 0
    shown = Page.of(total, wanted=page, size=PAGE)
    listed = db.session.scalars(
        matching.options(joinedload(Experience.organisation))
        .order_by(Experience.created_at.desc(), Experience.id.desc())
        .limit(PAGE)
        .offset(shown.start)
    ).all()
    return ExperiencePage(listed, shown.number, shown.pages, total)


def count_by_state() -> dict[ExperienceState, int]:
    """How many there are in each state."""
    rows = db.session.execute(select(Experience.state, func.count()).group_by(Experience.state))
    return {row[0]: row[1] for row in rows}


def list_for_organisations(ids: set[int]) -> Sequence[Experience]:
    """The cards of these organisations, those that wait for a yes first."""
    waits = Experience.state == ExperienceState.IN_REVIEW
    return db.session.scalars(
        select(Experience)
        .where(Experience.organisation_id.in_(ids), Experience.state != ExperienceState.WITHDRAWN)
        .options(joinedload(Experience.organisation))
        .order_by(waits.desc(), Experience.created_at.desc(), Experience.id.desc())
        .limit(200)
    ).all()


def list_versions(experience: Experience) -> Sequence[ExperienceVersion]:
    """Every text it has had, the newest first."""
    return db.session.scalars(
        select(ExperienceVersion)
        .where(ExperienceVersion.experience_id == experience.id)
        .order_by(ExperienceVersion.number.desc())
    ).all()
