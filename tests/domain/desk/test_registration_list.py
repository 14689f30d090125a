"""The organizer's list of registrations: what is found, in which order, and how many there are."""

import re
from collections.abc import Sequence
from typing import Any

import pytest

from eventapp.domain.desk import registration_filter, registration_list
from eventapp.domain.desk.registration_filter import (
    RegistrationFilter,
    count_matches,
    select_ids,
)
from eventapp.domain.desk.registration_list import (
    CountedOrganisation,
    ListOptions,
    OfferedOrganisations,
    RegistrationColumn,
    RegistrationPage,
    RegistrationSorting,
)
from eventapp.domain.paging import LAST_PAGE, Page
from eventapp.domain.people.organisation import load_directory
from eventapp.domain.registration import registration_count, ticket
from eventapp.domain.registration.ticket_code import format_code
from eventapp.extensions import db
from eventapp.models import Event, Registration, RegistrationState
from tests.builders import (
    HOUR,
    NOON,
    a_queue,
    a_registration,
    a_session,
    an_event,
    an_organisation,
)
from tests.plans import executed, plan_of

pytestmark = pytest.mark.usefixtures("app")


def list_page(
    event: Event,
    wanted: RegistrationFilter,
    options: ListOptions = ListOptions(),  # noqa: B008  # frozen
    *,
    page: int = 1,
) -> RegistrationPage:
    counts = registration_count.count_by_state(event)
    return registration_list.list_registrations(event, wanted, options, page=page, counts=counts)


def search(event: Event, words: str = "", **sought: object) -> list[Registration]:
    wanted = RegistrationFilter(words=words, **sought)  # type: ignore[arg-type]
    return list(list_page(event, wanted).registrations)


def offer(event: Event, *chosen: str, all_of_them: bool = False) -> OfferedOrganisations:
    db.session.flush()
    directory = load_directory()
    return registration_list.offer_organisations(
        event, directory, chosen=chosen, all_of_them=all_of_them
    )


def names_of(organisations: Sequence[CountedOrganisation]) -> list[str]:
    return [organisation.name for organisation in organisations]


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
@pytest.mark.parametrize(
    "criteria", [{"session": "a1"}, {"organisations": ("stad",)}, {"undelivered": True}]
)
def test_where_a_criterion_names_few_they_are_looked_up_by_their_ids(
    criteria: dict[str, Any],
) -> None:
    with executed() as statements:
        list_page(an_event(), RegistrationFilter(**criteria))

    plan = plan_of(*next(sent for sent in statements if "ORDER BY registrations.reg" in sent[0]))
    assert plan.startswith("SEARCH registrations USING INTEGER PRIMARY KEY (rowid=?)"), plan


@pytest.mark.on_sqlite_alone
def test_where_it_names_many_the_index_of_the_sorting_is_looked_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registration_filter, "FEW", 1)
    event = an_event(seats=9)
    workshop = a_session(event)
    chosen = [a_registration(event, sessions=(workshop,)) for _ in range(2)]
    wanted = RegistrationFilter(session=workshop.code)

    with executed() as statements:
        assert list_page(event, wanted).page.total == 2

    plan = plan_of(*next(sent for sent in statements if "ORDER BY registrations.reg" in sent[0]))
    assert "registrations_by_time" in plan
    # With another criterion they are few or many beside all people of the event.
    narrowed = RegistrationFilter(session=workshop.code, language=chosen[0].language)
    assert "event_id + " not in str(select_ids(event, narrowed))
    for _ in range(6):
        a_registration(event)
    assert "event_id + " in str(select_ids(event, narrowed))


@pytest.mark.on_sqlite_alone  # of several indexes PostgreSQL takes any while tables are small
def test_organisations_are_looked_up_in_their_indexes() -> None:
    with executed() as statements:
        list_page(an_event(), RegistrationFilter(organisations=("stad",)))

    plan = plan_of(*next(sent for sent in statements if "ORDER BY" in sent[0]))
    for index in ("registrations_by_organisation ", "registrations_by_organisation_name "):
        assert f"COVERING INDEX {index}" in plan, plan


@pytest.mark.on_sqlite_alone  # PostgreSQL chooses by how many it expects to find
def test_words_are_looked_for_in_an_index_alone() -> None:
    with executed() as statements:
        search(an_event(), "ek")

    plan = plan_of(*next(sent for sent in statements if "ORDER BY" in sent[0]))
    assert plan == "SEARCH registrations USING COVERING INDEX registrations_by_time (event_id=?)"


def test_states_are_counted_and_those_without_any_are_left_out() -> None:
    event = an_event(seats=1)
    a_registration(event)
    a_queue(event, 2)

    counts = registration_count.count_by_state(event)

    assert counts == {RegistrationState.CONFIRMED: 1, RegistrationState.WAITLISTED: 2}


def test_what_is_known_without_looking_is_what_would_be_found() -> None:
    event, town = an_event(seats=4), an_organisation("Älvstad")
    school, workshop = an_organisation("Skolan", parent=town), a_session(event)
    for organisation in (town, school, None):
        a_registration(event, organisation=organisation, sessions=(workshop,))
    alone = a_registration(event)
    a_queue(event, 1)
    a_registration(an_event(), organisation=town)

    for organisations in ((town.code,), (school.code, alone.organisation_name), ("nobody",)):
        for states in ((), (RegistrationState.CONFIRMED,), (RegistrationState.WAITLISTED,)):
            wanted = RegistrationFilter(organisations=organisations, states=states)
            assert list_page(event, wanted).page.total == count_matches(event, wanted)
    for session in (workshop.code, "none"):
        wanted = RegistrationFilter(session=session)
        assert list_page(event, wanted).page.total == count_matches(event, wanted)


@pytest.mark.parametrize(
    ("criteria", "index"),
    [
        # PostgreSQL takes any where there is next to nothing.
        ({"session": "a1"}, "ix_session_choices_session_id|pk_session_choices"),
        ({"double": True}, "possible_doubles"),
    ],
)
def test_a_filter_is_looked_up_in_its_index(criteria: dict[str, Any], index: str) -> None:
    event = an_event()

    with executed() as statements:
        list_page(event, RegistrationFilter(**criteria))

    plan = plan_of(*next(sent for sent in statements if "ORDER BY registrations.reg" in sent[0]))
    assert re.search(index, plan), plan


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

    offered = offer(event)

    assert [(body.value, body.name, body.count) for body in offered.first] == [
        (town.code, "Älvstad", 2),
        (alone.organisation_name, alone.organisation_name, 1),
    ]
    assert (offered.chosen, offered.rest, offered.behind) == ([], [], 0)


def test_of_many_organisations_those_with_the_most_people_are_offered_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registration_list, "ORGANISATIONS_SHOWN", 1)
    event = an_event()
    for count, name in enumerate(("Ek", "Al", "Björk", "Asp"), start=1):
        for _ in range(count):
            a_registration(event, organisation=None).organisation_name = name

    few, every = offer(event, "Al", "nobody"), offer(event, "Al", all_of_them=True)

    assert names_of(few.first) == names_of(every.first) == ["Asp"]
    assert [(body.name, body.count) for body in few.chosen] == [("Al", 2), ("nobody", None)]
    assert (few.rest, few.behind, every.behind) == ([], 2, 2)
    assert names_of(every.rest) == ["Björk", "Ek"]


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
