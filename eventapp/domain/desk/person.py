"""One person: an address and a name, and everything that is stored about them.

Offices share mailboxes: the others of an address are neither shown nor counted. What bears an
address but no name (messages, leads) is shown only where nobody else uses the address.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain import outbox
from eventapp.domain.desk.cancellation import unsettled
from eventapp.domain.people.name import fold_name
from eventapp.domain.record.audit import Subject, subject_of
from eventapp.domain.record.history import HistoryEntry, list_histories
from eventapp.domain.record.log import latest_reason
from eventapp.domain.registration.answer import answers_in_words
from eventapp.domain.schedule.speaker.speaker_copy import exported_speaker
from eventapp.extensions import db
from eventapp.models import (
    Account,
    Attendance,
    AuditAction,
    CareNeed,
    CheckIn,
    Contact,
    Invitee,
    Job,
    Lead,
    Registration,
    SessionChoice,
    SpeakerAddress,
)

REASON_LASTS = timedelta(hours=8)  # a day's work: tomorrow it is asked for again


@dataclass(frozen=True, slots=True)
class PersonKey:
    """Who it is: the address and the name, both folded."""

    email: str
    folded_name: str


@dataclass(frozen=True, slots=True)
class HeldRegistration:
    """One registration, and how much hangs on it. Needs are a yes or no: nobody reads them here.

    `undoable` says that it is cancelled, or merged into another, but not for good yet.
    """

    registration: Registration
    needs: bool
    letters: int
    arrivals: int
    attended: bool
    undoable: bool
    history: Sequence[HistoryEntry]


@dataclass(frozen=True, slots=True)
class HeldPerson:
    """Everything that is stored about one person, known to the desk by `code`."""

    code: str
    key: PersonKey
    name: str
    registrations: Sequence[HeldRegistration]
    account: Account | None
    contacts: Sequence[Contact]
    leads: Sequence[Lead]
    speaking: Sequence[SpeakerAddress]
    invitations: Sequence[Invitee]

    @property
    def version(self) -> int:
        """Rises whenever a registration or the account is saved, or one more comes."""
        own = self.account.version if self.account else 0
        return own + sum(held.registration.version for held in self.registrations)

    @property
    def subject(self) -> Registration | Account | Subject:
        """What the log names for this person."""
        for held in self.registrations:
            if held.registration.code == self.code:
                return held.registration
        if self.account is not None:
            return self.account
        if self.registrations:
            return self.registrations[0].registration
        if self.speaking:
            return Subject("speaker", self.speaking[0].code, self.speaking[0].event_id)
        return Subject("invitee", self.code)


def find_person(email: str, name: str) -> str | None:
    """The code of the person with this folded address and this name; None if nothing is stored."""
    folded = fold_name(name)
    code = db.session.scalar(
        _registrations(PersonKey(email, folded))
        .with_only_columns(Registration.code)
        .order_by(Registration.id.desc())
        .limit(1)
    )
    if code is None and (account := _account(PersonKey(email, folded))):
        code = account.code
    if code is None:
        spoken = (row.code for row in _addresses_at(email) if row.folded_name == folded)
        code = next(spoken, None)
    if code is None:
        code = db.session.scalar(
            select(Invitee.code)
            .where(Invitee.email == email, Invitee.folded_name == folded)
            .order_by(Invitee.id.desc())
            .limit(1)
        )
    return code


def load_person(code: str) -> HeldPerson | None:
    """Everything about the person of this code: a registration's, an account's or an invitee's."""
    key, name = _key_of(code)
    if key is None:
        return None
    registrations = db.session.scalars(
        _registrations(key)
        .options(
            joinedload(Registration.event),
            selectinload(Registration.choices).joinedload(SessionChoice.session),
        )
        .order_by(Registration.registered_at.desc())
    ).all()
    others, account, invitees = _uses_of(key)
    addresses = _addresses_at(key.email)
    names = {row.folded_name for row in addresses} | {row.folded_name for row in invitees}
    names.add(fold_name(account.name) if account else "")
    alone = not others and not names - {key.folded_name, ""}
    return HeldPerson(
        code=code,
        key=key,
        name=name,
        registrations=_held(registrations),
        account=account if account and fold_name(account.name) == key.folded_name else None,
        contacts=_by_address(Contact, Contact.email, key) if alone else [],
        leads=_by_address(Lead, Lead.contact_email, key) if alone else [],
        speaking=[row for row in addresses if row.folded_name == key.folded_name],
        invitations=[
            invitee
            for invitee in invitees
            if invitee.folded_name == key.folded_name or (alone and not invitee.folded_name)
        ],
    )


def find_reason(person: HeldPerson, *, actor: str, now: datetime) -> str:
    """Why the actor looked for this person, as they last wrote it; empty after REASON_LASTS."""
    subject = Subject(*subject_of(person.subject))
    return latest_reason(now - REASON_LASTS, AuditAction.PERSON_READ, subject, actor=actor)


def export_person(person: HeldPerson) -> dict[str, Any]:
    """Everything as plain values, for a file; needs as a yes or no."""
    return {
        "name": person.name,
        "email": person.key.email,
        "registrations": [_exported(held) for held in person.registrations],
        "invitations": [_exported_invitation(invitee) for invitee in person.invitations],
        "account": _exported_account(person.account),
        "messages": [
            {
                "function": contact.function,
                "text": contact.text,
                "at": contact.created_at.isoformat(),
            }
            for contact in person.contacts
        ],
        "leads": [
            {
                "title": lead.title,
                "story": lead.story,
                "function": lead.contact_function,
                "on": lead.told_on.isoformat(),
            }
            for lead in person.leads
        ],
        "speaking": [exported_speaker(address) for address in person.speaking],
    }


def _exported(held: HeldRegistration) -> dict[str, Any]:
    registration = held.registration
    cancelled_at = registration.cancelled_at
    return {
        "event": registration.event.title,
        "organisation": registration.organisation_name,
        "role": registration.role,
        "language": registration.language,
        "state": registration.state.value,
        "visibility": registration.visibility.value,
        "badge": registration.badge.value,
        "desk_code": registration.desk_code,
        "answers": registration.answers,
        "answers_in_words": answers_in_words(registration),
        "sessions": [
            {"title": choice.session.title, "state": choice.state.value}
            for choice in registration.choices
        ],
        "needs": held.needs,
        "registered_at": registration.registered_at.isoformat(),
        "cancelled_at": cancelled_at.isoformat() if cancelled_at else None,
        "decline_reason": registration.decline_reason,
        "letters": held.letters,
        "scans": held.arrivals,
        "attended_online": held.attended,
        "history": [{"at": entry.at.isoformat(), "action": entry.action} for entry in held.history],
    }


def _exported_invitation(invitee: Invitee) -> dict[str, Any]:
    moments = {
        "invited_at": invitee.invited_at,
        "answered_at": invitee.answered_at,
        "remind_at": invitee.remind_at,
    }
    return {
        "event": invitee.event.title,
        "name": invitee.name,
        "organisation": invitee.organisation_name,
        "language": invitee.language,
        "answer": invitee.answer.value,
        "reason": invitee.reason,
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
    }


def _exported_account(account: Account | None) -> dict[str, Any] | None:
    if account is None:
        return None
    return {
        "name": account.name,
        "email": account.email,
        "roles": sorted({grant.role for grant in account.grants}),
        "created_at": account.created_at.isoformat(),
        "last_used_at": account.last_used_at.isoformat() if account.last_used_at else None,
    }


def _key_of(code: str) -> tuple[PersonKey | None, str]:
    registration = db.session.scalar(select(Registration).where(Registration.code == code))
    if registration:
        return PersonKey(registration.email, registration.folded_name), registration.name
    account = db.session.scalar(select(Account).where(Account.code == code))
    if account:
        return PersonKey(account.email, fold_name(account.name)), account.name
    address = db.session.scalar(select(SpeakerAddress).where(SpeakerAddress.code == code))
    if address:
        return PersonKey(address.email, address.folded_name), address.speaker.name
    invitee = db.session.scalar(select(Invitee).where(Invitee.code == code))
    if invitee:
        return PersonKey(invitee.email, invitee.folded_name), invitee.name or invitee.email
    return None, ""


def _registrations(key: PersonKey) -> Select[Registration]:
    return select(Registration).where(
        Registration.email == key.email, Registration.folded_name == key.folded_name
    )


def _addresses_at(email: str) -> Sequence[SpeakerAddress]:
    """The speakers whom letters go to at this address, whatever they are called."""
    return db.session.scalars(
        select(SpeakerAddress)
        .where(SpeakerAddress.email == email)
        .options(joinedload(SpeakerAddress.event), joinedload(SpeakerAddress.speaker))
        .order_by(SpeakerAddress.id.desc())
    ).all()


def _account(key: PersonKey) -> Account | None:
    account = _account_at(key.email)
    return account if account and fold_name(account.name) == key.folded_name else None


def _account_at(email: str) -> Account | None:
    return db.session.scalar(
        select(Account).where(Account.email == email).options(selectinload(Account.grants))
    )


def _uses_of(key: PersonKey) -> tuple[bool, Account | None, list[Invitee]]:
    """Whether others have registered with the address; its account and invitations. One query."""
    others = exists().where(
        Registration.email == key.email, Registration.folded_name != key.folded_name
    )
    rows = db.session.execute(
        select(others, Account, Invitee)
        .select_from(select(literal(1)).subquery())
        .outerjoin(Account, Account.email == key.email)
        .outerjoin(Invitee, Invitee.email == key.email)
        .options(selectinload(Account.grants), joinedload(Invitee.event))
        .order_by(Invitee.created_at.desc(), Invitee.id)
    ).all()
    return rows[0][0], rows[0][1], [row[2] for row in rows if row[2]]


def _by_address(model: type[Any], column: Any, key: PersonKey) -> Sequence[Any]:
    return db.session.scalars(select(model).where(func.lower(column) == key.email)).all()


def _held(registrations: Sequence[Registration]) -> list[HeldRegistration]:
    counts = _count_parts([registration.id for registration in registrations])
    histories = list_histories(registrations)
    return [
        HeldRegistration(
            registration,
            bool(counts["needs", registration.id]),
            counts["letters", registration.id],
            counts["scans", registration.id],
            bool(counts["attended", registration.id]),
            bool(counts["undoable", registration.id]),
            histories.get(registration.code, []),
        )
        for registration in registrations
    ]


def _count_parts(ids: Sequence[int]) -> Counter[tuple[str, int]]:
    """How many needs, letters, scans, attendances and undoable endings each has; one query."""
    about = Job.payload["registration_id"].as_integer()
    parts: list[tuple[str, Any, ColumnElement[bool]]] = [
        ("needs", CareNeed.registration_id, CareNeed.registration_id.in_(ids)),
        ("letters", about, outbox.is_about(ids)),
        ("scans", CheckIn.registration_id, CheckIn.registration_id.in_(ids)),
        ("attended", Attendance.registration_id, Attendance.registration_id.in_(ids)),
        *(("undoable", column, which) for column, which in unsettled(ids)),
    ]
    queries = [
        select(literal(name), column, func.count()).where(which).group_by(column)
        for name, column, which in parts
    ]
    rows = db.session.execute(union_all(*queries))
    return Counter({(row[0], row[1]): row[2] for row in rows})
