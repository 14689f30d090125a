"""Writing an experience: drafted, and edited against a version; every text is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy import select

from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.event.focus_area import list_areas
from eventapp.domain.exchange import notification
from eventapp.domain.exchange.finding import search_index
from eventapp.domain.locking import lock_row
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    Cost,
    EvidenceStage,
    Experience,
    ExperienceFile,
    ExperienceState,
    ExperienceVersion,
    Organisation,
    Readership,
    Research,
)
from eventapp.models.exchange.experience import ProcessStep


class ExperienceWithdrawn(Refusal):
    """It was withdrawn, maybe while somebody wrote."""

    code = "experience-withdrawn"
    sentence = _l(
        "The experience has been withdrawn, so it cannot be changed any more. "
        "Copy what you want to use of your text before you leave the page."
    )


class ExperienceStateConflict(Refusal):
    """The state of the experience does not allow this."""

    code = "wrong-state"
    sentence = _l(
        "Somebody has changed the state of the experience meanwhile, so that cannot be done."
    )


@dataclass(frozen=True, slots=True)
class ExperienceText:
    """The texts and facts that people write about an experience."""

    title: str
    summary: str = ""
    problem: str = ""
    cause: str = ""
    setting: str = ""
    measure: str = ""
    result: str = ""
    lesson: str = ""
    failed: bool = False
    stage: EvidenceStage = EvidenceStage.UNTESTED
    research: Research = Research.UNCLEAR
    figures: dict[str, Any] = field(default_factory=dict)
    cost: Cost = Cost.UP_TO_50
    step: ProcessStep = ProcessStep.IMPLEMENTATION
    hours_per_month: int | None = None
    target: str = ""
    needed: list[str] = field(default_factory=list)
    partners: list[str] = field(default_factory=list)
    materials: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    contact_function: str = ""
    contact_email: str = ""
    contact_for: Readership = Readership.NETWORK
    audience: Readership = Readership.ALL
    focus_areas: tuple[str, ...] = ()


WRITTEN = tuple(
    text_field.name for text_field in fields(ExperienceText) if text_field.name != "focus_areas"
)


def draft(
    organisation: Organisation,
    text: ExperienceText,
    *,
    actor: str,
    now: datetime,
    event_id: int | None = None,
) -> Experience:
    """A new draft, its first text on record as version 1. Flushes."""
    experience = Experience(organisation=organisation, created_at=now, source_event_id=event_id)
    _write(experience, text)
    db.session.add(experience)
    db.session.flush()
    record_version(experience, now=now)
    audit.record(AuditAction.EXPERIENCE_DRAFTED, experience, actor=actor, now=now)
    return experience


def edit(
    experience: Experience, text: ExperienceText, *, version: int, actor: str, now: datetime
) -> None:
    """Write the card anew; approvals fall, and a published card goes back to review.

    Raises StaleVersion when somebody else saved since `version`, ExperienceWithdrawn.
    """
    lock_living(experience)
    check_version(experience, version)
    _write(experience, text)
    audit.record(AuditAction.EXPERIENCE_EDITED, experience, actor=actor, now=now)
    require_new_approvals(experience, now=now)


def lock_living(experience: Experience) -> None:
    """Lock a card that is not withdrawn. Raises ExperienceWithdrawn."""
    lock_row(experience)
    if experience.state is ExperienceState.WITHDRAWN:
        raise ExperienceWithdrawn


def require_new_approvals(experience: Experience, *, now: datetime) -> None:
    """Store what the card says now, which nobody has approved; a published one is read again."""
    experience.municipality_approved_at = experience.editor_approved_at = None
    reviewed_anew = experience.state is ExperienceState.PUBLISHED
    if reviewed_anew:
        experience.state = ExperienceState.IN_REVIEW
        search_index.remove_from_index(experience)
    experience.version += 1
    record_version(experience, now=now)
    if reviewed_anew:
        notification.notify_of_review(experience, now=now)


def list_files(experience: Experience) -> Sequence[ExperienceFile]:
    """The files of the card that are not removed, in the order they came."""
    return db.session.scalars(
        select(ExperienceFile)
        .where(ExperienceFile.experience_id == experience.id, ExperienceFile.withdrawn_at.is_(None))
        .order_by(ExperienceFile.id)
    ).all()


def _write(experience: Experience, text: ExperienceText) -> None:
    for name in WRITTEN:
        setattr(experience, name, getattr(text, name))
    experience.focus_areas = list(list_areas(text.focus_areas))


def record_version(experience: Experience, *, now: datetime) -> None:
    """Store what the card says under the number of its version. Flushes."""
    text = {name: getattr(experience, name) for name in WRITTEN}
    text["focus_areas"] = [area.code for area in experience.focus_areas]
    text["files"] = [file.title for file in list_files(experience)]
    version = ExperienceVersion(
        experience_id=experience.id, number=experience.version, saved_at=now, text=text
    )
    db.session.add(version)
    db.session.flush()
