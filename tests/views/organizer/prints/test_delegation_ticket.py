"""A delegation's tickets in one file: all for the organizer, the own people for a coordinator."""

import pytest
from sqlalchemy import select

from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, Delegation, Organisation, Visibility
from tests.builders import a_registration, an_event, an_organisation
from tests.builders.account import signed_in
from tests.builders.delegation import a_coordinator, the_delegation
from tests.views.organizer.prints.papers import pages_in, pdf_of, text_on
from tests.visitor import Visitor


@pytest.fixture
def town(client: Visitor) -> Organisation:
    return an_organisation("Malmö")


@pytest.fixture
def delegation(town: Organisation) -> Delegation:
    event = an_event(reserved={town: 5})
    a_registration(event, organisation=town, name="Åsa Öhlén", language="sv")
    a_registration(event, organisation=town, name="Kim Vass", visibility=Visibility.LIMITED)
    return the_delegation(event, town)


def printed() -> AuditEntry:
    entries = select(AuditEntry).where(AuditEntry.action == AuditAction.PRINTED)
    return db.session.scalars(entries).one()


def test_an_organizer_gets_all_a_page_each_in_its_owners_language(
    desk: Visitor, delegation: Delegation
) -> None:
    code, slug = delegation.code, delegation.event.slug
    address = f"/organizer/events/{slug}/prints/delegations/{code}/tickets.pdf"

    document = pdf_of(desk.get(address))

    assert pages_in(document) == 2
    assert "Kim Vass" in text_on(document, 0)
    assert "Kod att säga" in text_on(document, 1)
    assert printed().details == {"list": "tickets", "delegation": code}
    assert desk.get(address.replace(code, "nosuchcode")).status_code == 404


def test_a_coordinator_gets_those_on_the_page_and_it_is_logged(
    client: Visitor, town: Organisation, delegation: Delegation
) -> None:
    account = a_coordinator(town)
    actor, code = account.code, delegation.code
    signed_in(client, account)

    page = client.get(f"/delegations/{code}").get_data(as_text=True)
    document = pdf_of(client.get(f"/delegations/{code}/tickets.pdf"))

    assert f'href="/delegations/{code}/tickets.pdf"' in page
    assert pages_in(document) == 1
    assert "Åsa Öhlén" in text_on(document)
    assert printed().actor == actor


def test_another_organisations_coordinator_learns_nothing(
    client: Visitor, delegation: Delegation
) -> None:
    code = delegation.code
    signed_in(client, a_coordinator(an_organisation()))

    assert client.get(f"/delegations/{code}/tickets.pdf").status_code == 404


def test_nobody_with_a_ticket_is_a_sentence_on_the_page(
    client: Visitor, town: Organisation
) -> None:
    code = the_delegation(an_event(reserved={town: 5}), town).code
    signed_in(client, a_coordinator(town))

    answer = client.get(f"/delegations/{code}/tickets.pdf", follow_redirects=True)

    assert answer.status_code == 200
    assert "Det finns ingen att skriva ut här än." in answer.get_data(as_text=True)
