"""Finding an organisation by any of its names."""

import pytest

from eventapp.domain.people.organisation import directory_revision, load_directory
from eventapp.extensions import db
from eventapp.models import OrganisationKind
from tests.builders import an_organisation

pytestmark = pytest.mark.usefixtures("app")

GROUP, OFFICE = OrganisationKind.GROUP, OrganisationKind.ADMINISTRATION


def test_an_organisation_is_found_by_code_and_by_each_of_its_names() -> None:
    added = an_organisation(
        "Göteborgs kommun", also_known_as="Göteborgs Stad", short_name="Göteborg"
    )
    directory = load_directory()

    for text in (added.code, "göteborgs KOMMUN", "Goteborgs stad", "göteborg"):
        matching = directory.find(text)
        assert matching is not None
        assert matching.id == added.id


def test_what_is_not_listed_is_not_found() -> None:
    an_organisation("Åmåls kommun")

    directory = load_directory()
    assert [directory.find(text) for text in ("", "Åmål", "x" * 10_000, "\x00")] == [None] * 4


def test_a_full_name_wins_over_anothers_short_name() -> None:
    an_organisation("Stockholms län", kind=OrganisationKind.REGION, short_name="Stockholm")
    town = an_organisation("Stockholm", short_name="Sthlm")

    organisation = load_directory().find("stockholm")

    assert organisation is not None
    assert organisation.id == town.id


def test_lineage_goes_from_the_organisation_to_the_root() -> None:
    town = an_organisation()
    office = an_organisation(kind=OFFICE, parent=town)
    district = an_organisation(kind=OFFICE, parent=office)

    organisation = load_directory().find(district.code)

    assert organisation is not None
    assert organisation.lineage == (district.id, office.id, town.id)


def test_groups_hold_seats_and_are_not_listed() -> None:
    group = an_organisation("Östra gruppen", kind=GROUP)
    member = an_organisation("Östra kommun", parent=group)
    directory = load_directory()

    assert directory.find(group.code) is None
    organisation = directory.find(member.code)
    assert organisation is not None
    assert organisation.lineage == (member.id, group.id)


def test_the_list_is_in_swedish_order() -> None:
    for name in ("Östersund", "Ängelholm", "Zenit", "Åmål", "Alingsås", "Éntorp"):
        an_organisation(name)

    names = [organisation.name for organisation in load_directory().organisations]

    assert names == ["Alingsås", "Éntorp", "Zenit", "Åmål", "Ängelholm", "Östersund"]


def test_one_kind_comes_in_the_same_order() -> None:
    for name in ("Region Ö", "Region A"):
        an_organisation(name, kind=OrganisationKind.REGION)
    an_organisation("Kommun")

    organisations = load_directory().of_kind(OrganisationKind.REGION)

    assert [organisation.name for organisation in organisations] == ["Region A", "Region Ö"]


def test_the_revision_changes_when_an_organisation_is_added_or_edited() -> None:
    organisation = an_organisation()
    revisions = {directory_revision()}
    an_organisation()
    revisions.add(directory_revision())
    organisation.version += 1
    db.session.flush()
    revisions.add(directory_revision())

    assert len(revisions) == 3
