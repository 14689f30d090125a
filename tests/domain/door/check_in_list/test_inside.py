"""Who is there: each list for itself, and the house errs to inside."""

from datetime import timedelta

import pytest
from flask import Flask

from eventapp.domain.door.attendance import attended_registration_ids
from eventapp.domain.door.check_in_list import inside
from eventapp.domain.door.check_in_list.definition import find_list
from eventapp.models import CheckInList, Event
from tests.builders import HOUR, NOON, a_registration, an_event
from tests.builders.door import a_check_in_list, a_digest, a_phone, a_scan
from tests.domain.door.sending import send

MINUTE = timedelta(minutes=1)


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=NOON - 2 * HOUR, ends_at=NOON + 30 * HOUR)


@pytest.fixture
def hall(event: Event) -> CheckInList:
    return a_check_in_list(event, name="Sal A", exits=True, capacity=2)


def figures(event: Event) -> list[tuple[int, int, bool]]:
    counts = inside.count_lists(event, NOON.date())
    return [(count.came, count.inside, count.is_full) for count in counts]


def names(event: Event, listing: CheckInList | None) -> list[str]:
    assert listing
    return [person.name for person in inside.list_inside(event, listing, NOON.date())]


def test_a_session_proves_the_day_once_and_leaving_it_is_not_leaving_the_house(
    event: Event, hall: CheckInList
) -> None:
    phone, _token = a_phone(event)
    eva, bo = (a_registration(event, name=name) for name in ("Eva Ek", "Bo Al"))
    here = {"list": hall.number}
    send(
        phone,
        a_scan(a_digest(eva)),
        a_scan(a_digest(eva), at=NOON + MINUTE, **here),
        a_scan(a_digest(bo), at=NOON + 2 * MINUTE, **here),
    )
    assert figures(event) == [(2, 2, False), (2, 2, True)]
    assert attended_registration_ids(event.id) == {eva.id, bo.id}

    send(phone, a_scan(a_digest(bo), at=NOON + HOUR, kind="exit", verdict=None, **here))

    assert figures(event) == [(2, 2, False), (2, 1, False)]
    assert names(event, hall) == ["Eva Ek"]
    assert names(event, find_list(event, "event")) == ["Bo Al", "Eva Ek"]

    send(phone, a_scan(a_digest(bo), at=NOON + 2 * HOUR, kind="exit", verdict=None))

    assert figures(event)[0] == (2, 1, False)
    assert names(event, find_list(event, "event")) == ["Eva Ek"]


def test_an_undoing_counts_at_the_list_of_what_it_undoes(event: Event, hall: CheckInList) -> None:
    phone, _token = a_phone(event)
    scan = a_scan(a_digest(a_registration(event)), list=hall.number)
    send(phone, a_scan(target=scan["id"], at=NOON + MINUTE), scan)

    assert figures(event) == [(0, 0, False), (0, 0, False)]
    assert names(event, hall) == []


def test_who_came_yesterday_is_not_inside_and_a_strange_ticket_has_no_name(
    event: Event, hall: CheckInList
) -> None:
    phone, _token = a_phone(event)
    someone = a_digest(a_registration(event))
    send(
        phone,
        a_scan(someone, at=NOON + 24 * HOUR, list=hall.number),
        a_scan("0" * 32, how="forced", verdict="unlisted", list=hall.number),
    )

    assert names(event, hall) == [""]


def test_an_entry_that_was_undone_after_midnight_counts_at_no_list(
    event: Event, hall: CheckInList
) -> None:
    phone, _token = a_phone(event)
    digest = a_digest(a_registration(event))
    for number in (0, hall.number):
        entry = a_scan(digest, list=number)
        send(phone, entry, a_scan(at=NOON + 13 * HOUR, target=entry["id"]))

    assert figures(event) == [(0, 0, False), (0, 0, False)]
    assert [names(event, listing) for listing in (find_list(event, "event"), hall)] == [[], []]
