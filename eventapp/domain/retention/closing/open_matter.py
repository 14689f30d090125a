"""What of an event is open still when somebody wants to close it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select

from eventapp.domain.schedule.session_question.moderation import UNREAD
from eventapp.extensions import db
from eventapp.models import (
    CheckIn,
    Device,
    DeviceKind,
    Event,
    EventLetter,
    FormatRequest,
    LetterState,
    Material,
    Registration,
    RegistrationState,
    ScanStatus,
    SessionQuestion,
    SpeakerAddress,
    SpeakerProposal,
    Survey,
    SurveyState,
    WalkIn,
    WalkInState,
)


class OpenMatterKind(StrEnum):
    """What may be open, in the order that it is said."""

    SURVEY_OPEN = "survey-open"
    SURVEY_MIXING = "survey-mixing"
    SURVEY_TO_OPEN = "survey-to-open"
    LETTERS = "letters"
    APPROVALS = "approvals"
    SCANS = "scans"
    SILENT_PHONES = "silent-phones"
    WALK_INS = "walk-ins"
    QUESTIONS = "questions"
    PROPOSALS = "proposals"
    FORMAT_REQUESTS = "format-requests"


# The bundle has results, so it waits for them; all else somebody may leave as it is.
BLOCKING = frozenset({OpenMatterKind.SURVEY_OPEN, OpenMatterKind.SURVEY_MIXING})
IS_OPEN = Survey.state == SurveyState.OPEN
IS_MIXING = and_(Survey.state == SurveyState.CLOSED, Survey.complete.is_(False))


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """One thing that is open, and how many of it."""

    kind: OpenMatterKind
    count: int

    @property
    def blocks(self) -> bool:
        """Whether the event cannot be closed before it is done."""
        return self.kind in BLOCKING


def list_open_matters(event: Event) -> list[OpenMatter]:
    """What is open, in one query."""
    counts = dict(_counts(event))
    row = db.session.execute(select(*counts.values())).one()
    return [OpenMatter(kind, count) for kind, count in zip(counts, row, strict=True) if count]


def has_open_survey(event: Event) -> bool:
    """Whether a survey takes answers, or its results are not there yet."""
    which = select(Survey.id).where(Survey.event_id == event.id, or_(IS_OPEN, IS_MIXING))
    return db.session.scalar(which.limit(1)) is not None


def _counts(event: Event) -> Iterator[tuple[OpenMatterKind, ScalarSelect[int]]]:
    kinds = OpenMatterKind
    yield kinds.SURVEY_OPEN, _count(Survey, event, IS_OPEN)
    yield kinds.SURVEY_MIXING, _count(Survey, event, IS_MIXING)
    yield kinds.SURVEY_TO_OPEN, _count(Survey, event, Survey.state == SurveyState.READY)
    waiting = EventLetter.state.in_((LetterState.SCHEDULED, LetterState.SENDING))
    yield kinds.LETTERS, _count(EventLetter, event, waiting)
    pending = Registration.state == RegistrationState.PENDING
    yield kinds.APPROVALS, _count(Registration, event, pending)
    yield kinds.SCANS, _count(CheckIn, event, CheckIn.standing == ScanStatus.QUARANTINED)
    yield kinds.SILENT_PHONES, _count(Device, event, _is_silent(event))
    yield kinds.WALK_INS, _count(WalkIn, event, WalkIn.state == WalkInState.WAITING)
    yield kinds.QUESTIONS, _count(SessionQuestion, event, UNREAD)
    yield kinds.PROPOSALS, _proposals(event)
    yield kinds.FORMAT_REQUESTS, _format_requests(event)


def _count(model: Any, event: Event, *which: ColumnElement[bool]) -> ScalarSelect[int]:
    counted = select(func.count()).select_from(model)
    return counted.where(model.event_id == event.id, *which).scalar_subquery()


def _is_silent(event: Event) -> ColumnElement[bool]:
    """A phone that has not been heard of since the event: scans may be on it that never came."""
    return and_(
        Device.kind == DeviceKind.PHONE,
        Device.paired_at.is_not(None),
        Device.revoked_at.is_(None),
        or_(Device.last_seen_at.is_(None), Device.last_seen_at < event.ends_at),
    )


def _proposals(event: Event) -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(SpeakerProposal)
        .join(SpeakerAddress, SpeakerAddress.id == SpeakerProposal.speaker_address_id)
        .where(SpeakerAddress.event_id == event.id)
        .scalar_subquery()
    )


def _format_requests(event: Event) -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(FormatRequest)
        .join(Material, Material.id == FormatRequest.material_id)
        .where(Material.event_id == event.id, FormatRequest.answered_at.is_(None))
        .scalar_subquery()
    )
