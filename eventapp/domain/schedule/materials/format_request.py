"""Asking for a material in another format, and answering; the address goes with the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.domain import locking, outbox
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.models import AuditAction, Event, FileFormat, FormatRequest, JobKind, Material

WORDS_MAX_LENGTH = 200
ANSWER_WORKING_DAYS = 5


@dataclass(frozen=True, slots=True)
class WantedFormat:
    """What somebody asks for: the format, in their own words what else, and where to answer."""

    format: FileFormat
    words: str
    email: str


def ask_for_format(
    event: Event, material: Material, wanted: WantedFormat, *, now: datetime
) -> FormatRequest:
    """Store the request and promise a letter to the event's contact address. Flushes.

    The same again while it waits is one request.
    """
    locking.lock_event(event)
    same = select(FormatRequest).where(
        FormatRequest.material_id == material.id,
        FormatRequest.format == wanted.format,
        FormatRequest.email == wanted.email,
        FormatRequest.answered_at.is_(None),
    )
    request = db.session.scalar(same)
    if request is None:
        request = FormatRequest(
            material_id=material.id,
            format=wanted.format,
            words=wanted.words,
            email=wanted.email,
            created_at=now,
        )
        db.session.add(request)
        db.session.flush()
        key = f"format-request:{request.code}"
        outbox.enqueue(JobKind.FORMAT_REQUEST_MAIL, key=key, now=now, format_request_id=request.id)
    return request


def answer_request(event: Event, request: FormatRequest, *, actor: str, now: datetime) -> None:
    """Note that it is answered, and forget where to. Answered already, nothing changes."""
    locking.lock_event(event)
    if request.answered_at is None:
        request.answered_at, request.email = now, ""
        code = request.material.code
        audit.record(
            AuditAction.FORMAT_REQUEST_ANSWERED, event, actor=actor, now=now, material=code
        )


def list_waiting(event: Event) -> Sequence[FormatRequest]:
    """The requests that nobody has answered, the oldest first."""
    return db.session.scalars(
        select(FormatRequest)
        .join(FormatRequest.material)
        .where(Material.event_id == event.id, FormatRequest.answered_at.is_(None))
        .options(joinedload(FormatRequest.material))
        .order_by(FormatRequest.created_at, FormatRequest.id)
    ).all()


def find_request(event: Event, code: str) -> FormatRequest | None:
    """The request of this code about one of the event's materials."""
    return db.session.scalar(
        select(FormatRequest)
        .join(FormatRequest.material)
        .where(Material.event_id == event.id, FormatRequest.code == code)
    )


def find_to_notify(request_id: int) -> tuple[FormatRequest, Event] | None:
    """The request and its event, unless it is answered or gone."""
    row = db.session.execute(
        select(FormatRequest, Event)
        .join(FormatRequest.material)
        .join(Event, Event.id == Material.event_id)
        .where(FormatRequest.id == request_id, FormatRequest.answered_at.is_(None))
    ).one_or_none()
    return (row[0], row[1]) if row else None
