"""Accounts: who signs in, with which roles, and how a session stays theirs."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, exists, select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Actor, Role
from eventapp.domain.token import token_digest
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    Account,
    AccountSession,
    AddressChange,
    EndedSession,
    Grant,
    SignInLink,
)

# A grant of that role, which exists for the whole product alone.
SECURITY_CONTACTS = (Grant.role == Role.SECURITY_CONTACT.value, Grant.event_id.is_(None))


class AddressTaken(Refusal):
    """Another account has this address."""

    code = "address-taken"
    sentence = _l("There is already an account with that email address.")


def create_account(email: str, name: str, *, now: datetime, language: str = "") -> Account:
    """A new account without roles. Raises AddressTaken. Flushes; the caller commits."""
    if find_by_email(email):
        raise AddressTaken
    account = Account(email=email.casefold(), name=name, language=language, created_at=now)
    db.session.add(account)
    db.session.flush()
    return account


def find_by_email(email: str) -> Account | None:
    """The account of this address, in any case of letters."""
    return db.session.scalar(
        select(Account)
        .where(Account.email == email.casefold())
        .options(selectinload(Account.grants))
    )


def find_by_code(code: str) -> Account | None:
    """The account of this code, with its roles."""
    return db.session.scalar(
        select(Account).where(Account.code == code).options(selectinload(Account.grants))
    )


def find_signed_in(code: str, epoch: int, session: str = "") -> Account | None:
    """The account of a session, while it is active and neither this nor all have been ended."""
    shown = {"code": code, "epoch": epoch, "digest": token_digest(session)}
    return db.session.scalars(SIGNED_IN, shown).unique().one_or_none()


def actor_for(account: Account, event_id: int | None = None) -> Actor:
    """The account as an actor: roles for the whole product, and those for this event."""
    return _actor(grant for grant in account.grants if grant.event_id in {None, event_id})


def actor_anywhere(account: Account) -> Actor:
    """The account with every role it has, for the whole product or for any event."""
    return _actor(account.grants)


def _actor(grants: Iterable[Grant]) -> Actor:
    """An actor with these grants; a stored role that no longer exists grants nothing."""
    values = {grant.role for grant in grants if grant.organisation_id is None}
    return Actor(frozenset(role for role in Role if role.value in values))


def own_event_ids(account: Account) -> set[int]:
    """The ids of the events that the account has a role for."""
    return {grant.event_id for grant in account.grants if grant.event_id is not None}


def coordinated_organisation_ids(account: Account) -> set[int]:
    """The ids of the organisations whose delegations the account looks after."""
    return {
        grant.organisation_id
        for grant in account.grants
        if grant.role == Role.COORDINATOR.value and grant.organisation_id is not None
    }


def list_coordinators(organisation_id: int) -> Sequence[Account]:
    """Those who look after the organisation's delegations, in the order they came."""
    return _list_granted(
        Grant.role == Role.COORDINATOR.value, Grant.organisation_id == organisation_id
    )


def list_reachable(organisation_ids: Collection[int]) -> set[int]:
    """Which of the organisations somebody looks after."""
    ids = db.session.scalars(
        select(Grant.organisation_id)
        .join(Account, Account.id == Grant.account_id)
        .where(
            Account.active.is_(True),
            Grant.role == Role.COORDINATOR.value,
            Grant.organisation_id.in_(organisation_ids),
        )
    )
    return {organisation_id for organisation_id in ids if organisation_id is not None}


def list_editors() -> Sequence[Account]:
    """The editors, in the order they came; administrators where there are none."""
    for role in (Role.EDITOR, Role.ADMIN):
        everywhere = Grant.event_id.is_(None), Grant.organisation_id.is_(None)
        if accounts := _list_granted(Grant.role == role.value, *everywhere):
            return accounts
    return []


def list_organizers(event_id: int) -> Sequence[Account]:
    """The event's own organizers, in the order they came; where it has none, those of all events.

    Where there are none of these either, the administrators.
    """
    everywhere = Grant.event_id.is_(None), Grant.organisation_id.is_(None)
    for which in (
        (Grant.role == Role.ORGANIZER.value, Grant.event_id == event_id),
        (Grant.role == Role.ORGANIZER.value, *everywhere),
        (Grant.role == Role.ADMIN.value, *everywhere),
    ):
        if accounts := _list_granted(*which):
            return accounts
    return []


def list_door_leads(event_id: int) -> Sequence[Account]:
    """Those who are in charge of the event's doors, in the order they came."""
    return _list_granted(Grant.role == Role.DOOR_LEAD.value, Grant.event_id == event_id)


def list_overseers(account: Account) -> Sequence[Account]:
    """The administrators and records officers besides this account, in the order they came."""
    roles = [Role.ADMIN.value, Role.RECORDS_OFFICER.value]
    everywhere = Grant.event_id.is_(None), Grant.organisation_id.is_(None)
    overseers = _list_granted(Grant.role.in_(roles), *everywhere)
    return [overseer for overseer in overseers if overseer.id != account.id]


def list_security_contacts() -> Sequence[Account]:
    """Those who can register people under an alias, in the order they came."""
    return _list_granted(*SECURITY_CONTACTS)


def has_security_contact() -> bool:
    """Whether anybody can register people under an alias."""
    return bool(db.session.scalar(HAS_SECURITY_CONTACT))


def is_security_contact(email: str) -> bool:
    """Whether this folded address is a security contact's own."""
    return any(account.email == email for account in _list_granted(*SECURITY_CONTACTS))


def _list_granted(*which: ColumnElement[bool]) -> Sequence[Account]:
    return db.session.scalars(_granted(*which).order_by(Account.id)).all()


def _granted(*which: ColumnElement[bool]) -> Select[Account]:
    return select(Account).where(Account.active.is_(True), Account.grants.any(and_(*which)))


def end_sessions(account: Account) -> None:
    """Sign the account out everywhere: sessions and known browsers end.

    So do open sign-in links, and a change of address that nobody has confirmed.
    """
    account.epoch += 1
    end_links(account)
    for table in (AccountSession, AddressChange):
        db.session.execute(
            delete(table)
            .where(table.account_id == account.id)
            .execution_options(synchronize_session=False)
        )


def end_links(account: Account) -> None:
    """Delete the addresses that would still sign the account in."""
    db.session.execute(
        delete(SignInLink)
        .where(SignInLink.account_id == account.id, SignInLink.used_at.is_(None))
        .execution_options(synchronize_session=False)
    )


# Built once: every page of those who are signed in asks, and building takes longer than running.
SIGNED_IN = (
    select(Account)
    .where(
        Account.code == bindparam("code"),
        Account.epoch == bindparam("epoch"),
        Account.active.is_(True),
        ~exists().where(EndedSession.digest == bindparam("digest")),
    )
    .options(joinedload(Account.grants))
)
HAS_SECURITY_CONTACT = select(_granted(*SECURITY_CONTACTS).exists())
