"""The staff of the sample: their accounts, and addresses that sign each of them in once."""

from datetime import datetime

from sqlalchemy import select

from eventapp.clock import utcnow
from eventapp.demo.sample import read
from eventapp.domain.event.start_list import (
    StartStep,
    close_start_list,
    load_start_list,
    set_aside,
)
from eventapp.domain.people.account import create_account, find_by_email
from eventapp.domain.people.role import ScopedRole, give_role
from eventapp.domain.people.sign_in_link import (
    OPERATOR_LINK_DURATION,
    create_sign_in_link,
    sign_in_token,
)
from eventapp.domain.permission import Role
from eventapp.domain.record.audit import SYSTEM
from eventapp.extensions import db
from eventapp.models import Account, Delegation, Event, Organisation

# The key in the demo's JSON, the role, the name and the address. All are made up.
STAFF = (
    ("admin_sign_in", Role.ADMIN, "Ingrid Tjärnglans", "admin@bra.example"),
    ("organizer_sign_in", Role.ORGANIZER, "Viggo Sävklang", "arrangor@bra.example"),
    ("editor_sign_in", Role.EDITOR, "Liv Bokspire", "redaktor@bra.example"),
    ("security_contact_sign_in", Role.SECURITY_CONTACT, "Sune Granvik", "sakerhet@bra.example"),
    ("coordinator_sign_in", Role.COORDINATOR, "Saga Ängslycka", "samordnare@kommun.example"),
)


def seed_accounts(base_url: str) -> dict[str, str]:
    """Create the accounts that are missing, and a fresh address for each, by key. Commits."""
    now = utcnow()
    addresses = {
        key: _address(_account(role, name, email, now=now), base_url, now=now)
        for key, role, name, email in STAFF
    }
    _close_start_list(now)
    db.session.commit()
    return addresses


def _close_start_list(now: datetime) -> None:
    """The sample is set up: nobody is to try its mail or name its site first."""
    admin = find_by_email(STAFF[0][3])
    if admin is not None and load_start_list(on=now.date()) is not None:
        for step in StartStep:
            set_aside(step, admin, now=now)
        close_start_list(admin, now=now)


def _account(role: Role, name: str, email: str, *, now: datetime) -> Account:
    if account := find_by_email(email):
        return account
    account = create_account(email, name, now=now)
    organisation = _organisation() if role is Role.COORDINATOR else None
    scoped = ScopedRole(role, organisation_id=organisation.id if organisation else None)
    give_role(account, scoped, actor=SYSTEM, now=now)
    return account


def _organisation() -> Organisation | None:
    """The organisation with most seats at the event under way."""
    slug = read("further_events")["event_live"]["event"]["slug"]
    return db.session.scalar(
        select(Organisation)
        .join(Delegation, Delegation.organisation_id == Organisation.id)
        .join(Event, Event.id == Delegation.event_id)
        .where(Event.slug == slug)
        .order_by(Delegation.reserved_seats.desc(), Delegation.id)
        .limit(1)
    )


def _address(account: Account, base_url: str, *, now: datetime) -> str:
    link = create_sign_in_link(account, lasts=OPERATOR_LINK_DURATION, now=now)
    return f"{base_url}/sign-in/links/{sign_in_token(link)}"
