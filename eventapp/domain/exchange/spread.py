"""Who learnt from whom: what organisations have said that they do with others' experiences."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.domain.exchange.adaptation import is_shown
from eventapp.domain.people.organisation import swedish_order
from eventapp.extensions import db
from eventapp.models import (
    Adaptation,
    AdaptationKind,
    Experience,
    ExperienceState,
    Organisation,
    Readership,
)

LEARNT_MAX = 2_000


@dataclass(frozen=True, slots=True)
class SpreadStep:
    """One organisation that took over one card; its own card of it, where readers may see that."""

    experience: Experience
    taker: Organisation
    kind: AdaptationKind
    own_experience: Experience | None


@dataclass(frozen=True, slots=True)
class SpreadLink:
    """How many cards of the giver the taker plans, adapts or uses."""

    giver: Organisation
    taker: Organisation
    count: int


@dataclass(frozen=True, slots=True)
class Spread:
    """All steps, the newest first; the links that they make; and how many are by nobody named."""

    steps: Sequence[SpreadStep]
    links: Sequence[SpreadLink]
    unnamed: int


def list_spread(*, inside: bool) -> Spread:
    """What is planned, adapted and used of the cards that the reader may see."""
    adaptations = _latest_of_each(inside)
    steps = [
        SpreadStep(
            adaptation.experience,
            adaptation.organisation,
            adaptation.kind,
            readable(adaptation.own_experience, inside=inside),
        )
        for adaptation in adaptations
        if adaptation.named
    ]
    return Spread(steps, _links(steps), len(adaptations) - len(steps))


def readable(experience: Experience | None, *, inside: bool) -> Experience | None:
    """The experience, if there is one and the reader may see it."""
    if experience is None or experience.state is not ExperienceState.PUBLISHED:
        return None
    return experience if inside or experience.audience is Readership.ALL else None


def _latest_of_each(inside: bool) -> list[Adaptation]:
    """One row of each organisation and card: what was declared, else the newest."""
    rows = db.session.scalars(
        select(Adaptation)
        .join(Experience, Experience.id == Adaptation.experience_id)
        .where(is_shown(), Experience.state == ExperienceState.PUBLISHED)
        .where(*([] if inside else [Experience.audience == Readership.ALL]))
        .options(
            joinedload(Adaptation.organisation),
            joinedload(Adaptation.experience).joinedload(Experience.organisation),
            joinedload(Adaptation.own_experience),
        )
        .order_by(Adaptation.declared.desc(), Adaptation.told_on.desc(), Adaptation.id.desc())
        .limit(LEARNT_MAX)
    )
    latest: dict[tuple[int, int], Adaptation] = {}
    for row in rows:
        latest.setdefault((row.experience_id, row.organisation_id), row)
    takers = [row for row in latest.values() if row.kind is not AdaptationKind.REFRAINED]
    return sorted(takers, key=lambda row: (row.told_on, row.id), reverse=True)


def _links(steps: Sequence[SpreadStep]) -> list[SpreadLink]:
    counts = Counter((step.experience.organisation, step.taker) for step in steps)
    return sorted(
        (SpreadLink(giver, taker, count) for (giver, taker), count in counts.items()),
        key=lambda link: (swedish_order(link.giver.name), swedish_order(link.taker.name)),
    )
