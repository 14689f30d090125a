"""Who may be there twice: like names at one address, and one name at two addresses."""

import pytest

from eventapp.domain.desk.double import probable_double
from eventapp.domain.desk.double.probable_double import DoubleReason, list_double_pairs
from eventapp.domain.desk.registration_filter import RegistrationFilter, select_ids
from eventapp.extensions import db
from eventapp.models import Event, Registration, RegistrationState
from tests.builders import a_registration, an_event, an_organisation

pytestmark = pytest.mark.usefixtures("app")


def pairs_of(event: Event, page: int = 1) -> list[tuple[str, str, DoubleReason, bool]]:
    return [
        (pair.first.email, pair.second.email, pair.reason, pair.two_organisations)
        for pair in list_double_pairs(event, page=page).pairs
    ]


def test_pairs_say_why_and_whether_they_are_of_two_organisations() -> None:
    event, town, other = an_event(), an_organisation("Älvstad"), an_organisation("Åby")
    a_registration(event, name="Anna Ek", email="a@x.example", organisation=town)
    a_registration(event, name="Anna Maria Ek", email="a@x.example", organisation=town)
    a_registration(event, name="Bo Ås", email="b@x.example", organisation=town)
    a_registration(event, name="BO ÅS", email="c@x.example", organisation=other)
    a_registration(event, name="Per Nyblad", email="a@x.example")
    a_registration(an_event(), name="Bo Ås", email="d@x.example")

    assert pairs_of(event) == [
        ("a@x.example", "a@x.example", DoubleReason.SAME_ADDRESS, False),
        ("b@x.example", "c@x.example", DoubleReason.SAME_NAME, True),
    ]


def test_the_list_has_the_same_people_as_the_filter() -> None:
    event = an_event()
    for number in range(2):
        a_registration(event, name="Bo Ås", email=f"{number}@x.example")
    gone = a_registration(event, name="Bo Ås", email="gone@x.example")
    gone.state = RegistrationState.CANCELLED
    db.session.flush()

    wanted = RegistrationFilter(double=True)
    ids = set(db.session.scalars(select_ids(event, wanted)))
    pairs = list_double_pairs(event, page=1).pairs
    assert {id_ for pair in pairs for id_ in (pair.first.id, pair.second.id)} == ids
    assert db.session.get(Registration, gone.id) is not None
    assert gone.id not in ids


def test_twenty_come_on_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probable_double, "PAGE_SIZE", 2)
    event = an_event()
    for number in range(3):
        a_registration(event, name="Bo Ås", email=f"{number}@x.example")

    assert len(pairs_of(event)) == 2
    assert len(pairs_of(event, page=2)) == 1
    assert list_double_pairs(event, page=9).page.number == 2
