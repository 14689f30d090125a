"""Who is taken for what they say: by their address, or because somebody with a say vouches."""

import pytest
from sqlalchemy import select

from eventapp.domain.door.organisation_proof import (
    ProvenCount,
    count_proven,
    needs_proof,
    proven_lineage,
    vouch_for,
)
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.models import (
    Audience,
    AuditAction,
    AuditEntry,
    Material,
    Organisation,
    OrganisationKind,
    Registration,
)
from tests.builders import NOON, a_registration, an_event, an_organisation
from tests.builders.invitee import an_invitee
from tests.views.organizer.counting import counted_statements

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def town() -> Organisation:
    town = an_organisation("Dalby kommun", short_name="Dalby")
    town.mailbox = "info@dalby.example"
    db.session.flush()
    return town


def is_proven(person: Registration) -> bool:
    return bool(proven_lineage(person))


@pytest.mark.parametrize(
    ("email", "proven"),
    [
        ("a@dalby.example", True),
        ("a@skola.dalby.example", True),
        ("a@dalby.se", True),
        ("a@nydalby.example", False),
        ("a@dalby.example.net", False),
        ("a@gmail.com", False),
    ],
)
def test_an_address_at_the_organisation_proves_it(
    town: Organisation, email: str, proven: bool
) -> None:
    assert is_proven(a_registration(an_event(), organisation=town, email=email)) is proven


def test_a_part_is_proven_by_the_whole_and_both_are_meant(town: Organisation) -> None:
    part = an_organisation("Skolan", kind=OrganisationKind.ADMINISTRATION, parent=town)
    person = a_registration(an_event(), organisation=part, email="a@dalby.example")
    assert proven_lineage(person) == {part.id, town.id}


def test_a_mailbox_at_a_common_provider_proves_nobody(town: Organisation) -> None:
    town.mailbox = "dalby@gmail.com"
    assert not is_proven(a_registration(an_event(), organisation=town, email="a@gmail.com"))


@pytest.mark.parametrize(
    "action",
    [
        AuditAction.REGISTERED_BY_THE_COORDINATOR,
        AuditAction.REGISTERED_BY_AN_ORGANIZER,
        AuditAction.REGISTERED_BY_IMPORT,
    ],
)
def test_whoever_registered_them_vouches(town: Organisation, action: AuditAction) -> None:
    person = a_registration(an_event(), organisation=town)
    assert not is_proven(person)
    audit.record(action, person, actor="somebody", now=NOON)
    assert is_proven(person)


def test_an_organizer_vouches_by_approving(town: Organisation) -> None:
    person = a_registration(an_event(), organisation=town)
    person.approved_at = NOON
    assert is_proven(person)


def test_an_invitation_vouches_for_the_organisation_that_it_names(town: Organisation) -> None:
    event = an_event()
    for named, proven in (("Ekby", False), ("dalby", True)):
        invitee = an_invitee(event, organisation=named)
        person = a_registration(event, organisation=town, email=invitee.email)
        assert is_proven(person) is proven


def test_an_organizer_says_so_where_it_matters_and_that_stands_in_the_log(
    town: Organisation,
) -> None:
    event = an_event()
    person = a_registration(event, organisation=town)
    assert not needs_proof(person)
    db.session.add(
        Material(
            event_id=event.id, title="x", audience=Audience.ORGANISATIONS, organisations=[town]
        )
    )
    assert needs_proof(person)

    vouch_for(person, actor="organizer", now=NOON)
    vouch_for(person, actor="organizer", now=NOON)

    assert not needs_proof(person)
    assert is_proven(person)
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == AuditAction.ORGANISATION_VOUCHED)
    ).all()
    assert [entry.subject_code for entry in entries] == [person.code]


def test_an_organizer_sees_of_how_many_it_is_known(town: Organisation) -> None:
    event, other = an_event(seats=50), an_organisation("Ekby")
    part = an_organisation("Skolan", kind=OrganisationKind.ADMINISTRATION, parent=town)
    for number in range(3):
        a_registration(event, organisation=part, email=f"a{number}@dalby.example")
        a_registration(event, organisation=town)
    a_registration(event, organisation=other)

    assert count_proven(event, [town, other]) == [
        ProvenCount("Dalby kommun", 6, 3),
        ProvenCount("Ekby", 1, 0),
    ]


def test_many_are_counted_in_few_statements(town: Organisation) -> None:
    event = an_event(seats=50)
    for _ in range(12):
        a_registration(event, organisation=town)
    db.session.expire_all()
    with counted_statements() as sent:
        count_proven(event, [town])
    assert len(sent) <= 8
