"""One person: an address and a name, and everything that is stored about them.

Offices share mailboxes: the others of an address are neither shown nor counted. What bears an
address but no name (messages, leads) is shown only where nobody else uses the address.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain import outbox
from eventapp.domain.people.name import fold_name
from eventapp.domain.record.audit import Subject, subject_of
from eventapp.domain.record.history import HistoryEntry, list_histories
from eventapp.domain.record.log import latest_reason
from eventapp.extensions import db
from eventapp.models import (
    Account,
    Attendance,
    AuditAction,
    CareNeed,
    CheckIn,
    Contact,
    Job,
    Lead,
    Registration,
    SessionChoice,
)

REASON_LASTS = timedelta(hours=8)  # a day's work: tomorrow it is asked for again


@dataclass(frozen=True, slots=True)
class PersonKey:
    """Who it is: the address and the name, both folded."""

    email: str
    folded_name: str


@dataclass(frozen=True, slots=True)
class HeldRegistration:
    """One registration, and how much hangs on it. Needs are a yes or no: nobody reads them here."""

    registration: Registration
    needs: bool
    letters: int
    arrivals: int
    attended: bool
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

    @property
    def version(self) -> int:
        """Rises whenever a registration or the account is saved, or one more comes."""
        own = self.account.version if self.account else 0
        return own + sum(held.registration.version for held in self.registrations)

    @property
    def subject(self) -> Registration | Account:
        """What the log names for this person."""
        for held in self.registrations:
            if held.registration.code == self.code:
                return held.registration
        if self.account is not None:
            return self.account
        return self.registrations[0].registration


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
    return code


def load_person(code: str) -> HeldPerson | None:
    """Everything about the person of this code: that of a registration, or of an account."""
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
    account = _account_at(key.email)
    alone = not _is_shared(key, account)
    return HeldPerson(
        code=code,
        key=key,
        name=name,
        registrations=_held(registrations),
        account=account if account and fold_name(account.name) == key.folded_name else None,
        contacts=_by_address(Contact, Contact.email, key) if alone else [],
        leads=_by_address(Lead, Lead.contact_email, key) if alone else [],
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
        "sessions": [
            {"title": choice.session.title, "state": choice.state.value}
            for choice in registration.choices
        ],
        "needs": held.needs,
        "registered_at": registration.registered_at.isoformat(),
        "cancelled_at": cancelled_at.isoformat() if cancelled_at else None,
        "letters": held.letters,
        "scans": held.arrivals,
        "attended_online": held.attended,
        "history": [{"at": entry.at.isoformat(), "action": entry.action} for entry in held.history],
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
    return None, ""


def _registrations(key: PersonKey) -> Select[Registration]:
    return select(Registration).where(
        Registration.email == key.email, Registration.folded_name == key.folded_name
    )


def _account(key: PersonKey) -> Account | None:
    account = _account_at(key.email)
    return account if account and fold_name(account.name) == key.folded_name else None


def _account_at(email: str) -> Account | None:
    return db.session.scalar(
        select(Account).where(Account.email == email).options(selectinload(Account.grants))
    )


def _is_shared(key: PersonKey, account: Account | None) -> bool:
    if account is not None and fold_name(account.name) != key.folded_name:
        return True
    other = select(Registration.id).where(
        Registration.email == key.email, Registration.folded_name != key.folded_name
    )
    return db.session.scalar(other.limit(1)) is not None


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
            histories.get(registration.code, []),
        )
        for registration in registrations
    ]


def _count_parts(ids: Sequence[int]) -> Counter[tuple[str, int]]:
    """How many needs, letters, scans and attendances each registration has; one query."""
    about = Job.payload["registration_id"].as_integer()
    columns: dict[str, tuple[Any, ColumnElement[bool]]] = {
        "needs": (CareNeed.registration_id, CareNeed.registration_id.in_(ids)),
        "letters": (about, outbox.is_about(ids)),
        "scans": (CheckIn.registration_id, CheckIn.registration_id.in_(ids)),
        "attended": (Attendance.registration_id, Attendance.registration_id.in_(ids)),
    }
    queries = [
        select(literal(name), column, func.count()).where(which).group_by(column)
        for name, (column, which) in columns.items()
    ]
    rows = db.session.execute(union_all(*queries))
    return Counter({(row[0], row[1]): row[2] for row in rows})
