"""The public bodies of the country: there from the first start, and never written over."""

import pytest
from sqlalchemy import func, select

from eventapp.domain.people.organisation import load_directory
from eventapp.domain.people.public_bodies import import_public_bodies
from eventapp.extensions import db
from eventapp.models import Organisation, OrganisationKind

pytestmark = pytest.mark.usefixtures("app")


def test_every_municipality_and_region_is_known() -> None:
    import_public_bodies()
    directory = load_directory()
    assert len(list(directory.of_kind(OrganisationKind.MUNICIPALITY))) == 290
    assert len(list(directory.of_kind(OrganisationKind.REGION))) == 21


def test_only_what_is_general_is_in_an_installation_of_anybody() -> None:
    """Administrations, and which agencies cooperate, are for each installation to say."""
    import_public_bodies()
    kinds = set(db.session.scalars(select(Organisation.kind)))
    assert kinds == {
        OrganisationKind.MUNICIPALITY,
        OrganisationKind.REGION,
        OrganisationKind.AGENCY,
        OrganisationKind.OTHER,
    }
    assert find("bra").parent is None


def test_what_an_older_release_added_stays() -> None:
    import_public_bodies()
    office = Organisation(
        code="kommun-1480-stadsledningskontoret",
        kind=OrganisationKind.ADMINISTRATION,
        name="Göteborgs Stad, Stadsledningskontoret",
        parent=find("kommun-1480"),
    )
    db.session.add(office)
    db.session.flush()
    import_public_bodies()
    assert find(office.code).parent is find("kommun-1480")


def test_a_part_knows_what_it_is_a_part_of() -> None:
    import_public_bodies()
    part = load_directory().find("lansstyrelsen-14")
    whole = load_directory().find("Länsstyrelsen")
    assert part is not None
    assert whole is not None
    assert part.lineage == (part.id, whole.id)


def test_bringing_them_again_does_nothing() -> None:
    import_public_bodies()
    before = db.session.scalar(select(func.count()).select_from(Organisation))
    import_public_bodies()
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == before


def test_what_an_organizer_edited_stands_and_what_is_missing_comes_back() -> None:
    import_public_bodies()
    edited = find("kommun-1480")
    edited.name = "Göteborg"
    db.session.delete(find("lansstyrelsen-14"))
    db.session.flush()
    import_public_bodies()
    assert find("kommun-1480").name == "Göteborg"
    assert find("lansstyrelsen-14").parent is find("lansstyrelsen")


def find(code: str) -> Organisation:
    return db.session.scalars(select(Organisation).where(Organisation.code == code)).one()
