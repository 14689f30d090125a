"""The log of the roster's revisions: raised one at a time, and only for what has changed."""

import pytest
from flask import Flask

from eventapp.domain.door import roster_log
from eventapp.domain.door.roster_log import SealedContent
from eventapp.models import Event
from tests.builders import an_event


@pytest.fixture
def event(app: Flask) -> Event:
    event = an_event()
    roster_log.create_log(event.id)
    return event


def record(event: Event, *gone: str, **contents: str) -> int:
    """Record contents under the next revision."""
    revision = roster_log.raise_revision(event.id)
    sealed = {d: SealedContent(content, content.encode()) for d, content in contents.items()}
    roster_log.record_contents(event.id, [*gone, *contents], sealed)
    return revision


def changed_since(event: Event, revision: int) -> list[str]:
    return [row.digest for row in roster_log.changed_since(event.id, revision, 100)]


def test_a_log_is_created_once(event: Event) -> None:
    before = roster_log.raise_revision(event.id)
    roster_log.create_log(event.id)
    assert roster_log.raise_revision(event.id) == before + 1


def test_only_what_is_new_changed_or_gone_gets_the_revision(event: Event) -> None:
    first = record(event, a="1", b="1", c="1")
    record(event, "c", a="1", b="2", d="1")

    assert changed_since(event, first) == ["b", "c", "d"]
    assert len(changed_since(event, 0)) == 4


def test_nothing_new_leaves_the_listed_revision(event: Event) -> None:
    listed = record(event, a="1")
    record(event, a="1")

    assert roster_log.current(event.id).listed_revision == listed
    assert changed_since(event, listed) == []


def test_a_ticket_that_is_gone_and_comes_back_is_a_change_each_time(event: Event) -> None:
    present = record(event, a="1")
    gone = record(event, "a")
    assert changed_since(event, present) == ["a"]
    record(event, a="1")
    assert changed_since(event, gone) == ["a"]
