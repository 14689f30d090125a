"""What a coordinator declares that the organisation does with another's experience.

It is shown at once, can be changed at any time, and undone for ten minutes.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.locking import lock_row
from eventapp.domain.record import audit
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    Adaptation,
    AdaptationKind,
    AdaptationState,
    AuditAction,
    Experience,
    ExperienceState,
    Organisation,
)

COMMENT_MAX_LENGTH = 400
DECLARATIONS_MAX = 200


class NotPublishedNow(Refusal):
    """It was withdrawn or sent back to review, maybe while somebody wrote."""

    code = "experience-not-published"
    sentence = _l(
        "The experience is not published any more, so nothing was saved. "
        "It may come back when its text has been approved again."
    )


class OwnExperience(Refusal):
    """An organisation does not learn from itself."""

    code = "own-experience"
    sentence = _l("This experience is your own. Choose one of another organisation.")


class TooLateToUndoDeclaration(Refusal):
    """It was changed longer ago than a change can be undone, or has been undone already."""

    code = "too-late-to-undo-declaration"
    sentence = _l("It can no longer be undone. Change it instead.")


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the organisation does, why, its own card of it, and whether it may be named."""

    kind: AdaptationKind
    comment: str = ""
    named: bool = True
    own_experience: Experience | None = None


def declare(
    experience: Experience,
    organisation: Organisation,
    declaration: Declaration,
    *,
    version: int,
    actor: str,
    now: datetime,
) -> Adaptation:
    """Say it, or say otherwise from now on. `version` is 0 where nothing was said. Flushes.

    Raises NotPublishedNow, OwnExperience, StaleVersion.
    """
    lock_row(experience)
    if experience.state is not ExperienceState.PUBLISHED:
        raise NotPublishedNow
    if experience.organisation_id == organisation.id:
        raise OwnExperience
    adaptation = find_declared(experience, organisation)
    if adaptation is None:
        adaptation = Adaptation(
            experience=experience, organisation=organisation, declared=True, version=0
        )
        before = None
    else:
        check_version(adaptation, version)
        before = _as_values(adaptation)
    _write(adaptation, declaration)
    adaptation.told_on = now.date()
    db.session.add(adaptation)
    _note(AuditAction.ADAPTATION_DECLARED, adaptation, before, actor=actor, now=now)
    return adaptation


def withdraw_declaration(
    adaptation: Adaptation, *, version: int, actor: str, now: datetime
) -> None:
    """Say nothing of it any more. Taken back already, nothing changes. Raises StaleVersion."""
    lock_row(adaptation)
    if adaptation.withdrawn:
        return
    check_version(adaptation, version)
    before = _as_values(adaptation)
    adaptation.withdrawn = True
    _note(AuditAction.ADAPTATION_WITHDRAWN, adaptation, before, actor=actor, now=now)


def undo_declaration(adaptation: Adaptation, *, actor: str, now: datetime) -> None:
    """Let it say again what it said before the last change. Raises TooLateToUndoDeclaration."""
    lock_row(adaptation)
    if not may_undo(adaptation, now=now):
        raise TooLateToUndoDeclaration
    if adaptation.before is None:
        adaptation.withdrawn = True
    else:
        _restore(adaptation, adaptation.before)
    _note(AuditAction.ADAPTATION_UNDONE, adaptation, None, actor=actor, now=now)
    adaptation.changed_at = None


def may_undo(adaptation: Adaptation, *, now: datetime) -> bool:
    """Whether the last change can still be undone."""
    return adaptation.changed_at is not None and now < adaptation.changed_at + UNDO_PERIOD


def find_declared(experience: Experience, organisation: Organisation) -> Adaptation | None:
    """What the organisation has declared of the experience, also what it took back."""
    return db.session.scalar(
        _declared([organisation.id]).where(Adaptation.experience_id == experience.id).limit(1)
    )


def find_own_declaration(code: str, organisations: Collection[int]) -> Adaptation | None:
    """The declaration with this code, if it is one of the organisations'."""
    return db.session.scalar(_declared(organisations).where(Adaptation.code == code))


def list_declared(organisations: Collection[int]) -> Sequence[Adaptation]:
    """What the organisations have declared of published experiences, the newest first.

    What was taken back is among it.
    """
    return db.session.scalars(
        _declared(organisations)
        .join(Experience, Experience.id == Adaptation.experience_id)
        .where(Experience.state == ExperienceState.PUBLISHED)
        .order_by(Adaptation.told_on.desc(), Adaptation.id.desc())
        .limit(DECLARATIONS_MAX)
    ).all()


def _declared(organisations: Collection[int]) -> Select[Adaptation]:
    return (
        select(Adaptation)
        .where(Adaptation.declared.is_(True), Adaptation.organisation_id.in_(organisations))
        .options(
            joinedload(Adaptation.experience).joinedload(Experience.organisation),
            joinedload(Adaptation.own_experience),
            joinedload(Adaptation.organisation),
        )
    )


def _write(adaptation: Adaptation, declaration: Declaration) -> None:
    own = declaration.own_experience
    adaptation.kind, adaptation.comment = declaration.kind, declaration.comment
    adaptation.own_experience_id = own.id if own else None
    _set_named(adaptation, named=declaration.named)
    adaptation.withdrawn = False


def _set_named(adaptation: Adaptation, *, named: bool) -> None:
    adaptation.named = named
    adaptation.state = AdaptationState.SHOWN if named else AdaptationState.DECLINED


def _as_values(adaptation: Adaptation) -> dict[str, Any]:
    return {
        "kind": adaptation.kind.value,
        "comment": adaptation.comment,
        "named": adaptation.named,
        "own_experience_id": adaptation.own_experience_id,
        "withdrawn": adaptation.withdrawn,
        "told_on": adaptation.told_on.isoformat(),
    }


def _restore(adaptation: Adaptation, values: dict[str, Any]) -> None:
    adaptation.kind, adaptation.comment = AdaptationKind(values["kind"]), values["comment"]
    adaptation.own_experience_id = values["own_experience_id"]
    _set_named(adaptation, named=values["named"])
    adaptation.withdrawn = values["withdrawn"]
    adaptation.told_on = date.fromisoformat(values["told_on"])


def _note(
    action: AuditAction,
    adaptation: Adaptation,
    before: dict[str, Any] | None,
    *,
    actor: str,
    now: datetime,
) -> None:
    adaptation.before, adaptation.changed_at = before, now
    adaptation.version += 1
    db.session.flush()
    audit.record(action, adaptation.experience, actor=actor, now=now, adaptation=adaptation.code)
