"""One person: an address and a name, and everything that is stored about them.

Offices share mailboxes: the others of an address are neither shown nor counted. What bears an
address but no name (messages, leads) is shown only where nobody else uses the address.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain.people.name import fold_name
from eventapp.domain.record.disposal import list_letters
from eventapp.domain.record.history import HistoryEntry, list_history
from eventapp.domain.registration import registration_copy
from eventapp.extensions import db
from eventapp.models import (
    Account,
    Attendance,
    CareNeed,
    CheckIn,
    Contact,
    Lead,
    Registration,
    SessionChoice,
)


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
    alone = not _is_shared(key)
    return HeldPerson(
        code=code,
        key=key,
        name=name,
        registrations=_held(registrations),
        account=_account(key),
        contacts=_by_address(Contact, Contact.email, key) if alone else [],
        leads=_by_address(Lead, Lead.contact_email, key) if alone else [],
    )


def export_person(person: HeldPerson) -> dict[str, Any]:
    """Everything as plain values, for a file; needs as a yes or no."""
    return {
        "name": person.name,
        "email": person.key.email,
        "registrations": [_exported(held) for held in person.registrations],
        "account": _exported_account(person.account),
        "messages": [
            {"function": each.function, "text": each.text, "at": each.created_at.isoformat()}
            for each in person.contacts
        ],
        "leads": [
            {
                "title": each.title,
                "story": each.story,
                "function": each.contact_function,
                "on": each.told_on.isoformat(),
            }
            for each in person.leads
        ],
    }


def _exported(held: HeldRegistration) -> dict[str, Any]:
    copied = registration_copy.copy_of(held.registration)
    del copied["diet"], copied["access"]
    return {**copied, "needs": held.needs}


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
    account = db.session.scalar(
        select(Account).where(Account.email == key.email).options(selectinload(Account.grants))
    )
    return account if account and fold_name(account.name) == key.folded_name else None


def _is_shared(key: PersonKey) -> bool:
    other = select(Registration.id).where(
        Registration.email == key.email, Registration.folded_name != key.folded_name
    )
    if db.session.scalar(other.limit(1)) is not None:
        return True
    name = db.session.scalar(select(Account.name).where(Account.email == key.email))
    return name is not None and fold_name(name) != key.folded_name


def _by_address(model: type[Any], column: Any, key: PersonKey) -> Sequence[Any]:
    return db.session.scalars(select(model).where(func.lower(column) == key.email)).all()


def _held(registrations: Sequence[Registration]) -> list[HeldRegistration]:
    ids = [registration.id for registration in registrations]
    needs = set(
        db.session.scalars(
            select(CareNeed.registration_id).where(CareNeed.registration_id.in_(ids))
        )
    )
    attended = set(
        db.session.scalars(
            select(Attendance.registration_id).where(Attendance.registration_id.in_(ids))
        )
    )
    scans = {
        row[0]: row[1]
        for row in db.session.execute(
            select(CheckIn.registration_id, func.count())
            .where(CheckIn.registration_id.in_(ids))
            .group_by(CheckIn.registration_id)
        )
    }
    return [
        HeldRegistration(
            registration,
            registration.id in needs,
            len(list_letters([registration.id])),
            scans.get(registration.id, 0),
            registration.id in attended,
            list_history(registration),
        )
        for registration in registrations
    ]
