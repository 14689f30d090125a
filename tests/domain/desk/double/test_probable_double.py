"""Who may be there twice: like names at one address, and one name at two addresses."""

import re
from difflib import SequenceMatcher
from itertools import product

import pytest
from sqlalchemy import delete, select, update

from eventapp.domain.desk.double import probable_double
from eventapp.domain.desk.double.probable_double import (
    LIKENESS_MIN,
    are_alike,
    list_double_pairs,
)
from eventapp.domain.desk.registration_filter import RegistrationFilter, select_ids
from eventapp.domain.record.disposal import delete_registrations
from eventapp.extensions import db
from eventapp.models import (
    DoubleReason,
    Event,
    PossibleDouble,
    Registration,
    RegistrationState,
)
from tests.builders import a_registration, an_event, an_organisation
from tests.marks import list_unmarked
from tests.plans import executed, plan_of

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


@pytest.mark.parametrize("first", [1, 2, 3, 4])
def test_those_behind_the_first_that_are_read_are_compared_with_them_too(
    monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    monkeypatch.setattr(probable_double, "READ_FIRST", first)
    event = an_event()
    for number in range(3):
        a_registration(event, name="Bo Ås", email=f"{number}@x.example")

    assert [(some[0], other[0]) for some, other, *_ in pairs_of(event)] == [
        ("0", "1"),
        ("0", "2"),
        ("1", "2"),
    ]


def test_who_is_written_otherwise_is_compared_again_however_that_was_written() -> None:
    event = an_event()
    people = [
        a_registration(event, name=name, email=f"{number}@x.example")
        for number, name in enumerate(("Bo Ås", "Åsa Ek", "Per Nyblad"))
    ]
    assert pairs_of(event) == []
    people[1].name, people[1].sort_name = people[0].name, people[0].sort_name
    db.session.flush()
    assert [pair[:2] for pair in pairs_of(event)] == [("0@x.example", "1@x.example")]

    corrected = update(Registration).where(Registration.id == people[1].id)
    db.session.execute(corrected.values(name="Åsa Ek", sort_name="asa ek"))
    assert pairs_of(event) == []
    db.session.execute(corrected.values(name="Per A Nyblad", email="2@x.example"))
    assert [pair[:2] for pair in pairs_of(event)] == [("2@x.example", "2@x.example")]
    assert list_unmarked() == []


def test_marks_go_with_their_registration() -> None:
    event = an_event()
    people = [a_registration(event, name="Bo Ås", email=f"{n}@x.example") for n in range(3)]
    marks = select(PossibleDouble.registration_id).where(PossibleDouble.event_id == event.id)
    assert set(db.session.scalars(marks)) == {person.id for person in people}

    delete_registrations([people[0].id])

    assert set(db.session.scalars(marks)) == {person.id for person in people[1:]}


def test_a_missing_mark_is_found() -> None:
    event = an_event()
    people = [a_registration(event, name="Bo Ås", email=f"{n}@x.example") for n in range(2)]

    with db.session.begin_nested() as savepoint:
        db.session.execute(delete(PossibleDouble))
        assert set(list_unmarked()) == {person.id for person in people}
        savepoint.rollback()

    assert list_unmarked() == []


def test_only_those_who_are_marked_are_compared() -> None:
    event = an_event()

    with executed() as statements:
        list_double_pairs(event, page=1)

    plans = [plan_of(*sent) for sent in statements if "possible_doubles" in sent[0]]
    assert len(plans) == 2
    for plan in plans:
        assert re.search(r"possible_doubles USING PRIMARY KEY|pk_possible_doubles", plan), plan


def test_the_bounds_leave_nobody_out_who_is_alike() -> None:
    names = ["anna svensson", "ana svenson", "svensson anna", "anna maria svensson", "bo ek"]
    names += ["".join(letters) for letters in product("ab ", repeat=4)]

    for some, other in product(names, repeat=2):
        words, others = set(some.split()), set(other.split())
        has_all = len(words & others) > 1 and (words <= others or others <= words)
        likeness = SequenceMatcher(None, some, other, autojunk=False).ratio()
        assert are_alike(some, other) == (has_all or likeness >= LIKENESS_MIN), (some, other)
