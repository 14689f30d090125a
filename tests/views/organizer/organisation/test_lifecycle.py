"""An organisation moves, ends, is taken up again and is deleted; each asks first."""

from eventapp.domain.people.organisation import load_directory
from eventapp.domain.people.public_bodies import import_public_bodies
from eventapp.extensions import db
from eventapp.models import Organisation
from tests.builders import a_registration, an_event, an_organisation
from tests.builders.forms import send
from tests.visitor import Visitor

HOME = "/organizer/organisations"


def test_it_is_moved_after_a_look_at_what_changes(desk: Visitor) -> None:
    town, office = an_organisation("Älvstad"), an_organisation("Kansliet")
    an_organisation("Enheten", parent=office)
    page = f"{HOME}/{office.code}/place"

    preview = desk.get(f"{page}/edit?parent={town.code}").text
    assert "becomes a part of Älvstad" in preview
    assert "1 part comes along" in preview

    assert send(desk, page, parent=town.code, version="1").status_code == 303
    assert send(desk, page, parent="", version="1").status_code == 409
    db.session.expire_all()
    assert office.parent_id == town.id


def test_it_never_becomes_a_part_of_itself(desk: Visitor) -> None:
    town = an_organisation("Älvstad")
    office = an_organisation("Kansliet", parent=town)
    page = f"{HOME}/{town.code}/place"

    assert "cannot be a part of itself" in desk.get(f"{page}/edit?parent={office.code}").text
    assert send(desk, page, parent=office.code, version="1").status_code == 409
    assert send(desk, page, parent=town.code, version="1").status_code == 422


def test_it_ends_and_is_taken_up_again(desk: Visitor) -> None:
    town = an_organisation("Älvstad")
    a_registration(an_event(), organisation=town)
    db.session.commit()
    page = f"{HOME}/{town.code}"
    assert "1 event." in desk.get(f"{page}/ending/new").text

    assert send(desk, f"{page}/ending", day="2027-02-30", version="1").status_code == 422
    assert send(desk, f"{page}/ending", day="2020-02-01", version="1").status_code == 303
    assert load_directory().find("Älvstad") is None
    assert "Ended on" in desk.get(page).text
    assert "Älvstad" in desk.get(f"{HOME}?use=ended").text

    assert send(desk, f"{page}/reopening", version="2").status_code == 303
    assert load_directory().find("Älvstad") is not None


def test_parts_end_first(desk: Visitor) -> None:
    town = an_organisation("Älvstad")
    an_organisation("Kansliet", parent=town)
    page = f"{HOME}/{town.code}/ending"

    answer = send(desk, page, day="2020-02-01", version="1")

    assert answer.status_code == 409
    assert "End or move those first" in answer.text


def test_what_nothing_refers_to_is_deleted_and_nothing_else(desk: Visitor) -> None:
    import_public_bodies()
    unused, used = an_organisation("Oanvänd"), an_organisation("Använd")
    a_registration(an_event(), organisation=used)
    db.session.commit()

    assert "Or delete it" in desk.get(f"{HOME}/{unused.code}/ending/new").text
    assert "Or delete it" not in desk.get(f"{HOME}/{used.code}/ending/new").text
    answers = [
        send(desk, f"{HOME}/{code}/removal", version="1").status_code
        for code in (unused.code, used.code, "kommun-0114", "nosuchcode")
    ]

    assert answers == [303, 409, 409, 404]
    assert db.session.query(Organisation).filter_by(name="Oanvänd").count() == 0
