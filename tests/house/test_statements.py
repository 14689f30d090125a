"""No page asks the database for more than fifteen things, two of them to learn who asks.

Since each page is looked at here: none has two elements of one id either.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.house.access import DOORS
from tests.house.access.door import Door
from tests.house.access.house import House
from tests.views.organizer.counting import counted_statements

MOST, MOST_FOR_WHO = 15, 2
ID = re.compile(r'<[^>]*?\sid="([^"]+)"')
WHO = ("FROM accounts", "FROM grants", "FROM ended_sessions", "FROM account_sessions")


@pytest.mark.parametrize(
    "door", [door for door in DOORS if door.method == "GET"], ids=lambda door: door.name
)
def test_a_page_costs_at_most_fifteen_statements_two_of_them_for_who_asks(
    house: House, door: Door
) -> None:
    asked, sent, page = _statements(house, door)
    if len(sent) > MOST:  # a cache that looks once a second may have looked
        asked, sent, page = _statements(house, door)

    assert len(sent) <= MOST, "\n".join(sent)
    assert len(asked) <= MOST_FOR_WHO, "\n".join(asked)
    assert [id_ for id_, count in Counter(ID.findall(page)).items() if count > 1] == []


def _statements(house: House, door: Door) -> tuple[list[str], list[str], str]:
    """What the guard asks of the database about the caller, all that is asked, and the page."""
    with counted_statements() as sent, noted_at_the_view(house, door, sent) as before_view:
        answer = house.come(door.guest, door)
        assert answer.status_code == door.status
    page = answer.text if answer.mimetype == "text/html" else ""
    house.put_back()
    return [text for text in before_view if any(table in text for table in WHO)], sent, page


@contextmanager
def noted_at_the_view(house: House, door: Door, sent: list[str]) -> Iterator[list[str]]:
    """What has been sent when the guard hands over to the view; nothing if there is no guard."""
    before: list[str] = []
    urls = house.app.url_map.bind("localhost")
    endpoint, _arguments = urls.match(house.address(door.guest, door).partition("?")[0])
    handover = _handover(house.app.view_functions[endpoint])
    if handover is None:
        yield before
        return
    view = handover.cell_contents

    def noted(**arguments: Any) -> Any:
        before.extend(sent)
        return view(**arguments)

    handover.cell_contents = noted
    yield before
    handover.cell_contents = view


def _handover(guarded: Any) -> Any:
    """Where a guard has the view that it lets in to."""
    while guarded is not None:
        names = guarded.__code__.co_freevars
        if {"admit", "view"} <= set(names):
            return guarded.__closure__[names.index("view")]
        guarded = getattr(guarded, "__wrapped__", None)
    return None


def test_every_page_of_an_account_is_counted(house: House) -> None:
    """The control: a guard that asks anything is seen to."""
    desk = next(door for door in DOORS if door.name == "GET /organizer")
    asked, sent, _page = _statements(house, desk)
    assert 1 <= len(asked) < len(sent)


def test_what_is_counted_is_what_is_sent(house: House) -> None:
    desk = next(door for door in DOORS if door.name == "GET /organizer")
    with counted_statements() as sent:
        house.come(desk.guest, desk)

    assert any("FROM events" in statement for statement in sent)
