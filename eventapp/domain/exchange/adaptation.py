"""Adaptations: submitted by another organisation, shown once an editor has read them.

What its coordinator declares is in declaration.py, and stands for what was submitted before.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from eventapp.domain.errors import Refusal
from eventapp.domain.locking import lock_row
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    Adaptation,
    AdaptationKind,
    AdaptationState,
    Experience,
    ExperienceFollowUp,
)

LIST_MAX = 200
USED = (AdaptationKind.ADAPTS, AdaptationKind.USES)


class AdaptationAlreadyDecided(Refusal):
    """Somebody has decided about it already."""

    code = "adaptation-read"
    sentence = _l("Someone has already decided about this.")


def submit(
    experience: Experience,
    organisation_id: int,
    kind: AdaptationKind,
    *,
    comment: str,
    contact_email: str,
    now: datetime,
) -> Adaptation:
    """Store what another organisation does; an editor reads it before it is shown.

    The same sent again on the same day is the one that waits already. Flushes.
    """
    lock_row(experience)  # a second click waits
    words = {
        "experience_id": experience.id,
        "organisation_id": organisation_id,
        "kind": kind,
        "comment": comment,
        "contact_email": contact_email,
        "told_on": now.date(),
    }
    unread = select(Adaptation).filter_by(**words, state=AdaptationState.TOLD)
    if waiting := db.session.scalar(unread):
        return waiting
    adaptation = Adaptation(**words)
    db.session.add(adaptation)
    db.session.flush()
    return adaptation


def decide(adaptation: Adaptation, *, show: bool) -> None:
    """Show the adaptation below the experience, or decline it. Raises AdaptationAlreadyDecided."""
    lock_row(adaptation)
    if adaptation.state is not AdaptationState.TOLD:
        raise AdaptationAlreadyDecided
    adaptation.state = AdaptationState.SHOWN if show else AdaptationState.DECLINED


def find(code: str) -> Adaptation | None:
    """The adaptation with this code."""
    return db.session.scalar(select(Adaptation).where(Adaptation.code == code))


def list_shown(experience: Experience) -> Sequence[Adaptation]:
    """What each organisation does with the experience now, the newest first.

    Those that may not be named are among them: whoever shows them counts them, and no more.
    """
    return _latest(_list(Adaptation.experience_id == experience.id, is_shown()))


def list_unread() -> Sequence[Adaptation]:
    """The adaptations that nobody has decided about; at most LIST_MAX."""
    return _list(Adaptation.id > 0, Adaptation.state == AdaptationState.TOLD)


def is_shown() -> ColumnElement[bool]:
    """The condition that one counts: an editor has read it, or it is declared and stands."""
    return or_(
        and_(Adaptation.declared.is_(False), Adaptation.state == AdaptationState.SHOWN),
        and_(Adaptation.declared.is_(True), Adaptation.withdrawn.is_(False)),
    )


def count_users(experience_ids: Collection[int]) -> dict[int, int]:
    """How many organisations adapt or use each of the experiences, by its id."""
    rows = db.session.execute(
        select(Adaptation.experience_id, func.count(Adaptation.organisation_id.distinct()))
        .where(Adaptation.experience_id.in_(experience_ids), is_shown(), Adaptation.kind.in_(USED))
        .group_by(Adaptation.experience_id)
    )
    return {row[0]: row[1] for row in rows}


def list_follow_ups(experience: Experience) -> Sequence[ExperienceFollowUp]:
    """The follow-ups of the experience, the newest first."""
    return db.session.scalars(
        select(ExperienceFollowUp)
        .where(ExperienceFollowUp.experience_id == experience.id)
        .order_by(ExperienceFollowUp.told_on.desc(), ExperienceFollowUp.id.desc())
    ).all()


def _list(*which: ColumnElement[bool]) -> Sequence[Adaptation]:
    return db.session.scalars(
        select(Adaptation)
        .where(*which)
        .options(
            joinedload(Adaptation.organisation),
            joinedload(Adaptation.experience),
            joinedload(Adaptation.own_experience),
        )
        .order_by(Adaptation.told_on.desc(), Adaptation.id.desc())
        .limit(LIST_MAX)
    ).all()


def _latest(adaptations: Sequence[Adaptation]) -> list[Adaptation]:
    """One of each organisation: what its coordinator declared, else the newest."""
    by_organisation: dict[int, Adaptation] = {}
    for adaptation in sorted(adaptations, key=lambda adaptation: not adaptation.declared):
        by_organisation.setdefault(adaptation.organisation_id, adaptation)
    latest = set(by_organisation.values())
    return [adaptation for adaptation in adaptations if adaptation in latest]
