"""Organisations are added, changed and moved; the directory sees every change."""

import pytest

from eventapp.domain.exchange.finding.search import SearchQuery, list_newest
from eventapp.domain.organisation.change import (
    BelowItself,
    NotInUse,
    OrganisationNameTaken,
    OrganisationText,
    add_organisation,
    change_organisation,
    move_organisation,
)
from eventapp.domain.organisation.lifecycle import delete_organisation
from eventapp.domain.people.organisation import directory_revision, load_directory
from eventapp.extensions import db
from eventapp.models import AuditChange, Organisation
from tests.builders import NOON, a_registration, an_event, an_organisation
from tests.builders.experience import an_experience
from tests.builders.moments import DAY

pytestmark = pytest.mark.usefixtures("app")

ACTOR = "organizer"


def add(name: str, parent: Organisation | None = None) -> Organisation:
    return add_organisation(OrganisationText(name), parent, actor=ACTOR, now=NOON)


def test_one_that_is_deleted_and_another_that_is_added_are_no_secret() -> None:
    an_organisation()
    gone = add("Borta")
    before = directory_revision()

    delete_organisation(gone, version=1, actor=ACTOR, now=NOON)
    an_organisation("Ny")

    after = directory_revision()
    assert before[1:] == after[1:]  # as many, with the same sum of versions
    assert before != after


def test_what_ends_some_day_is_another_directory_then() -> None:
    town = an_organisation("Älvstad")
    town.ended_on = (NOON + DAY).date()
    db.session.flush()

    today, tomorrow = NOON.date(), (NOON + DAY).date()
    assert load_directory(on=today).find("Älvstad") is not None
    assert load_directory(on=tomorrow).find("Älvstad") is None
    assert [organisation.id for organisation in load_directory(on=tomorrow).ended] == [town.id]
    assert directory_revision(on=today) != directory_revision(on=tomorrow)


def test_a_new_name_stands_at_what_is_to_come_and_not_at_what_is_over() -> None:
    town = an_organisation("Fel")
    person = a_registration(an_event(), organisation=town)
    experience = an_experience(town)
    over = an_event()
    earlier = a_registration(over, organisation=town)
    over.starts_at, over.ends_at = NOON - 2 * DAY, NOON - DAY
    db.session.flush()

    text = OrganisationText("Rättstavat", town.kind)
    change_organisation(town, text, version=1, actor=ACTOR, now=NOON)

    db.session.expire_all()
    assert (person.organisation_name, earlier.organisation_name) == ("Rättstavat", "Fel")
    assert list_newest(SearchQuery("rättstavat"), on=NOON.date(), count=9) == [experience]
    change = db.session.query(AuditChange).one()
    assert (change.before, change.after) == ({"name": "Fel"}, {"name": "Rättstavat"})


def test_doubles_and_circles_are_refused() -> None:
    town = add("Älvstad")
    part = add("Kansliet", town)
    with pytest.raises(OrganisationNameTaken):
        add("alvstad")
    assert add("Kansliet").parent is None  # the same name elsewhere is another one
    with pytest.raises(BelowItself):
        move_organisation(town, part, version=1, actor=ACTOR, now=NOON)
    with pytest.raises(OrganisationNameTaken):
        move_organisation(part, None, version=1, actor=ACTOR, now=NOON)
    town.ended_on = NOON.date()
    with pytest.raises(NotInUse):
        add("Enheten", town)
