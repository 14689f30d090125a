"""Series at the desk: one that was never used is deleted after a question."""

from eventapp.extensions import db
from eventapp.models import Series
from tests.builders import an_event
from tests.builders.forms import send
from tests.visitor import Visitor

HOME = "/organizer/series"


def test_an_unused_series_is_deleted_and_a_used_one_says_why_not(desk: Visitor) -> None:
    unused = Series(slug="tom", title="Utan träffar")
    used = Series(slug="full", title="Med träffar")
    db.session.add_all([unused, used])
    db.session.flush()
    an_event(series_id=used.id)
    db.session.commit()

    listed = desk.get(HOME).text
    assert f"{HOME}/tom/removal" in listed
    assert f"{HOME}/full/removal" not in listed
    assert "The series has meetings" in desk.get(f"{HOME}/full/removal").text
    assert send(desk, f"{HOME}/full/removal").status_code == 409
    page = f"{HOME}/tom/removal"
    assert send(desk, page, page=page).location == HOME
    assert "Utan träffar" not in desk.get(HOME).text
    assert desk.get(page).status_code == 404
