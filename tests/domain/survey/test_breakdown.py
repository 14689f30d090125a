"""Groups of the results: a municipality with its administrations, a region, an agency."""

import pytest

from eventapp.domain.survey.breakdown import choices_for, groups_of
from eventapp.models import OrganisationKind, RegistrationState
from tests.builders import a_registration, an_event, an_organisation

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.on_sqlite_alone]


def test_people_of_an_administration_belong_to_its_municipality() -> None:
    town = an_organisation("Ödeby kommun", short_name="Ödeby")
    school = an_organisation("Skolan", kind=OrganisationKind.ADMINISTRATION, parent=town)
    event = an_event()
    people = [a_registration(event, organisation=owner) for owner in (town, school)]

    assert groups_of([person.id for person in people]) == [town.code, town.code]
    assert [(choice.code, choice.label) for choice in choices_for(event.id)] == [
        (town.code, "Ödeby")
    ]


def test_an_association_of_organisations_and_nobody_at_all_are_no_group() -> None:
    union = an_organisation("Förbundet", kind=OrganisationKind.GROUP)
    event = an_event()
    people = [a_registration(event, organisation=union), a_registration(event)]

    assert groups_of([person.id for person in people]) == []


def test_choices_are_those_who_have_a_place_by_name() -> None:
    event = an_event()
    names = ("Östby", "Arby", "Åby")
    for name in names:
        a_registration(event, organisation=an_organisation(name))
    gone = a_registration(event, organisation=an_organisation("Borta"))
    gone.state = RegistrationState.CANCELLED

    labels = [choice.label for choice in choices_for(event.id)]
    assert sorted(labels) == sorted(names)
