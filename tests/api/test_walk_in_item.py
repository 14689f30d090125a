"""Items of a batch of walk-ins are read strictly, and what is unknown in them is kept."""

from flask import Flask

from eventapp.api.walk_in_item import read_walk_in
from eventapp.domain.door.sent_scan import UnreadScan
from eventapp.domain.door.walk_in.sent_walk_in import SentWalkIn
from tests.builders import an_event
from tests.builders.door import a_walk_in


def test_one_is_recognised_by_all_that_it_says(app: Flask) -> None:
    item = a_walk_in(an_event())
    same, other = dict(reversed(item.items())), item | {"later": 1}

    first, again, another = (read_walk_in(raw) for raw in (item, same, other))

    assert isinstance(first, SentWalkIn)
    assert first.body_digest == again.body_digest != another.body_digest
    assert isinstance(another, SentWalkIn)


def test_what_cannot_be_read_says_where_and_shows_nothing(app: Flask) -> None:
    item = a_walk_in(an_event())
    for raw, reason in (
        (item | {"sealed": 7}, "sealed"),
        (item | {"id": "Vilma Utan"}, "id"),
        (item | {"id": ""}, "id"),
        ("Vilma Utan", "not an object"),
    ):
        unread = read_walk_in(raw)
        assert isinstance(unread, UnreadScan)
        assert unread.reason == reason
