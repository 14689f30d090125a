"""Events: drafts are nobody's business, the rest is listed, found and counted."""

import pytest
from sqlalchemy import select

from eventapp.domain.event.draft import EDITABLE_FIELDS, EventText, edit_event
from eventapp.domain.event.event import (
    NotADraft,
    all_events_revision,
    event_revision,
    find_public_event,
    list_past,
    list_upcoming,
    publish_event,
)
from eventapp.domain.event.lifecycle import postpone_event, resume_event
from eventapp.extensions import db
from eventapp.models import AuditEntry, Availability, Event, EventState
from tests.builders import DAY, HOUR, NOON, an_event

pytestmark = pytest.mark.usefixtures("app")


def a_past_event(days: int, **facts: str) -> Event:
    ends = NOON - days * DAY
    return an_event(starts_at=ends - 2 * HOUR, ends_at=ends, **facts)


def test_a_draft_is_published_once_and_that_is_logged() -> None:
    event = an_event(state=EventState.DRAFT)

    publish_event(event, actor="organizer", now=NOON)

    assert event.state is EventState.PUBLISHED
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.subject_code) == ("published", event.public_id)
    with pytest.raises(NotADraft):
        publish_event(event, actor="organizer", now=NOON)


@pytest.mark.parametrize(
    ("seats", "word"),
    [(0, Availability.FULL), (3, Availability.FEW), (4, Availability.PLENTY)],
)
def test_a_new_event_says_at_once_how_many_seats_there_are(seats: int, word: Availability) -> None:
    event = an_event(state=EventState.DRAFT, seats=seats)

    publish_event(event, actor="organizer", now=NOON)

    assert event.availability is word


@pytest.mark.parametrize("put_off", [False, True])
def test_other_seats_are_told_when_they_are_saved_or_the_event_is_on_again(put_off: bool) -> None:
    event = an_event(seats=40)
    if put_off:
        postpone_event(event, actor="organizer", reason="Snö", now=NOON)
    values = {name: getattr(event, name) for name in EDITABLE_FIELDS} | {"seats": 2}
    edit_event(
        event, EventText(slug="", **values), version=event.version, actor="organizer", now=NOON
    )
    if put_off:
        resume_event(event, actor="organizer", now=NOON)

    assert event.availability is Availability.FEW


@pytest.mark.parametrize("state", EventState)
def test_only_a_draft_is_not_to_be_found(state: EventState) -> None:
    event = an_event(state=state)

    hidden = state is EventState.DRAFT
    assert (find_public_event(event.slug) is None) is hidden
    assert (event_revision(event.slug) is None) is hidden
    assert (list_upcoming(now=NOON) == []) is hidden


def test_there_is_nothing_under_an_address_that_nobody_has() -> None:
    assert find_public_event("no-such") is None
    assert event_revision("no-such") is None


def test_coming_events_are_those_not_ended_the_nearest_first() -> None:
    later = an_event()
    running = an_event(starts_at=NOON - HOUR, ends_at=NOON + HOUR)
    a_past_event(0)

    assert list_upcoming(now=NOON) == [running, later]


def test_past_events_come_the_latest_first_ten_a_page() -> None:
    events = [a_past_event(days) for days in range(12)]

    first, second = (list_past("", page=number, now=NOON) for number in (1, 2))

    assert (first.events, second.events) == (events[:10], events[10:])
    assert (first.page, first.pages, first.total) == (1, 2, 12)


@pytest.mark.parametrize(("asked", "shown"), [(-5, 1), (0, 1), (3, 2), (10**9, 2)])
def test_a_page_that_is_not_there_becomes_the_nearest(asked: int, shown: int) -> None:
    for days in range(11):
        a_past_event(days)

    assert list_past("", page=asked, now=NOON).page == shown


def test_every_word_must_stand_somewhere() -> None:
    both = a_past_event(1, title="Trygga gator", host="Exempelstad")
    a_past_event(2, title="Trygga skolor", host="Annanstad")

    assert list_past("TRYGGA exempel", page=1, now=NOON).events == [both]
    assert list_past("trygga", page=1, now=NOON).total == 2


@pytest.mark.parametrize("words", ["%", "_", "\\", "a' OR 1=1 --", "x " * 5000])
def test_signs_of_the_database_are_words_like_any_other(words: str) -> None:
    a_past_event(1, title="Trygga gator")

    assert list_past(words, page=1, now=NOON).total == 0


def test_words_with_such_signs_are_found() -> None:
    event = a_past_event(1, title="100 % trygg_a gator\\vägar")

    for words in ("100 %", "trygg_a", "gator\\vägar"):
        assert list_past(words, page=1, now=NOON).events == [event]


def test_the_lists_revision_changes_with_any_event() -> None:
    event = an_event()
    revisions = {all_events_revision()}
    an_event()
    revisions.add(all_events_revision())
    event.revision += 1
    db.session.flush()
    revisions.add(all_events_revision())

    assert len(revisions) == 3
