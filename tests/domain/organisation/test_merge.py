"""Merging doubles: everything moves, seats are added, and ten minutes long it can be undone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp.domain.errors import StaleVersion
from eventapp.domain.exchange.finding.search import SearchQuery, list_newest
from eventapp.domain.organisation import merge as merging
from eventapp.domain.organisation import transfer
from eventapp.domain.organisation.change import NotInUse, OrganisationText
from eventapp.domain.organisation.lifecycle import MergedAway
from eventapp.domain.organisation.merge import (
    NothingToMerge,
    SameOrganisation,
    StillMoving,
    TargetIsAPart,
    Versions,
)
from eventapp.domain.organisation.merge_undo import undo_merge
from eventapp.domain.people.account import coordinated_organisation_ids
from eventapp.domain.people.organisation import load_directory
from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
    AuditEntry,
    Delegation,
    Organisation,
    OrganisationMerge,
    Registration,
    RegistrationState,
)
from eventapp.worker import periodic
from tests.builders import NOON, a_registration, an_event, an_organisation
from tests.builders.delegation import a_coordinator, the_delegation
from tests.builders.experience import a_listing, an_experience

pytestmark = pytest.mark.usefixtures("app")

ACTOR = "organizer"
LATER = NOON + timedelta(minutes=5)


def merge(source: Organisation, target: Organisation) -> OrganisationMerge:
    return merging.merge_organisations(
        source, target, Versions(source.version, target.version), actor=ACTOR, now=NOON
    )


def undo(done: OrganisationMerge) -> None:
    undo_merge(done, actor=ACTOR, now=LATER)


def seats(event_id: int) -> dict[int, int]:
    rows = select(Delegation).where(Delegation.event_id == event_id)
    return {row.organisation_id: row.reserved_seats for row in db.session.scalars(rows)}


def test_everything_moves_and_comes_back() -> None:
    source, target = an_organisation("Fria städer"), an_organisation("Fria städers förbund")
    part, event = an_organisation(parent=source), an_event()
    person = a_registration(event, organisation=source)
    experience, listing = an_experience(source), a_listing(organisation=source)
    account = a_coordinator(source)
    things = (person, experience, listing)

    done = merge(source, target)

    db.session.expire_all()
    assert {thing.organisation_id for thing in things} == {target.id}
    assert person.organisation_name == "Fria städers förbund"
    assert (part.parent_id, source.ended_on) == (target.id, NOON.date())
    assert coordinated_organisation_ids(account) == {target.id}
    assert list_newest(SearchQuery("förbund"), on=NOON.date(), count=9) == [experience]

    undo(done)

    db.session.expire_all()
    assert {thing.organisation_id for thing in things} == {source.id}
    assert (person.organisation_name, part.parent_id) == ("Fria städer", source.id)
    assert source.ended_on is None
    assert coordinated_organisation_ids(account) == {source.id}
    assert list_newest(SearchQuery("förbund"), on=NOON.date(), count=9) == []


def test_seats_at_the_same_event_are_added_and_given_back() -> None:
    source, target = an_organisation(), an_organisation()
    event = an_event(seats=9, reserved={source: 3, target: 4})
    theirs = a_registration(event, organisation=source)
    delegation_id = the_delegation(event, target).id

    done = merge(source, target)

    assert seats(event.id) == {source.id: 0, target.id: 7}
    db.session.refresh(theirs)
    assert theirs.delegation_id == delegation_id

    undo(done)

    assert seats(event.id) == {source.id: 3, target.id: 4}
    db.session.refresh(theirs)
    assert theirs.delegation_id == the_delegation(event, source).id


def test_a_delegation_that_only_one_has_moves_whole() -> None:
    source, target = an_organisation(), an_organisation()
    event = an_event(reserved={source: 3})

    done = merge(source, target)

    assert seats(event.id) == {target.id: 3}
    undo(done)
    assert seats(event.id) == {source.id: 3}


def test_people_without_a_delegation_join_the_targets_and_free_a_seat_for_who_waits() -> None:
    source, target = an_organisation(), an_organisation()
    event = an_event(seats=3, reserved={target: 2})
    theirs = a_registration(event, organisation=source)
    waiting = a_registration(event)
    assert waiting.state is RegistrationState.WAITLISTED

    done = merge(source, target)

    db.session.expire_all()
    assert theirs.delegation_id == the_delegation(event, target).id
    assert waiting.state is RegistrationState.CONFIRMED

    undo(done)

    db.session.expire_all()
    assert theirs.delegation_id is None
    assert waiting.state is RegistrationState.CONFIRMED  # nobody loses a seat


def test_what_has_gone_elsewhere_since_is_left_there() -> None:
    source, target, third = an_organisation(), an_organisation(), an_organisation()
    event = an_event(reserved={source: 3, target: 2})
    person = a_registration(event, organisation=source)
    done = merge(source, target)
    person.organisation_id = third.id
    the_delegation(event, target).reserved_seats = 1
    db.session.flush()

    undo(done)

    db.session.refresh(person)
    assert person.organisation_id == third.id
    assert seats(event.id) == {source.id: 1, target.id: 0}


def test_the_directory_leads_from_the_old_name_to_what_was_kept() -> None:
    first, second, third = (an_organisation(name) for name in ("Alfa", "Beta", "Gamma"))
    merge(first, second)
    done = merge(second, third)
    matching = [load_directory().find(name) for name in ("alfa", "BETA", first.code)]
    assert [match.id for match in matching if match] == [third.id] * 3

    undo(done)

    matching = [load_directory().find(name) for name in ("alfa", "BETA")]
    assert [match.id for match in matching if match] == [second.id] * 2


def test_what_cannot_be_merged() -> None:
    source, target = an_organisation(), an_organisation()
    part = an_organisation(parent=source)
    with pytest.raises(SameOrganisation):
        merge(source, source)
    with pytest.raises(TargetIsAPart):
        merge(source, part)
    with pytest.raises(StaleVersion):
        merging.merge_organisations(source, target, Versions(1, 2), actor=ACTOR, now=NOON)
    merge(source, target)
    with pytest.raises(MergedAway):
        merge(source, target)
    with pytest.raises(NotInUse):
        merge(target, source)


def test_a_text_in_all_its_spellings_becomes_an_organisation_and_free_text_again() -> None:
    target, event = an_organisation("Föreningen Fri"), an_event(reserved={})
    people = [a_registration(event) for _ in range(3)]
    for person, text in zip(people, ("föreningen fri", "FÖRENINGEN  FRI", "Annan"), strict=True):
        person.organisation_name = text
    db.session.flush()

    done = merging.merge_text("Foreningen fri", target, actor=ACTOR, now=NOON)

    db.session.expire_all()
    assert [person.organisation_id for person in people] == [target.id, target.id, None]
    assert {person.organisation_name for person in people} == {"Föreningen Fri", "Annan"}
    with pytest.raises(NothingToMerge):
        merging.merge_text("föreningen fri", target, actor=ACTOR, now=NOON)

    undo(done)

    db.session.expire_all()
    assert [person.organisation_id for person in people] == [None] * 3
    assert [person.organisation_name for person in people][:2] == [
        "föreningen fri",
        "FÖRENINGEN  FRI",
    ]


def test_an_organisation_added_from_a_text_goes_again_unless_it_is_used() -> None:
    a_registration(an_event())  # from "Föreningen Exempel"
    words = OrganisationText("Föreningen Exempel")
    done = merging.add_from_text("föreningen exempel", words, actor=ACTOR, now=NOON)
    code = done.target.code
    undo(done)
    assert find(code) is None

    done = merging.add_from_text("föreningen exempel", words, actor=ACTOR, now=NOON)
    code = done.target.code
    a_listing(organisation=done.target)
    undo(done)
    assert find(code) is not None


def test_the_worker_goes_on_with_a_large_one_and_with_undoing_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transfer, "BATCH", 2)
    source, target, over = an_organisation("Fel"), an_organisation(), an_event(seats=20)
    people = [a_registration(over, organisation=source) for _ in range(7)]
    over.starts_at, over.ends_at = NOON - timedelta(days=2), NOON - timedelta(days=1)
    db.session.flush()

    def counts() -> tuple[int, int]:
        db.session.expire_all()
        of = [person.organisation_id for person in people]
        return of.count(source.id), of.count(target.id)

    done = merge(source, target)
    assert counts() == (5, 2)
    with pytest.raises(StillMoving):
        merge(target, an_organisation())
    merging.continue_merge(done.code, now=NOON)
    assert counts() == (3, 4)
    db.session.commit()
    periodic.run_due(now=NOON)  # as after a kill: what is left is found by its row
    assert counts() == (0, 7)
    assert merging.list_unfinished() == []

    undo(done)
    assert counts() == (2, 5)
    db.session.commit()
    periodic.run_due(now=LATER)
    assert counts() == (7, 0)
    assert {person.organisation_name for person in people} == {"Fel"}
    assert merging.list_unfinished() == []


def test_it_stands_in_the_log_of_both() -> None:
    source, target = an_organisation(), an_organisation()
    undo(merge(source, target))
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject_kind == "organisation")
    )
    lines = [(entry.subject_code, entry.action) for entry in entries]
    for code in (source.code, target.code):
        assert (code, AuditAction.ORGANISATIONS_MERGED) in lines
        assert (code, AuditAction.ORGANISATIONS_SEPARATED) in lines


def test_a_listed_name_typed_later_than_a_merge_of_its_text_is_found() -> None:
    registration = a_registration(an_event())
    target = an_organisation("Helt annat namn")
    merging.merge_text(registration.organisation_name, target, actor=ACTOR, now=NOON)
    organisation = load_directory().find("FÖRENINGEN exempel")
    assert organisation is not None
    assert organisation.id == target.id
    assert db.session.get_one(Registration, registration.id).organisation_name == "Helt annat namn"


def find(code: str) -> Organisation | None:
    return db.session.scalar(select(Organisation).where(Organisation.code == code))
