"""Registrations under an alias: like anybody's to everybody, and known with the key alone."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from eventapp.domain.errors import StaleVersion
from eventapp.domain.permission import Role
from eventapp.domain.protected.alias import (
    MailboxFull,
    TellingMailbox,
    cancel_alias,
    delete_alias,
    find_alias,
    refresh_aliases,
    refresh_is_due,
    register_alias,
    rename_alias,
    replace_reach,
)
from eventapp.domain.record import disposal
from eventapp.domain.registration.care_need import CareNeeds, decrypt_needs
from eventapp.domain.registration.registration import AlreadyRegistered, RegistrationClosed
from eventapp.extensions import db
from eventapp.models import (
    Alias,
    AuditEntry,
    Badge,
    Job,
    Registration,
    RegistrationState,
    Visibility,
)
from tests.builders import (
    DAY,
    HOUR,
    NEXT_WEEK,
    NOON,
    a_registration,
    a_session,
    an_applicant,
    an_event,
)
from tests.builders.account import an_account
from tests.builders.alias import REACH, SECURITY_CONTACT, an_alias, give_protected_keys

pytestmark = pytest.mark.usefixtures("app")


def entries_of(registration: Registration) -> list[tuple[str, str, str, dict[str, object]]]:
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject_code == registration.code)
    )
    return [(entry.actor, entry.action, entry.reason, entry.details) for entry in entries]


def jobs_of(registration: Registration) -> list[tuple[str, set[str]]]:
    jobs = [job for job in db.session.scalars(select(Job)) if registration.code in job.dedupe_key]
    return [(job.kind.value, set(job.payload)) for job in jobs]


def test_an_alias_is_a_row_like_any_other() -> None:
    event = an_event()
    ordinary = a_registration(event)

    alias = an_alias(event, badge=Badge.FIRST_NAME).registration

    assert (alias.visibility, alias.badge) == (Visibility.NORMAL, Badge.FIRST_NAME)
    assert alias.state is RegistrationState.CONFIRMED
    assert entries_of(alias) == entries_of(ordinary)
    assert jobs_of(alias) == jobs_of(ordinary)


def test_the_way_to_reach_the_person_and_who_registered_them_are_known_with_the_key() -> None:
    content = an_alias(an_event()).content

    assert (content.reach, content.registered_by) == (REACH, SECURITY_CONTACT)
    assert content.registered_at == NOON.isoformat()


def test_an_alias_waits_like_anybody_when_the_event_is_full() -> None:
    event = an_event(seats=1)
    a_registration(event)

    reception = register_alias(event, an_applicant(), REACH, actor=SECURITY_CONTACT, now=NOON)

    assert reception.answer is RegistrationState.WAITLISTED


def test_an_alias_is_registered_once_and_only_while_the_event_takes_registrations() -> None:
    event, alias = an_event(), an_applicant()
    register_alias(event, alias, REACH, actor=SECURITY_CONTACT, now=NOON)

    with pytest.raises(AlreadyRegistered):
        register_alias(event, alias, REACH, actor=SECURITY_CONTACT, now=NOON)
    with pytest.raises(RegistrationClosed):
        register_alias(event, an_applicant(), REACH, actor=SECURITY_CONTACT, now=NEXT_WEEK)
    assert db.session.query(Alias).count() == 1


def test_a_mailbox_that_tells_or_is_full_is_refused() -> None:
    event, contact = an_event(), an_account(Role.SECURITY_CONTACT)
    for _ in range(5):
        a_registration(event, email="kansli@town.example")

    for email, refusal in (("kansli@town.example", MailboxFull), (contact.email, TellingMailbox)):
        with pytest.raises(refusal):
            register_alias(
                event, an_applicant(email=email), REACH, actor=SECURITY_CONTACT, now=NOON
            )
    assert db.session.query(Alias).count() == 0


def test_another_alias_keeps_what_was_chosen_and_looks_like_the_persons_own_change() -> None:
    event = an_event()
    session = a_session(event)
    known = an_alias(event, sessions=(session,), needs=CareNeeds(diet="Glutenfritt"))
    registration = known.registration

    rename_alias(known, "Per Nyblad", version=registration.version, now=NOON)

    assert registration.name == "Per Nyblad"
    assert [choice.session.code for choice in registration.choices] == [session.code]
    assert decrypt_needs(registration).diet == "Glutenfritt"
    assert entries_of(registration)[-1] == ("participant", "changed", "", {})
    with pytest.raises(StaleVersion):
        rename_alias(known, "Per Ny", version=registration.version - 1, now=NOON)


def test_another_way_takes_the_place_of_the_first_and_the_log_does_not_name_the_person() -> None:
    known = an_alias(an_event())
    before = entries_of(known.registration)

    replace_reach(known, "Växeln", actor=SECURITY_CONTACT, now=NOON)
    db.session.expire_all()

    changed = find_alias(known.code)
    assert changed
    assert changed.content.reach == "Växeln"
    assert entries_of(known.registration) == before
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "alias")).one()
    assert (entry.actor, entry.action, entry.subject_code) == (
        SECURITY_CONTACT,
        "changed",
        known.code,
    )


def test_who_is_cancelled_is_no_longer_an_alias() -> None:
    known = an_alias(an_event())

    cancel_alias(known, now=NOON)

    assert known.registration.state is RegistrationState.CANCELLED
    assert entries_of(known.registration)[-1][:2] == ("participant", "cancelled")
    assert find_alias(known.code) is None


def test_an_alias_is_forgotten_by_its_registration_whatever_key_sealed_it(app: Flask) -> None:
    event = an_event()
    first, other = an_alias(event), an_alias(event)
    give_protected_keys(app, 2, 1)

    delete_alias(first.registration)
    delete_alias(a_registration(event))
    db.session.expire_all()

    assert db.session.scalars(select(Alias.code)).all() == [other.code]


def test_every_row_is_written_anew_once_an_hour_under_the_newest_key(app: Flask) -> None:
    event = an_event()
    codes = sorted(an_alias(event).code for _ in range(3))
    before = {alias.code: alias.sealed for alias in db.session.scalars(select(Alias))}
    give_protected_keys(app, 2, 1)

    assert refresh_is_due(now=NOON)
    assert refresh_aliases(now=NOON) == 0
    assert not refresh_is_due(now=NOON)
    db.session.flush()
    give_protected_keys(app, 2)
    db.session.expire_all()

    after = {alias.code: alias.sealed for alias in db.session.scalars(select(Alias))}
    assert sorted(after) == codes
    assert all(before[code] != after[code] for code in codes)
    assert all(find_alias(code) for code in codes)
    assert refresh_is_due(now=NOON + HOUR)


def test_an_alias_goes_the_day_after_its_event_and_with_its_registration() -> None:
    event, later = an_event(), an_event(starts_at=NOON + 90 * DAY, ends_at=NOON + 91 * DAY)
    an_alias(event)
    staying = an_alias(later)

    assert refresh_aliases(now=event.ends_at + timedelta(hours=23)) == 0
    assert refresh_aliases(now=event.ends_at + timedelta(hours=25)) == 1
    db.session.flush()

    assert db.session.scalars(select(Alias.code)).all() == [staying.code]


def test_there_is_nothing_to_refresh_where_there_are_no_aliases() -> None:
    a_registration(an_event())

    assert not refresh_is_due(now=NOON)


def test_whoever_gets_the_number_of_an_alias_that_is_gone_is_none() -> None:
    event = an_event()
    alias = an_alias(event)
    code, number = alias.code, alias.registration.id
    ordinary = a_registration(event)
    number_before = ordinary.id
    db.session.commit()
    disposal.delete_registrations([number])
    for table in ("tickets", "invitations"):
        db.session.execute(
            text(f"DELETE FROM {table} WHERE registration_id = :id"), {"id": number_before}
        )
    db.session.execute(
        text("UPDATE registrations SET id = :id WHERE id = :before"),
        {"id": number, "before": number_before},
    )
    db.session.commit()
    assert db.session.scalars(select(Registration.id)).all() == [number]

    assert find_alias(code) is None
    assert refresh_aliases(now=NOON) == 1
    assert db.session.scalars(select(Alias)).all() == []
