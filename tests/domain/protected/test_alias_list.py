"""The security contacts' list: found by words, a page at a time, in the order of events."""

import pytest
from flask import Flask

from eventapp.domain.protected.alias_list import PAGE, list_aliases, list_open_events
from eventapp.models import EventState
from tests.builders import DAY, NEXT_MONTH, NEXT_WEEK, NOON, a_registration, an_event
from tests.builders.alias import an_alias, give_protected_keys

pytestmark = pytest.mark.usefixtures("app")


def test_only_aliases_are_listed_by_event_and_name() -> None:
    late, soon = an_event(starts_at=NEXT_MONTH + DAY, ends_at=NEXT_MONTH + 2 * DAY), an_event()
    a_registration(soon)
    for event, name in ((late, "Anna"), (soon, "Örjan"), (soon, "Åsa")):
        an_alias(event, name=name)

    listed = list_aliases("", page=1)

    assert [alias.registration.name for alias in listed.aliases] == ["Åsa", "Örjan", "Anna"]
    assert (listed.shown.total, listed.unreadable) == (3, 0)


def test_words_are_found_in_name_organisation_and_event() -> None:
    event = an_event(title="Höstmötet")
    an_alias(event, name="Åsa Nyblad")
    an_alias(an_event(), name="Per Nyblad")

    assert [alias.registration.name for alias in list_aliases("hostmotet asa", page=1).aliases] == [
        "Åsa Nyblad"
    ]
    assert list_aliases("finns inte", page=1).aliases == []


def test_a_page_has_fifty() -> None:
    event = an_event(seats=60)
    for _ in range(PAGE + 1):
        an_alias(event)

    assert len(list_aliases("", page=1).aliases) == PAGE
    assert len(list_aliases("", page=2).aliases) == 1


def test_those_that_no_key_opens_are_counted(app: Flask) -> None:
    an_alias(an_event())
    give_protected_keys(app, 2)

    listed = list_aliases("", page=1)

    assert (listed.aliases, listed.unreadable) == ([], 1)


def test_the_events_are_those_that_take_registrations() -> None:
    an_event(state=EventState.DRAFT)
    event = an_event()

    assert list_open_events(now=NOON) == [event]
    assert list_open_events(now=NEXT_WEEK) == []
