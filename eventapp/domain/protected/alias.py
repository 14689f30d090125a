"""Registering a person whose identity is protected: under an alias, never by the public form.

The registration is an ordinary one: its row, its letters and its entries in the log are those of
somebody who used the public form. That it bears an alias is known to the security contacts alone.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import joinedload

from eventapp.domain import locking
from eventapp.domain.errors import Refusal
from eventapp.domain.people.account import is_security_contact
from eventapp.domain.protected.alias_record import (
    AliasContent,
    alias_digest,
    alias_digests,
    open_content,
    seal_content,
)
from eventapp.domain.record import audit
from eventapp.domain.record.audit import Subject
from eventapp.domain.record.submission import claim_submission, has_acted
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.care_need import decrypt_needs
from eventapp.domain.registration.change import RegistrationChange, change
from eventapp.domain.registration.override import force_register, may_register
from eventapp.domain.registration.registration import (
    AlreadyRegistered,
    Applicant,
    Reception,
    RegistrationClosed,
    add,
    prepare,
)
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.ids import new_code
from eventapp.models import Alias, AuditAction, Event, Registration

KEPT_AFTER_EVENT = timedelta(days=1)


class MailboxFull(Refusal):
    """As many are registered with this mailbox as the public form allows."""

    code = "mailbox-full"
    sentence = _l(
        "Several people are already registered with this mailbox. Use another one, or the "
        "registration would have to be approved by an organiser."
    )


class TellingMailbox(Refusal):
    """The mailbox is a security contact's own: whoever sees it would know."""

    code = "telling-mailbox"
    sentence = _l(
        "This is the address of a security contact, so it would show who is registered under an "
        "alias. Use a shared mailbox at the person’s workplace."
    )


@dataclass(frozen=True, slots=True)
class KnownAlias:
    """An alias that has been opened with the key."""

    code: str
    content: AliasContent
    registration: Registration


def register_alias(
    event: Event, alias: Applicant, reach: str, *, actor: str, now: datetime
) -> Reception:
    """Give the person behind an alias a seat, or a place in the queue, as anyone would get.

    Name, address and role must be the alias's own; `reach` says how the person is reached, and is
    sealed together with the actor. Nothing else says who registered them: an entry in the log with
    the security contact's name, or with none, would show which registration is an alias. Raises
    RegistrationClosed, TellingMailbox, MailboxFull, AlreadyRegistered, UnknownSession,
    SessionsCollide.
    """
    locked = locking.lock_event(event)
    if not event.takes_registrations(now):
        raise RegistrationClosed
    if is_security_contact(alias.email):
        raise TellingMailbox
    admission = prepare(locked, alias, now=now)
    if admission.address.registration_id:
        raise AlreadyRegistered
    if admission.address.full:
        raise MailboxFull
    reception = add(
        admission, admission.answer, actor=audit.PARTICIPANT, action=AuditAction.REGISTERED, now=now
    )
    _store(reception.registration, reach, actor=actor, now=now)
    return reception


def register_alias_late(
    event: Event, alias: Applicant, reach: str, *, actor: str, reason: str, now: datetime
) -> Reception:
    """Register as an organizer does who was rung outside the registration period, with a reason.

    The log names the actor and the reason, as it does of anybody who is registered late. So the
    actor must be one who may register anybody at the event: else their name would show the alias.
    Raises RegistrationClosed unless may_register, ReasonMissing, TellingMailbox, AlreadyRegistered,
    UnknownSession, SessionsCollide; and as register_alias, if the event has opened meanwhile.
    """
    locked = locking.lock_event(event)
    if locked.event.takes_registrations(now):
        return register_alias(event, alias, reach, actor=actor, now=now)
    if not may_register(locked.event, now=now):
        raise RegistrationClosed
    if is_security_contact(alias.email):
        raise TellingMailbox
    reception = force_register(event, alias, actor=actor, reason=reason, now=now)
    _store(reception.registration, reach, actor=actor, now=now)
    return reception


def find_alias(code: str) -> KnownAlias | None:
    """The alias of this code, opened."""
    alias = db.session.get(Alias, code)
    return next(open_aliases([alias]), None) if alias else None


def open_aliases(aliases: list[Alias]) -> Iterator[KnownAlias]:
    """Those that a key of ours opens and whose registration is there, in the order given.

    The registration is known by its secret: once it has been deleted, the next may get its number.
    """
    opened = [(alias, content) for alias in aliases if (content := open_content(alias))]
    ids = [content.registration_id for _alias, content in opened]
    rows = db.session.scalars(
        select(Registration).where(Registration.id.in_(ids)).options(joinedload(Registration.event))
    )
    registrations = {registration.id: registration for registration in rows}
    for alias, content in opened:
        registration = registrations.get(content.registration_id)
        if registration and alias.digest in alias_digests(registration.secret):
            yield KnownAlias(alias.code, content, registration)


def rename_alias(known: KnownAlias, name: str, *, version: int, now: datetime) -> None:
    """Give the person another alias, as participants change their name themselves.

    Raises AlreadyCancelled, StaleVersion, RegistrationClosed.
    """
    registration = known.registration
    wishes = RegistrationChange(
        name=name,
        role=registration.role,
        visibility=registration.visibility,
        badge=registration.badge,
        answers=registration.answers,
        needs=decrypt_needs(registration),
        sessions=tuple(choice.session.code for choice in registration.choices),
    )
    change(registration, wishes, version=version, now=now)


def replace_reach(known: KnownAlias, reach: str, *, actor: str, now: datetime) -> None:
    """Store another way to reach the person in place of the one there was."""
    content = replace(known.content, reach=reach)
    db.session.execute(
        update(Alias)
        .where(Alias.code == known.code)
        .values(sealed=seal_content(known.code, content))
        .execution_options(synchronize_session=False)
    )
    # By the alias's own code, which leads to no registration without the key.
    audit.record(AuditAction.CHANGED, Subject("alias", known.code), actor=actor, now=now)


def cancel_alias(known: KnownAlias, *, now: datetime) -> None:
    """Cancel as the person could themselves, and forget how they are reached.

    Raises CancellationClosed, AlreadyCancelled.
    """
    cancel(known.registration, now=now)
    delete_alias(known.registration)


def delete_alias(registration: Registration) -> None:
    """Forget that the registration is an alias, if it is one, and how the person is reached."""
    db.session.execute(
        delete(Alias)
        .where(Alias.digest.in_(alias_digests(registration.secret)))
        .execution_options(synchronize_session=False)
    )


def refresh_is_due(*, now: datetime) -> bool:
    """Whether refresh_aliases has anything to do, without taking a lock."""
    return bool(db.session.scalar(select(exists(select(Alias.code))))) and not has_acted(_hour(now))


def refresh_aliases(*, now: datetime) -> int:
    """Write every alias anew, once an hour; return how many were deleted.

    They are sealed under the newest key, and in one transaction: a database that remembers which
    transaction wrote a row does not show which registration came with it. Aliases whose event
    ended KEPT_AFTER_EVENT ago, or whose registration is gone, are deleted. Those that no key opens
    stay as they are.
    """
    if not claim_submission(_hour(now), now=now):
        return 0
    aliases = list(db.session.scalars(select(Alias).with_for_update()))
    readable = [alias for alias in aliases if open_content(alias)]
    lasting = {
        known.code: known
        for known in open_aliases(readable)
        if known.registration.event.ends_at > now - KEPT_AFTER_EVENT
    }
    for alias in readable:
        if known := lasting.get(alias.code):
            alias.digest = alias_digest(known.registration.secret)
            alias.sealed = seal_content(alias.code, known.content)
        else:
            db.session.delete(alias)
    return len(readable) - len(lasting)


def _store(registration: Registration, reach: str, *, actor: str, now: datetime) -> None:
    code, digest = new_code(), alias_digest(registration.secret)
    content = AliasContent(registration.id, reach, actor, now.isoformat())
    db.session.add(Alias(code=code, digest=digest, sealed=seal_content(code, content)))
    db.session.flush()


def _hour(now: datetime) -> str:
    return hashlib.sha256(f"aliases {now:%Y-%m-%d %H}".encode()).hexdigest()
