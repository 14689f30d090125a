"""Registering a person whose identity is protected: under an alias, never by the public form."""

from dataclasses import replace
from datetime import datetime

from eventapp.domain import locking
from eventapp.domain.registration.registration import (
    AlreadyRegistered,
    Applicant,
    Reception,
    RegistrationClosed,
    add,
    prepare,
)
from eventapp.models import AuditAction, Badge, Event, Visibility


def register_alias(event: Event, alias: Applicant, *, actor: str, now: datetime) -> Reception:
    """Give the person behind an alias a seat, or a place in the queue, as anyone would get.

    Name, address and role must be the alias's own. The badge is blank. Raises RegistrationClosed,
    AlreadyRegistered, UnknownSession, SessionsCollide.
    """
    locked = locking.lock_event(event)
    if not event.takes_registrations(now):
        raise RegistrationClosed
    protected = replace(alias, visibility=Visibility.PROTECTED, badge=Badge.NONE)
    admission = prepare(locked, protected, now=now)
    if admission.address.registration_id:
        raise AlreadyRegistered
    return add(
        admission,
        admission.answer,
        actor=actor,
        action=AuditAction.REGISTERED_UNDER_ALIAS,
        now=now,
    )
