"""The security contacts' page of rows that mention protection."""

import pytest
from sqlalchemy import select

from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import AuditEntry
from tests.builders import an_event
from tests.builders.account import an_account, signed_in
from tests.builders.forms import send
from tests.builders.registration_import import PROTECTED, a_person, an_import, outcomes
from tests.visitor import Visitor

PAGE = "/organizer/protected/quarantine"


@pytest.fixture
def contact(client: Visitor) -> Visitor:
    return signed_in(client, an_account(Role.SECURITY_CONTACT))


def test_the_contact_reads_the_rows_and_that_is_in_the_log_first(contact: Visitor) -> None:
    an_import(an_event(), a_person(1), a_person(2, Namn="Maja Hemlund", Övrigt=PROTECTED))
    db.session.commit()

    shown = contact.get(PAGE).text

    assert "Maja Hemlund" in shown
    assert "Ali Åkervinge" not in shown
    assert "quarantine read" in set(db.session.scalars(select(AuditEntry.action)))


def test_a_row_of_ordinary_words_is_given_back(contact: Visitor) -> None:
    plan = an_import(an_event(), a_person(1, Övrigt=PROTECTED))
    db.session.commit()

    response = send(contact, f"{PAGE}/{plan.code}/1/release", page=PAGE)

    assert response.status_code == 303
    assert outcomes(plan) == {1: "held"}
    assert "Inga rader hålls" in contact.get(PAGE).text


def test_a_row_is_deleted_once_and_a_second_press_is_answered(contact: Visitor) -> None:
    plan = an_import(an_event(), a_person(1, Övrigt=PROTECTED))
    db.session.commit()
    address = f"{PAGE}/{plan.code}/1/deletion"

    assert send(contact, address, page=PAGE).status_code == 303
    assert send(contact, address, page=PAGE).status_code == 303
    assert "redan avgjort" in contact.get(PAGE).text


def test_nobody_else_learns_that_there_is_such_a_page(client: Visitor) -> None:
    signed_in(client, an_account(Role.ADMIN, Role.ORGANIZER))

    assert client.get(PAGE).status_code == 403
