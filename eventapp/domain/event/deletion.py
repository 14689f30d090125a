"""Deleting a draft that nobody has registered for, with all that was prepared in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, func, select

from eventapp.domain import locking
from eventapp.domain.errors import Refusal
from eventapp.domain.people.role import end_half_way, list_colleagues_of
from eventapp.domain.record import audit, disposal
from eventapp.domain.record.pause import current_pauses
from eventapp.domain.schedule.file_removal import list_files_only_of, promise_removal
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    Delegation,
    Event,
    EventLetter,
    EventState,
    Invitee,
    Material,
    Registration,
    RegistrationQuestion,
    Session,
    Speaker,
    Survey,
)


class DraftInUse(Refusal):
    """The event has been published, or somebody is registered."""

    code = "draft-in-use"
    sentence = _l(
        "Only a draft without registrations can be deleted. Call the event off, or let retention "
        "delete what is past."
    )


class DraftPaused(Refusal):
    """Somebody waits for documents of this event, or of all."""

    code = "draft-paused"
    sentence = _l(
        "Deleting is paused, since somebody waits for documents. The draft can be deleted once "
        "the pause has ended."
    )


@dataclass(frozen=True, slots=True)
class DraftContents:
    """How much goes with a draft."""

    sessions: int
    speakers: int
    questions: int
    delegations: int
    invitees: int
    materials: int
    letters: int
    surveys: int


COUNTED: Mapping[str, type[Any]] = {
    "sessions": Session,
    "speakers": Speaker,
    "questions": RegistrationQuestion,
    "delegations": Delegation,
    "invitees": Invitee,
    "materials": Material,
    "letters": EventLetter,
    "surveys": Survey,
}


def may_delete(event: Event) -> bool:
    """Whether the event is a draft without registrations."""
    registered = select(Registration.id).where(Registration.event_id == event.id).limit(1)
    return event.state is EventState.DRAFT and db.session.scalar(registered) is None


def count_contents(event: Event) -> DraftContents:
    """Count what is in the draft, and would go with it. One query."""

    def count(model: type[Any]) -> ScalarSelect[int]:
        of_event = select(func.count()).select_from(model).where(model.event_id == event.id)
        return of_event.scalar_subquery()

    row = db.session.execute(select(*map(count, COUNTED.values()))).one()
    return DraftContents(**dict(zip(COUNTED, row, strict=True)))


def delete_draft(event: Event, *, actor: str, now: datetime) -> None:
    """Delete the draft, and promise that files which nothing else uses go too.

    Raises DraftInUse, DraftPaused.
    """
    locked = locking.lock_event(event)
    if not may_delete(locked.event):
        raise DraftInUse
    if current_pauses().cover(event.id):
        raise DraftPaused
    locking.lock_row(event)  # against rows that refer to it too, for none may come meanwhile
    files = list_files_only_of(Material.event_id == event.id)
    colleagues = list_colleagues_of(event)
    audit.record(AuditAction.DRAFT_DELETED, event, actor=actor, now=now)
    disposal.delete_event(event)
    end_half_way(colleagues, actor=actor)
    promise_removal(files, now=now)
