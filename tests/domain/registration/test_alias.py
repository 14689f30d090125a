"""Registrations under an alias: protected from the start, and otherwise like anybody's."""

import pytest
from sqlalchemy import select

from eventapp.domain.registration.alias import register_alias
from eventapp.domain.registration.registration import AlreadyRegistered, RegistrationClosed
from eventapp.extensions import db
from eventapp.models import AuditEntry, Badge, RegistrationState, Visibility
from tests.builders import NEXT_WEEK, NOON, a_registration, an_applicant, an_event

pytestmark = pytest.mark.usefixtures("app")
SECURITY_CONTACT = "security contact"


def test_an_alias_is_protected_and_its_badge_says_nothing() -> None:
    alias = an_applicant(badge=Badge.ORGANISATION, visibility=Visibility.NORMAL)

    registration = register_alias(
        an_event(seats=1), alias, actor=SECURITY_CONTACT, now=NOON
    ).registration

    assert (registration.visibility, registration.badge) == (Visibility.PROTECTED, Badge.NONE)
    assert registration.state is RegistrationState.CONFIRMED
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "registered under alias")
    ).one()
    assert (entry.actor, entry.subject_code) == (SECURITY_CONTACT, registration.code)


def test_an_alias_waits_like_anybody_when_the_event_is_full() -> None:
    event = an_event(seats=1)
    a_registration(event)

    reception = register_alias(event, an_applicant(), actor=SECURITY_CONTACT, now=NOON)

    assert reception.registration.state is RegistrationState.WAITLISTED


def test_an_alias_is_registered_once_and_only_while_the_event_takes_registrations() -> None:
    event, alias = an_event(), an_applicant()
    register_alias(event, alias, actor=SECURITY_CONTACT, now=NOON)

    with pytest.raises(AlreadyRegistered):
        register_alias(event, alias, actor=SECURITY_CONTACT, now=NOON)
    with pytest.raises(RegistrationClosed):
        register_alias(event, an_applicant(), actor=SECURITY_CONTACT, now=NEXT_WEEK)
