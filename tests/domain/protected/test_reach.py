"""Reaching a protected person: for a reason, in the log, and known to somebody else."""

import pytest
from sqlalchemy import select

from eventapp.domain.permission import Role
from eventapp.domain.protected.reach import NobodyToNotify, reach_person
from eventapp.domain.registration.override import ReasonMissing
from eventapp.extensions import db
from eventapp.models import AuditEntry, Job, JobKind
from tests.builders import NOON, an_event
from tests.builders.account import an_account, grant
from tests.builders.alias import REACH, an_alias

pytestmark = pytest.mark.usefixtures("app")
REASON = "Larmet har gått"


def letters() -> list[Job]:
    return list(db.session.scalars(select(Job).where(Job.kind == JobKind.PERSON_REACHED_MAIL)))


def opened() -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == "person reached")))


def test_the_way_is_opened_for_a_reason_and_every_other_overseer_is_told() -> None:
    contact = an_account(Role.SECURITY_CONTACT, Role.ADMIN)
    admin, officer = an_account(Role.ADMIN), an_account(Role.RECORDS_OFFICER)
    an_account(Role.ORGANIZER)
    known = an_alias(an_event())

    assert reach_person(known, by=contact, reason=REASON, now=NOON) == REACH

    (entry,) = opened()
    assert (entry.actor, entry.reason, entry.at) == (contact.code, REASON, NOON)
    assert (entry.subject_kind, entry.subject_code) == ("alias", known.code)
    assert [job.payload["account_id"] for job in letters()] == [admin.id, officer.id]


def test_nothing_is_opened_without_a_reason() -> None:
    contact, _admin = an_account(Role.SECURITY_CONTACT), an_account(Role.ADMIN)

    with pytest.raises(ReasonMissing):
        reach_person(an_alias(an_event()), by=contact, reason=" ", now=NOON)
    assert opened() == []


def test_nothing_is_opened_where_nobody_else_would_know() -> None:
    contact = an_account(Role.SECURITY_CONTACT, Role.ADMIN)
    shut_out = an_account(Role.ADMIN)
    shut_out.active = False
    event = an_event()
    grant(an_account(), Role.ADMIN, event=event)  # of one event alone

    with pytest.raises(NobodyToNotify):
        reach_person(an_alias(event), by=contact, reason=REASON, now=NOON)
    assert (opened(), letters()) == ([], [])


def test_a_second_click_is_a_second_entry_and_no_second_letter() -> None:
    contact, _admin = an_account(Role.SECURITY_CONTACT), an_account(Role.ADMIN)
    known = an_alias(an_event())

    for _ in range(2):
        reach_person(known, by=contact, reason=REASON, now=NOON)

    assert (len(opened()), len(letters())) == (2, 1)
