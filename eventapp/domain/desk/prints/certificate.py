"""Certificates of attendance: for those who came, once the event is over; confirmed by address."""

import hmac
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.orm import joinedload

from eventapp.domain import locking
from eventapp.domain.desk.prints.person import NothingToPrint
from eventapp.domain.desk.prints.presence import (
    AttendanceRecord,
    AttendedSession,
    Stay,
    attendance_record,
    list_stays,
)
from eventapp.domain.door.attendance import list_came, load_scans
from eventapp.domain.door.projection import in_house
from eventapp.domain.errors import Refusal
from eventapp.domain.people.organisation import swedish_order
from eventapp.domain.record import audit
from eventapp.domain.schedule.release import latest_schedule
from eventapp.domain.token import derive_token
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    Attendance,
    AuditAction,
    Certificate,
    CheckIn,
    ChoiceState,
    Event,
    EventState,
    Registration,
    RegistrationState,
    Session,
    SessionChoice,
)

CERTIFICATES_PER_FILE_MAX = 1_000
CODE_LENGTH = 10  # a registration's public code, with which the token begins
PROOF_LENGTH = 16  # 80 bits of the derived part


class NotOver(Refusal):
    """Certificates are for what has taken place."""

    code = "not-over"
    sentence = _l("Certificates can be printed when the event is over.")


class NoCertificate(Refusal):
    """The person did not come, or the event is not over."""

    code = "no-certificate"
    sentence = _l("There is no certificate: it is for those who came, once the event is over.")


class TooManyCertificates(Refusal):
    """More people came than one file can have certificates for."""

    code = "too-many-certificates"
    sentence = _l("More than 1,000 people came. So many certificates do not fit in one file.")


@dataclass(frozen=True, slots=True)
class IssuableCertificate:
    """One certificate before it is issued; the token is the secret part of its address."""

    registration_id: int
    name: str
    organisation: str
    language: str
    attended: AttendanceRecord
    token: str


@dataclass(frozen=True, slots=True)
class ConfirmedCertificate:
    """What is confirmed to whoever has a certificate in hand: no name, only its initials."""

    event: Event
    initials: str
    attended: AttendanceRecord
    issued_at: datetime


def may_issue(event: Event, *, now: datetime) -> bool:
    """Whether the event has taken place."""
    return event.state is EventState.PUBLISHED and event.ends_at <= now


def certificate_token(registration: Registration) -> str:
    """The secret part of the certificate's address."""
    proof = derive_token("certificate", registration.secret, 1)[:PROOF_LENGTH]
    return f"{registration.code}{proof}"


def list_certificates(event: Event, *, now: datetime) -> list[IssuableCertificate]:
    """A certificate for each who came, by name. Raises NotOver, NothingToPrint, and when too many.

    Where the scans have been deleted, what was issued before still holds.
    """
    if not may_issue(event, now=now):
        raise NotOver
    records = _attendance_records(event)
    if not records:
        raise NothingToPrint
    if len(records) > CERTIFICATES_PER_FILE_MAX:
        raise TooManyCertificates
    registrations = db.session.scalars(select(Registration).where(Registration.id.in_(records)))
    return [
        _issuable(person, records[person.id])
        for person in sorted(registrations, key=lambda r: (swedish_order(r.name), r.id))
    ]


def record_certificates(
    event: Event, issued: Sequence[IssuableCertificate], *, actor: str, now: datetime
) -> None:
    """Store what these certificates say, so that it can be confirmed, and log it.

    Those issued before to somebody who is not among them are confirmed no longer.
    """
    values = [
        {
            "registration_id": certificate.registration_id,
            "issued_at": now,
            "attended": _stored(certificate.attended),
        }
        for certificate in issued
    ]
    locking.lock_event(event)
    of_event = select(Registration.id).where(Registration.event_id == event.id)
    ids = [row["registration_id"] for row in values]
    left = set(db.session.scalars(of_event.where(Registration.id.in_(ids))))
    db.session.execute(
        delete(Certificate)
        .where(Certificate.registration_id.in_(of_event))
        .execution_options(synchronize_session=False)
    )
    if rows := [row for row in values if row["registration_id"] in left]:
        db.session.execute(insert(Certificate), rows)
    audit.record(
        AuditAction.PRINTED, event, actor=actor, now=now, list="certificates", count=len(values)
    )


def has_own_certificate(registration: Registration, *, now: datetime) -> bool:
    """Whether a certificate was issued to this person, or can be since they came."""
    event = registration.event
    if not may_issue(event, now=now) or registration.state is not RegistrationState.CONFIRMED:
        return False
    return is_issued(registration) or bool(list_came([registration.id]))


def is_issued(registration: Registration) -> bool:
    """Whether the address of this person's certificate confirms it."""
    return db.session.get(Certificate, registration.id) is not None


def issue_own_certificate(registration: Registration, *, now: datetime) -> IssuableCertificate:
    """Issue one person's certificate to themselves, and log it. Raises NoCertificate."""
    event = locking.lock_event(registration.event).event
    attended = None
    if may_issue(event, now=now):
        attended = _attendance_records(event, only=registration.id).get(registration.id)
    if attended is None:
        raise NoCertificate
    values = {"issued_at": now, "attended": _stored(attended)}
    db.session.merge(Certificate(registration_id=registration.id, **values))
    audit.record(
        AuditAction.PRINTED,
        registration,
        actor=audit.PARTICIPANT,
        now=now,
        list="certificates",
        count=1,
    )
    return _issuable(registration, attended)


def sample_attendance(event: Event) -> AttendanceRecord:
    """What somebody took part in who was there all the time; of parallel sessions the first."""
    schedule = latest_schedule(event)
    sessions = schedule.sessions if schedule else ()
    firsts = {s.choice_group: s.code for s in reversed(sessions)}
    whole = [Stay(event.starts_at, event.ends_at)]
    return attendance_record(whole, sessions, set(firsts.values()), ZoneInfo(event.time_zone))


def find_certificate(token: str) -> ConfirmedCertificate | None:
    """The issued certificate that this address confirms; None as if there had never been one.

    So it is answered too of somebody whom an organizer has cancelled since.
    """
    code, proof = token[:CODE_LENGTH], token[CODE_LENGTH:]
    row = db.session.execute(
        select(Registration, Certificate)
        .join(Certificate, Certificate.registration_id == Registration.id)
        .where(Registration.code == code, Registration.state == RegistrationState.CONFIRMED)
        .options(joinedload(Registration.event))
    ).first()
    if row is None:
        return None
    registration, certificate = row
    expected = derive_token("certificate", registration.secret, 1)[:PROOF_LENGTH]
    if not hmac.compare_digest(expected.encode(), proof.encode()):
        return None
    return ConfirmedCertificate(
        event=registration.event,
        initials=" ".join(f"{word[0]}." for word in registration.name.split()),
        attended=_read(certificate.attended),
        issued_at=certificate.issued_at,
    )


def _issuable(registration: Registration, attended: AttendanceRecord) -> IssuableCertificate:
    return IssuableCertificate(
        registration_id=registration.id,
        name=registration.name,
        organisation=registration.organisation_name,
        language=registration.language,
        attended=attended,
        token=certificate_token(registration),
    )


def _attendance_records(event: Event, only: int | None = None) -> dict[int, AttendanceRecord]:
    """What each took part in who has a place and came, by the id of the registration."""
    zone = ZoneInfo(event.time_zone)
    schedule = latest_schedule(event)
    sessions = schedule.sessions if schedule else ()
    registrations = db.session.execute(
        select(Registration.id, Certificate.attended)
        .outerjoin(Certificate, Certificate.registration_id == Registration.id)
        .where(
            Registration.event_id == event.id,
            Registration.state == RegistrationState.CONFIRMED,
            *_only(Registration.id, only),
        )
    ).all()
    stays, chosen = _stays(event, zone, only), _choices(event, only)
    records: dict[int, AttendanceRecord] = {}
    for id_, attended in registrations:
        if id_ not in stays and attended:
            records[id_] = _read(attended)
        elif own := stays.get(id_):
            records[id_] = attendance_record(own, sessions, chosen[id_], zone)
    return records


def _only(column: Any, registration_id: int | None) -> list[ColumnElement[bool]]:
    return [] if registration_id is None else [column == registration_id]


def _stays(event: Event, zone: ZoneInfo, only: int | None) -> Mapping[int, Sequence[Stay]]:
    """When each was there, at a door or on a screen; empty for those whose scans were undone."""
    if event.online:
        whole = [Stay(event.starts_at, event.ends_at)]
        ids = db.session.scalars(
            select(Attendance.registration_id)
            .join(Registration, Registration.id == Attendance.registration_id)
            .where(Registration.event_id == event.id, *_only(Registration.id, only))
        )
        return dict.fromkeys(ids, whole)
    return {
        owner: list_stays(in_house(scans), zone)
        for owner, scans in load_scans(event.id, *_only(CheckIn.registration_id, only)).items()
        if isinstance(owner, int)
    }


def _choices(event: Event, only: int | None) -> Mapping[int, set[str]]:
    """The codes of the sessions in which each has a seat."""
    chosen: dict[int, set[str]] = defaultdict(set)
    rows = db.session.execute(
        select(SessionChoice.registration_id, Session.code)
        .join(Session, Session.id == SessionChoice.session_id)
        .where(
            Session.event_id == event.id,
            SessionChoice.state == ChoiceState.CONFIRMED,
            *_only(SessionChoice.registration_id, only),
        )
    )
    for id_, code in rows:
        chosen[id_].add(code)
    return chosen


def _stored(attended: AttendanceRecord) -> dict[str, Any]:
    return {
        "days": [day.isoformat() for day in attended.days],
        "sessions": [
            {
                "title": session.title,
                "starts_at": session.starts_at.isoformat(),
                "ends_at": session.ends_at.isoformat(),
            }
            for session in attended.sessions
        ],
    }


def _read(stored: Mapping[str, Any]) -> AttendanceRecord:
    return AttendanceRecord(
        days=tuple(date.fromisoformat(day) for day in stored["days"]),
        sessions=tuple(_read_sessions(stored["sessions"])),
    )


def _read_sessions(stored: Sequence[Mapping[str, str]]) -> Iterator[AttendedSession]:
    for session in stored:
        starts, ends = (datetime.fromisoformat(session[key]) for key in ("starts_at", "ends_at"))
        yield AttendedSession(session["title"], starts, ends)
