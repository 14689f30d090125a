"""Rows that mention protection are read by security contacts alone."""

import pytest
from sqlalchemy import select

from eventapp.domain.desk import import_list, quarantine
from eventapp.domain.desk.quarantine import AlreadySettled, delete_row, release_row
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import AuditEntry, ImportRow, Job, JobKind
from tests.builders import NOON, an_event
from tests.builders.account import an_account
from tests.builders.registration_import import PROTECTED, a_person, an_import, outcomes

pytestmark = pytest.mark.usefixtures("app")


def test_a_row_that_mentions_protection_is_held_whatever_its_column() -> None:
    plan = an_import(
        an_event(), a_person(1), a_person(2, Övrigt=PROTECTED), a_person(3, Namn="Skyddad Person")
    )

    assert outcomes(plan) == {1: "taken", 2: "quarantined", 3: "quarantined"}
    assert list(quarantine.list_numbers(plan)) == [2, 3]
    assert set(import_list.load_rows(plan)) == {1}


def test_each_contact_gets_a_letter_that_says_nothing_of_the_rows() -> None:
    contacts = [an_account(Role.SECURITY_CONTACT) for _ in range(2)]

    plan = an_import(an_event(), a_person(1, Övrigt=PROTECTED))

    jobs = db.session.scalars(select(Job).where(Job.kind == JobKind.QUARANTINE_MAIL)).all()
    assert [job.payload for job in jobs] == [
        {"account_id": contact.id, "import_id": plan.id} for contact in contacts
    ]


def test_a_list_without_such_rows_writes_to_nobody() -> None:
    an_account(Role.SECURITY_CONTACT)

    an_import(an_event(), a_person(1))

    assert db.session.scalars(select(Job)).all() == []


def test_the_contact_reads_the_row_with_its_heads() -> None:
    an_import(an_event(), a_person(1, Övrigt=PROTECTED))

    (row,) = quarantine.list_quarantined()

    assert ("Övrigt", PROTECTED) in row.cells
    assert row.number == 1


def test_an_ordinary_word_goes_back_to_the_organizer() -> None:
    plan = an_import(an_event(), a_person(1, Övrigt="Arbetar med skydd"))

    release_row(plan.code, 1, actor="contact", now=NOON)

    assert outcomes(plan) == {1: "held"}
    assert import_list.load_rows(plan)[1][1].cleared
    with pytest.raises(AlreadySettled):
        release_row(plan.code, 1, actor="contact", now=NOON)


def test_a_row_that_was_deleted_is_read_by_nobody() -> None:
    plan = an_import(an_event(), a_person(1, Övrigt=PROTECTED))
    before = db.session.scalars(select(ImportRow.sealed)).one()

    delete_row(plan.code, 1, actor="contact", now=NOON)

    assert list(quarantine.list_quarantined()) == []
    assert len(db.session.scalars(select(ImportRow.sealed)).one()) < len(before)
    with pytest.raises(AlreadySettled):
        delete_row(plan.code, 1, actor="contact", now=NOON)


def test_the_log_tells_how_many_and_leads_to_no_row() -> None:
    plan = an_import(an_event(), a_person(1, Övrigt=PROTECTED))
    delete_row(plan.code, 1, actor="contact", now=NOON)

    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).all()

    assert [(entry.action, entry.details) for entry in entries[:2]] == [
        ("quarantined row settled", {}),
        ("rows quarantined", {"rows": 1}),
    ]
    assert entries[0].subject_code == plan.code


def test_a_list_that_is_gone_is_settled() -> None:
    with pytest.raises(AlreadySettled):
        release_row("nothing", 1, actor="contact", now=NOON)
