"""Adaptations: submitted by another organisation, shown once an editor has read them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
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
    """The adaptations shown below the experience, the newest first."""
    return _list(Adaptation.experience_id == experience.id, AdaptationState.SHOWN)


def list_unread() -> Sequence[Adaptation]:
    """The adaptations that nobody has decided about; at most LIST_MAX."""
    return _list(Adaptation.id > 0, AdaptationState.TOLD)


def list_follow_ups(experience: Experience) -> Sequence[ExperienceFollowUp]:
    """The follow-ups of the experience, the newest first."""
    return db.session.scalars(
        select(ExperienceFollowUp)
        .where(ExperienceFollowUp.experience_id == experience.id)
        .order_by(ExperienceFollowUp.told_on.desc(), ExperienceFollowUp.id.desc())
    ).all()


def _list(which: object, state: AdaptationState) -> Sequence[Adaptation]:
    return db.session.scalars(
        select(Adaptation)
        .where(which, Adaptation.state == state)  # type: ignore[arg-type]
        .options(joinedload(Adaptation.organisation), joinedload(Adaptation.experience))
        .order_by(Adaptation.told_on.desc(), Adaptation.id.desc())
        .limit(LIST_MAX)
    ).all()
