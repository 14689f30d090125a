"""Writing an experience: drafted, and edited against a version; every text is stored."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.event.focus_area import list_areas
from eventapp.domain.exchange import notification, search_index
from eventapp.domain.locking import lock_row
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    Cost,
    EvidenceStage,
    Experience,
    ExperienceState,
    ExperienceVersion,
    Organisation,
    ProcessStep,
    Readership,
    Research,
)


class ExperienceStateConflict(Refusal):
    """The state of the experience does not allow this."""

    code = "wrong-state"
    sentence = _l("The experience is not in a state where that can be done.")


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
    _record_version(experience, now)
    audit.record(AuditAction.EXPERIENCE_DRAFTED, experience, actor=actor, now=now)
    return experience


def edit(
    experience: Experience, text: ExperienceText, *, version: int, actor: str, now: datetime
) -> None:
    """Write the card anew; approvals fall, and a published card goes back to review.

    Raises StaleVersion when somebody else saved since `version`, WrongState when withdrawn.
    """
    lock_row(experience)
    check_version(experience, version)
    if experience.state is ExperienceState.WITHDRAWN:
        raise ExperienceStateConflict
    _write(experience, text)
    experience.municipality_approved_at = experience.editor_approved_at = None
    reviewed_anew = experience.state is ExperienceState.PUBLISHED
    if reviewed_anew:
        experience.state = ExperienceState.IN_REVIEW
        search_index.remove_from_index(experience)
    experience.version += 1
    _record_version(experience, now)
    audit.record(AuditAction.EXPERIENCE_EDITED, experience, actor=actor, now=now)
    if reviewed_anew:
        notification.notify_of_review(experience, now=now)


def _write(experience: Experience, text: ExperienceText) -> None:
    for name in WRITTEN:
        setattr(experience, name, getattr(text, name))
    experience.focus_areas = list(list_areas(text.focus_areas))


def _record_version(experience: Experience, now: datetime) -> None:
    text = {name: getattr(experience, name) for name in WRITTEN}
    text["focus_areas"] = [area.code for area in experience.focus_areas]
    version = ExperienceVersion(
        experience_id=experience.id, number=experience.version, saved_at=now, text=text
    )
    db.session.add(version)
    db.session.flush()
