"""The organizer's list of registrations: what is found, in which order, and how many there are."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy

from eventapp.domain.desk import registration_list
from eventapp.domain.desk.registration_filter import RegistrationFilter
from eventapp.domain.desk.registration_list import (
    ListOptions,
    RegistrationColumn,
    RegistrationPage,
    RegistrationSorting,
)
from eventapp.domain.paging import LAST_PAGE, Page
from eventapp.domain.people.organisation import load_directory
from eventapp.domain.registration import ticket
from eventapp.domain.registration.ticket_code import format_code
from eventapp.extensions import db
from eventapp.models import Event, Registration, RegistrationState
from tests.builders import HOUR, NOON, a_queue, a_registration, an_event, an_organisation

pytestmark = pytest.mark.usefixtures("app")


def list_page(
    event: Event,
    wanted: RegistrationFilter,
    options: ListOptions = ListOptions(),  # noqa: B008  # frozen
    *,
    page: int = 1,
) -> RegistrationPage:
    everybody = sum(registration_list.count_by_state(event).values())
    return registration_list.list_registrations(
        event, wanted, options, page=page, everybody=everybody
    )


def search(event: Event, words: str = "", **sought: object) -> list[Registration]:
    wanted = RegistrationFilter(words=words, **sought)  # type: ignore[arg-type]
    return list(list_page(event, wanted).registrations)


def test_the_latest_come_first_and_those_who_wait_by_place_in_the_queue() -> None:
    event = an_event(seats=2)
    first = a_registration(event)
    second = a_registration(event, now=NOON + HOUR)
    waiting = a_queue(event, 2)

    assert search(event, states=(RegistrationState.CONFIRMED,)) == [second, first]
    assert search(event, states=(RegistrationState.WAITLISTED,)) == waiting


@pytest.mark.parametrize("words", ["ostrom", "ÅSA öst", "asa@town", "  östrom   asa "])
def test_every_word_is_looked_for_in_name_and_address_whatever_its_accents(words: str) -> None:
    event = an_event()
    asa = a_registration(event, name="Åsa Öström", email="asa@town.example")
    a_registration(event, name="Bo Ek", email="bo@town.example")

    assert search(event, words) == [asa]
    assert search(event, f"{words} björk") == []


def test_a_ticket_code_or_desk_code_finds_its_registration_only() -> None:
    event = an_event()
    mine, other = a_registration(event), a_registration(an_event())
    a_registration(event)

    assert search(event, format_code(ticket.current_code(mine)).lower()) == [mine]
    assert search(event, f"{mine.desk_code[:4]}-{mine.desk_code[4:]}") == [mine]
    assert search(event, ticket.current_code(other)) == []


def test_a_filter_by_organisation_keeps_words_apart() -> None:
    event, town = an_event(), an_organisation("Älvstad")
    mine = a_registration(event, name="Åsa Öström", organisation=town)
    a_registration(event, name="Åsa Ek")

    assert search(event, "asa", organisations=("Älvstad",)) == [mine]


def test_pages_are_counted_and_a_page_that_is_not_there_is_the_nearest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registration_list, "PAGE", 2)
    event = an_event()
    for _ in range(3):
        a_registration(event)

    last = list_page(event, RegistrationFilter(), page=9)

    assert last.page == Page(number=2, size=2, total=3)
    assert len(last.registrations) == 1
    assert list_page(an_event(), RegistrationFilter()).page == Page(number=1, size=2, total=0)


def test_of_many_who_meet_a_filter_the_first_are_counted_until_somebody_asks_for_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registration_list, "PAGE", 2)
    monkeypatch.setattr(registration_list, "COUNTED_MAX", 4)
    event = an_event()
    people = [a_registration(event, now=NOON + n * HOUR, language="en") for n in range(7)][::-1]
    a_registration(event)
    english = RegistrationFilter(language="en")

    pages = [list_page(event, english, page=number) for number in (1, 2, 3, LAST_PAGE)]

    assert [list(page.registrations) for page in pages] == [
        people[:2], people[2:4], people[4:6], people[6:],
    ]  # fmt: skip
    assert [(page.page.number, page.page.total, page.page.counted) for page in pages] == [
        (1, 5, False), (2, 5, False), (3, 7, True), (4, 7, True),
    ]  # fmt: skip
    few = list_page(event, RegistrationFilter(language="sv"), page=9)
    assert few.page == Page(number=1, size=2, total=1)


@pytest.mark.parametrize(
    ("sorting", "index"),
    [
        (RegistrationSorting.LATEST, "registrations_by_time"),
        (RegistrationSorting.EARLIEST, "registrations_by_time"),
        (RegistrationSorting.NAME, "registrations_by_name"),
        (RegistrationSorting.ORGANISATION, "registrations_by_organisation_name"),
    ],
)
def test_each_sorting_is_read_from_its_index(sorting: RegistrationSorting, index: str) -> None:
    event = an_event()

    with executed() as statements:
        list_page(event, RegistrationFilter(language="en"), ListOptions(sorting))

    plan = plan_of(*next(sent for sent in statements if "ORDER BY" in sent[0]))
    assert re.search(rf"\b{index}\b", plan), plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.on_sqlite_alone  # PostgreSQL chooses by how many it expects to find
def test_words_are_looked_for_in_an_index_alone() -> None:
    with executed() as statements:
        search(an_event(), "ek")

    plan = plan_of(*next(sent for sent in statements if "ORDER BY" in sent[0]))
    assert "COVERING INDEX registrations_by_name " in plan


@contextmanager
def executed() -> Iterator[list[tuple[str, Any]]]:
    """The statements that the block sends to the database, with their parameters."""
    statements: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, text: str, parameters: object, *_rest: object) -> None:
        statements.append((text, parameters))

    sqlalchemy.event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    sqlalchemy.event.remove(db.engine, "before_cursor_execute", note)


def plan_of(statement: str, parameters: Any) -> str:
    """How the database would go about it if the tables were large."""
    connection, explain = db.session.connection(), "EXPLAIN QUERY PLAN"
    if connection.dialect.name == "postgresql":
        explain = "EXPLAIN"
        for way in ("seqscan", "bitmapscan", "sort"):
            connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    rows = connection.exec_driver_sql(f"{explain} {statement}", parameters)
    return "\n".join(str(row[-1]) for row in rows)


def test_states_are_counted_and_those_without_any_are_left_out() -> None:
    event = an_event(seats=1)
    a_registration(event)
    a_queue(event, 2)

    counts = registration_list.count_by_state(event)

    assert counts == {RegistrationState.CONFIRMED: 1, RegistrationState.WAITLISTED: 2}


def test_a_code_opens_a_registration_of_its_own_event_only() -> None:
    event, other = an_event(), an_event()
    mine = a_registration(event)

    assert registration_list.find_registration(event, mine.code) is mine
    assert registration_list.find_registration(other, mine.code) is None


def test_people_are_counted_at_the_top_of_their_organisations_tree() -> None:
    event, town = an_event(), an_organisation("Älvstad")
    school = an_organisation("Skolan", parent=town)
    for organisation in (town, school):
        a_registration(event, organisation=organisation)
    alone = a_registration(event)

    counted = registration_list.count_by_organisation(event, load_directory())

    assert [
        (counted_organisation.value, counted_organisation.name, counted_organisation.count)
        for counted_organisation in counted
    ] == [
        (town.code, "Älvstad", 2),
        (alone.organisation_name, alone.organisation_name, 1),
    ]


def test_the_list_is_sorted_as_chosen_and_the_options_have_an_address() -> None:
    event = an_event()
    for name in ("Zara Ek", "Åke Berg", "Anna Ö"):
        a_registration(event, name=name)
    options = ListOptions(RegistrationSorting.NAME, (RegistrationColumn.EMAIL,))

    names = [
        registration.name
        for registration in list_page(event, RegistrationFilter(), options).registrations
    ]

    assert names == ["Anna Ö", "Zara Ek", "Åke Berg"]
    assert ListOptions.from_args(options.to_args()) == options
    assert ListOptions.from_args({"sort": ["odd"], "column": ["odd"]}) == ListOptions()
    assert ListOptions().to_args() == {}
