"""A copy of everything stored about one registration, for the person it is about."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from eventapp.domain import outbox
from eventapp.domain.record.history import HistoryEntry, list_history
from eventapp.domain.registration import care_need, queue
from eventapp.domain.registration.answer import answers_in_words
from eventapp.domain.registration.queue import WaitingParty
from eventapp.domain.registration.session_choice import shown_choices
from eventapp.domain.schedule.session_question.ask import list_own_questions
from eventapp.extensions import db
from eventapp.models import (
    Attendance,
    Certificate,
    CheckIn,
    CheckInList,
    Invitee,
    Job,
    JobKind,
    PrintedBadge,
    Registration,
    ScanKind,
    SessionQuestion,
)


@dataclass(frozen=True, slots=True)
class SentLetter:
    """One letter about the registration; `sent_at` is None until it is sent."""

    kind: JobKind
    promised_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """One scan of the ticket at a door, and the check-in list, unless it is the event's own."""

    at: datetime
    kind: ScanKind
    list_name: str


@dataclass(frozen=True, slots=True)
class Trail:
    """What has happened to a registration, in order of time."""

    letters: list[SentLetter]
    arrivals: list[Arrival]
    attended_at: datetime | None
    badge_printed_at: datetime | None
    certificate: Certificate | None
    invitation: Invitee | None
    history: list[HistoryEntry]


def trail_of(registration: Registration) -> Trail:
    """Read the letters, arrivals and changes that are stored about the registration."""
    jobs = db.session.scalars(
        select(Job).where(outbox.is_about([registration.id])).order_by(Job.created_at, Job.id)
    )
    scans = db.session.execute(
        select(CheckIn.at, CheckIn.kind, CheckInList.name)
        .outerjoin(
            CheckInList,
            (CheckInList.event_id == CheckIn.event_id)
            & (CheckInList.number == CheckIn.list_number),
        )
        .where(CheckIn.registration_id == registration.id)
        .order_by(CheckIn.at)
    )
    attendance = db.session.get(Attendance, registration.id)
    badge = db.session.get(PrintedBadge, registration.id)
    return Trail(
        letters=[SentLetter(job.kind, job.created_at, job.done_at) for job in jobs],
        arrivals=[
            Arrival(datetime.fromtimestamp(at / 1000, UTC), kind, name or "")
            for at, kind, name in scans
        ],
        attended_at=attendance.marked_at if attendance else None,
        badge_printed_at=badge.printed_at if badge else None,
        certificate=db.session.get(Certificate, registration.id),
        invitation=_find_invitation(registration),
        history=list_history(registration)[::-1],
    )


def copy_of(registration: Registration) -> dict[str, Any]:
    """Return the data as plain values (GDPR, articles 15 and 20)."""
    needs, trail = care_need.decrypt_needs(registration), trail_of(registration)
    return {
        "event": registration.event.title,
        "name": registration.name,
        "email": registration.email,
        "organisation": registration.organisation_name,
        "role": registration.role,
        "language": registration.language,
        "state": registration.state.value,
        "waiting_group": _group(queue.waiting_party(registration)),
        "visibility": registration.visibility.value,
        "badge": registration.badge.value,
        "desk_code": registration.desk_code,
        "answers": registration.answers,
        "answers_in_words": answers_in_words(registration),
        "sessions": [
            {"title": choice.session.title, "state": choice.state.value}
            for choice in shown_choices(registration)
        ],
        "questions_to_lecturers": [_question(row) for row in list_own_questions(registration)],
        "diet": needs.diet,
        "access": needs.access,
        "notice_version": registration.notice_version,
        **_turns(registration),
        "tickets_issued_at": [ticket.issued_at.isoformat() for ticket in registration.tickets],
        "letters": [_letter(letter) for letter in trail.letters],
        "arrivals": [
            {"at": arrival.at.isoformat(), "kind": arrival.kind.value, "list": arrival.list_name}
            for arrival in trail.arrivals
        ],
        "attended_online_at": _isoformat(trail.attended_at),
        "badge_printed_at": _isoformat(trail.badge_printed_at),
        "certificate": trail.certificate.attended if trail.certificate else None,
        "invitation": _invitation(trail.invitation) if trail.invitation else None,
        "history": [
            {"at": entry.at.isoformat(), "action": entry.action} for entry in trail.history
        ],
    }


def _question(question: SessionQuestion) -> dict[str, Any]:
    return {
        "session": question.session.title,
        "asked_at": question.asked_at.isoformat(),
        "text": question.text,
        "with_name": question.names_asker,
        "with_letter": question.wants_letter,
        "state": question.state.value,
        "shown_text": question.shown_text,
        "answer": question.answer,
        "reason": question.decline_reason,
    }


def _turns(registration: Registration) -> dict[str, Any]:
    """When the registration came to stand as it does, and what was written about it then."""
    return {
        "registered_at": registration.registered_at.isoformat(),
        "cancelled_at": _isoformat(registration.cancelled_at),
        "offer_ends_at": _isoformat(registration.offer_ends_at),
        "decide_by": _isoformat(registration.decide_by),
        "approved_at": _isoformat(registration.approved_at),
        "decline_reason": registration.decline_reason,
    }


def _find_invitation(registration: Registration) -> Invitee | None:
    """The invitation that led to the registration, or that was sent to this very person."""
    own = (Invitee.email == registration.email) & (Invitee.folded_name == registration.folded_name)
    return db.session.scalar(
        select(Invitee)
        .where(
            Invitee.event_id == registration.event_id,
            (Invitee.registration_id == registration.id) | own,
        )
        .order_by(Invitee.id)
        .limit(1)
    )


def _invitation(invitee: Invitee) -> dict[str, Any]:
    return {
        "name": invitee.name,
        "email": invitee.email,
        "organisation": invitee.organisation_name,
        "invited_at": _isoformat(invitee.invited_at),
        "answer": invitee.answer.value,
        "reason": invitee.reason,
        "answered_at": _isoformat(invitee.answered_at),
    }


def _group(party: WaitingParty | None) -> dict[str, Any] | None:
    return {"size": party.size, "all_or_none": party.whole} if party else None


def _letter(letter: SentLetter) -> dict[str, Any]:
    return {
        "kind": letter.kind.value,
        "promised_at": letter.promised_at.isoformat(),
        "sent_at": _isoformat(letter.sent_at),
    }


def _isoformat(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
