"""Who stands on the coordinator's list, in which order, and who never does."""

import pytest

from eventapp.domain.delegation import member_list, overview
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import Visibility
from tests.builders import (
    DAY,
    NOON,
    a_queue,
    a_registration,
    a_session,
    an_event,
    an_organisation,
)
from tests.builders.delegation import the_delegation

pytestmark = pytest.mark.usefixtures("app")


def test_those_who_wait_come_first_then_names_as_swedish_sorts_them() -> None:
    town = an_organisation()
    event = an_event(seats=5, reserved={town: 4})
    for name in ("Örjan", "Zoë", "Ärla", "Åke", "Bo"):
        last = a_registration(event, organisation=town, name=name)
    cancel(last, now=NOON)
    a_registration(event)
    a_registration(event, organisation=town, name="Adam")

    listed = member_list.list_members(the_delegation(event, town), "", page=1)

    names = [person.registration.name for person in listed.people]
    assert names == ["Adam", "Zoë", "Åke", "Ärla", "Örjan", "Bo"]
    assert listed.total == 6


def test_places_in_line_count_everybody_who_waits() -> None:
    town = an_organisation()
    event = an_event(seats=0, reserved={town: 0})
    a_queue(event, 2)
    (own,) = a_queue(event, 1, organisation=town)

    (listed,) = member_list.list_members(the_delegation(event, town), "", page=1).people

    assert (listed.registration, listed.queue_position) == (own, 3)


@pytest.mark.parametrize("hidden", [Visibility.LIMITED, Visibility.PROTECTED])
def test_who_is_not_to_be_seen_is_neither_listed_found_nor_opened_but_counted(
    hidden: Visibility,
) -> None:
    town = an_organisation()
    event = an_event(reserved={town: 4})
    unseen = a_registration(event, organisation=town, name="Mina Mål", visibility=hidden)
    delegation = the_delegation(event, town)

    assert member_list.list_members(delegation, "", page=1).total == 0
    assert member_list.list_members(delegation, "mina", page=1).total == 0
    assert member_list.find_member(delegation, unseen.code) is None
    assert overview.seat_counts_of(delegation).taken == 1


def test_words_are_found_in_names_and_roles_whatever_their_accents() -> None:
    town = an_organisation()
    event = an_event(reserved={town: 4})
    for name, role in (("Åsa Öström", "utredare"), ("Bo Ek", "Samordnare")):
        a_registration(event, organisation=town, name=name, role=role)
    delegation = the_delegation(event, town)

    def search(words: str) -> list[str]:
        page = member_list.list_members(delegation, words, page=1)
        return [person.registration.name for person in page.people]

    assert search("osTROM asa") == ["Åsa Öström"]
    assert search("samord") == ["Bo Ek"]
    assert search("samord asa") == []


def test_a_page_that_is_not_there_is_the_nearest_that_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(member_list, "PAGE", 2)
    town = an_organisation()
    event = an_event(reserved={town: 5})
    for number in range(5):
        a_registration(event, organisation=town, name=f"Person {number}")
    delegation = the_delegation(event, town)

    pages = [member_list.list_members(delegation, "", page=n) for n in (0, 1, 3, 9)]

    assert [page.page for page in pages] == [1, 1, 3, 3]
    assert [(page.first, page.last) for page in pages] == [(1, 2), (1, 2), (5, 5), (5, 5)]


def test_a_choice_is_listed_under_its_group() -> None:
    town = an_organisation()
    event = an_event(reserved={town: 5})
    morning = a_session(event, choice_group="a")
    evening = a_session(event, choice_group="b", starts_at=event.starts_at + DAY)
    a_registration(event, organisation=town, sessions=(morning, evening))

    listed = member_list.list_members(the_delegation(event, town), "", page=1)

    assert listed.groups == ["a", "b"]
    (person,) = listed.people
    choices = [person.choice_in(group) for group in ("a", "b", "c")]
    codes = [choice.session.code if choice else None for choice in choices]
    assert codes == [morning.code, evening.code, None]


def test_a_draft_changes_neither_title_nor_group_before_the_release() -> None:
    town = an_organisation()
    event = an_event(reserved={town: 5})
    session = a_session(event, title="Vägar in", choice_group="a")
    a_registration(event, organisation=town, sessions=(session,))
    session.title, session.choice_group = "Utkast", "b"
    db.session.flush()

    listed = member_list.list_members(the_delegation(event, town), "", page=1)

    assert listed.groups == ["a"]
    choice = listed.people[0].choice_in("a")
    assert choice
    assert choice.session.title == "Vägar in"


@pytest.mark.parametrize("signs", ["%", "_", "–", "?!"])
def test_signs_find_nobody(signs: str) -> None:
    town = an_organisation()
    event = an_event(seats=5, reserved={town: 4})
    a_registration(event, organisation=town, name="Åke")

    assert member_list.list_members(the_delegation(event, town), signs, page=1).total == 0
