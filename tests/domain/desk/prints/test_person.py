"""What of a person may stand on paper."""

import re
from collections.abc import Callable

import pytest

from eventapp.documents.typesetting import is_legible
from eventapp.domain.desk.prints.person import (
    NothingToPrint,
    TooManyRows,
    by_organisation,
    check_rows,
    count_nameless,
    count_people,
    list_beyond_latin,
    list_first_people,
    load_people,
)
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import Badge, Event, Visibility
from tests.builders import NOON, a_registration, an_event, an_organisation
from tests.plans import executed, plan_of

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    ("badge", "visibility", "shown"),
    [
        (Badge.FIRST_NAME, Visibility.NORMAL, ("Linnéa", "Göteborgs Stad")),
        (Badge.ORGANISATION, Visibility.NORMAL, ("", "Göteborgs Stad")),
        (Badge.NONE, Visibility.NORMAL, ("", "")),
        (Badge.FIRST_NAME, Visibility.LIMITED, ("", "Göteborgs Stad")),
        (Badge.FIRST_NAME, Visibility.PROTECTED, ("", "Göteborgs Stad")),
        (Badge.NONE, Visibility.LIMITED, ("", "")),
    ],
)
def test_a_person_is_named_as_they_chose(
    badge: Badge, visibility: Visibility, shown: tuple[str, str]
) -> None:
    event, town = an_event(), an_organisation("Göteborgs Stad")
    registration = a_registration(event, organisation=town, name="Linnéa Vårglim", badge=badge)
    registration.visibility = visibility

    (person,) = load_people(event)

    assert (person.shown_name, person.shown_organisation) == shown


def test_the_first_and_those_without_a_name_are_as_among_all() -> None:
    event = an_event(seats=6)
    for place, name, badge in (
        ("Örebro", "Åsa Ek", Badge.NONE),
        ("Ale", "Örjan Ås", Badge.FIRST_NAME),
        ("ale", "Bo Ås", Badge.ORGANISATION),
        ("Åby", "Zoë Ek", Badge.FIRST_NAME),
        ("Ale", "Åke 山田", Badge.FIRST_NAME),
    ):
        registration = a_registration(event, name=name, badge=badge)
        registration.organisation_name = place
    cancel(a_registration(event, name="李 Ek"), now=NOON)
    registration.visibility = Visibility.LIMITED
    db.session.flush()
    people = load_people(event, order=by_organisation)

    for count in (0, 1, 2, 3, 4, 9):
        assert list_first_people(event, count) == people[:count]
    assert count_people(event) == len(people)
    assert count_nameless(event) == sum(not person.shown_name for person in people)
    assert [person.name for person in list_beyond_latin(event)] == ["Åke 山田"]


@pytest.mark.parametrize(
    ("ask", "index"),
    [(count_nameless, "registrations_named"), (list_beyond_latin, "registrations_beyond_latin")],
)
def test_few_of_many_are_looked_up_in_an_index_of_theirs(
    ask: Callable[[Event], object], index: str
) -> None:
    event = an_event()

    with executed() as statements:
        ask(event)

    plans = [plan_of(*sent) for sent in statements if "registrations." in sent[0]]
    assert any(re.search(rf"\b{index}\b", plan) for plan in plans), plans


def test_our_typefaces_have_the_letters_that_are_not_looked_for() -> None:
    letters = [chr(number) for number in range(ord(" "), 0x250)]
    usual = [letter for letter in letters if not re.search("[^ -~À-ÿ]", letter)]

    assert "å" in usual
    assert [letter for letter in usual if not is_legible(letter)] == []


def test_a_file_has_some_rows_and_not_too_many() -> None:
    check_rows(1)
    check_rows(5_000)
    with pytest.raises(NothingToPrint):
        check_rows(0)
    with pytest.raises(TooManyRows):
        check_rows(5_001)
