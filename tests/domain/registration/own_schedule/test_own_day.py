"""A participant's day: what is for all, what was chosen, and what is still to be chosen."""

import pytest
from flask import Flask

from eventapp.domain.registration.own_schedule.own_day import (
    chosen_sessions,
    items_by_day,
    own_day,
    own_moments,
)
from eventapp.domain.schedule.release import latest_schedule
from eventapp.models import Event
from tests.builders.day import session_of, two_days
from tests.builders.event import an_event
from tests.builders.moments import HOUR
from tests.builders.registration import a_registration


@pytest.fixture
def event(app: Flask) -> Event:
    return two_days()


def test_a_choice_that_is_not_made_is_an_item_of_its_own(event: Event) -> None:
    day = own_day(a_registration(event), "sv", now=event.starts_at)

    titles = [item.session.title if item.session else item.choice_group for item in day.items]
    assert titles == ["Öppning", "Kaffe", "A", "Avslutning"]
    assert day.missing
    assert {option.title for option in day.missing.options} == {"Ljus", "Skola"}


def test_what_was_chosen_stands_there_and_the_other_can_be_had_instead(event: Event) -> None:
    registration = a_registration(event, sessions=(session_of(event, "Ljus"),))
    day = own_day(registration, "sv", now=event.starts_at + 2 * HOUR)

    assert day.missing is None
    assert day.moment.head
    assert day.moment.head.session
    assert day.moment.head.session.title == "Ljus"
    assert [session.title for session in day.alternatives] == ["Skola"]


def test_what_was_chosen_and_is_held_is_known_by_itself(event: Event) -> None:
    registration = a_registration(event, sessions=(session_of(event, "Ljus"),))
    schedule = latest_schedule(event)
    assert schedule
    assert [s.title for s in chosen_sessions(registration, schedule)] == ["Ljus"]
    assert chosen_sessions(a_registration(event), schedule) == []


def test_the_way_to_each_room_is_told_that_has_one(event: Event) -> None:
    day = own_day(a_registration(event), "sv", now=event.starts_at)
    assert list(day.directions.values()) == ["Upp för trappan.\nVänster."]


def test_without_a_schedule_the_event_is_the_day(app: Flask) -> None:
    event = an_event()
    day = own_day(a_registration(event), "sv", now=event.starts_at - HOUR)
    assert day.schedule is None
    assert day.moment.head
    assert day.moment.head.starts_at == event.starts_at


def test_the_moments_to_come_say_what_the_page_would_say_then(event: Event) -> None:
    registration = a_registration(event)
    day = own_day(registration, "sv", now=event.starts_at)
    moments = list(own_moments(day, event.time_zone))

    assert [later.moment for later in moments] == [
        own_day(registration, "sv", now=later.now).moment for later in moments
    ]
    assert moments[0] is day
    assert moments[-1].moment.head is None
    assert moments[-1].now == max(item.ends_at for item in day.items)


def test_items_stand_under_their_days(event: Event) -> None:
    day = own_day(a_registration(event), "sv", now=event.starts_at)
    by_day = items_by_day(day.items, event.time_zone)
    assert [item for _on, items in by_day for item in items] == list(day.items)
    assert len(by_day) == 2
