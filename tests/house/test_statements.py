"""No page asks the database for more than fifteen things, whoever looks and wherever."""

import pytest

from tests.house.access import DOORS
from tests.house.access.door import Door
from tests.house.access.house import House
from tests.views.organizer.counting import counted_statements

MOST = 15


@pytest.mark.parametrize(
    "door", [door for door in DOORS if door.method == "GET"], ids=lambda door: door.name
)
def test_a_page_costs_at_most_fifteen_statements(house: House, door: Door) -> None:
    sent = _statements(house, door)
    if len(sent) > MOST:  # a cache that looks once a second may have looked
        sent = _statements(house, door)

    assert len(sent) <= MOST, "\n".join(sent)


def _statements(house: House, door: Door) -> list[str]:
    with counted_statements() as sent:
        assert house.come(door.guest, door).status_code == door.status
    house.put_back()
    return sent


def test_what_is_counted_is_what_is_sent(house: House) -> None:
    desk = next(door for door in DOORS if door.name == "GET /organizer")
    with counted_statements() as sent:
        house.come(desk.guest, desk)

    assert any("FROM events" in statement for statement in sent)
