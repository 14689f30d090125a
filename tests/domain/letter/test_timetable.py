"""Letters that go by themselves: when, to whom, once, and not when they were switched off."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp.domain.errors import StaleVersion
from eventapp.domain.letter.letter import LetterGone, LetterUnfinished
from eventapp.domain.letter.timetable import (
    GRACE,
    RULES,
    activate_letter,
    deactivate_letter,
    find_entry,
    limit_letter,
    list_due_letters,
    list_timetable,
    move_letter,
    restore_words,
    rewrite_letter,
    start_letter,
)
from eventapp.domain.letter.timing import Timing
from eventapp.extensions import db
from eventapp.models import Event, EventLetter, EventState, LetterKind
from tests.builders import (
    DAY,
    HOUR,
    NEXT_MONTH,
    NOON,
    a_registration,
    a_session,
    an_event,
    an_organisation,
)
from tests.builders.event import a_copy
from tests.builders.invitee import an_invitee
from tests.builders.letter import a_text

pytestmark = pytest.mark.usefixtures("app")
REMINDER = LetterKind.REMINDER
DESK = {"actor": "organizer", "now": NOON}


def sends_at(event: Event, kind: LetterKind = REMINDER) -> object:
    return find_entry(event, kind, now=NOON).sends_at


def test_the_timetable_is_in_the_order_of_the_calendar_and_moves_with_the_event() -> None:
    event = an_event()

    entries = list_timetable(event, now=NOON)

    assert [entry.kind for entry in entries] == list(RULES)
    reminder = find_entry(event, REMINDER, now=NOON)
    assert reminder.sends_at.isoformat() == "2027-03-24T09:00:00+01:00"
    assert reminder.active
    assert not find_entry(event, LetterKind.PRACTICAL, now=NOON).active
    event.starts_at += DAY
    event.ends_at += DAY
    assert sends_at(event).isoformat() == "2027-03-25T09:00:00+01:00"  # type: ignore[attr-defined]


def test_a_letter_goes_at_its_time_and_once() -> None:
    event = an_event()
    a_registration(event)
    moment = find_entry(event, REMINDER, now=NOON).sends_at
    assert list_due_letters(now=moment - timedelta(seconds=1)) == []
    assert list_due_letters(now=moment) == [(event.id, REMINDER)]

    for _time in range(2):
        start_letter(event.id, REMINDER, now=moment)
        db.session.commit()

    (letter,) = db.session.scalars(select(EventLetter)).all()
    assert letter.subject.endswith("{evenemang}")
    assert list_due_letters(now=moment) == []
    entry = find_entry(event, REMINDER, now=moment)
    assert (entry.letter, entry.changeable) == (letter, False)
    with pytest.raises(LetterGone):
        deactivate_letter(event, REMINDER, actor="organizer", now=moment)


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.CANCELLED, EventState.POSTPONED])
def test_no_letter_goes_of_an_event_that_is_not_published(state: EventState) -> None:
    event = an_event(state=state)
    moment = find_entry(event, REMINDER, now=NOON).sends_at

    assert list_due_letters(now=moment) == []
    start_letter(event.id, REMINDER, now=moment)
    assert db.session.scalars(select(EventLetter)).all() == []


def test_what_is_off_or_long_past_does_not_go() -> None:
    event = an_event()
    moment = find_entry(event, REMINDER, now=NOON).sends_at
    assert list_due_letters(now=moment + GRACE) == []
    assert find_entry(event, REMINDER, now=moment + GRACE).missed

    deactivate_letter(event, REMINDER, **DESK)
    assert list_due_letters(now=moment) == []
    start_letter(event.id, REMINDER, now=moment)
    assert db.session.scalars(select(EventLetter)).all() == []
    activate_letter(event, REMINDER, **DESK)
    assert list_due_letters(now=moment) == [(event.id, REMINDER)]


def test_a_moved_letter_goes_then_and_a_time_the_clocks_jump_over_is_later() -> None:
    event = an_event()

    move_letter(event, REMINDER, Timing(days=3, minute=14 * 60 + 30), **DESK)
    assert sends_at(event).isoformat() == "2027-03-28T14:30:00+02:00"  # type: ignore[attr-defined]
    move_letter(event, REMINDER, Timing(days=3, minute=2 * 60 + 30), **DESK)
    assert sends_at(event).isoformat() == "2027-03-28T04:30:00+02:00"  # type: ignore[attr-defined]


def test_choosing_sessions_waits_for_sessions_to_choose_and_asks_the_undecided_alone() -> None:
    event = an_event()
    kind = LetterKind.CHOOSE_SESSIONS
    a_registration(event)
    moment = find_entry(event, kind, now=NOON).sends_at
    assert find_entry(event, kind, now=NOON).waits
    assert list_due_letters(now=moment) == []

    workshop = a_session(event)
    a_registration(event, sessions=(workshop,))

    assert list_due_letters(now=moment) == [(event.id, kind)]
    assert find_entry(event, kind, now=NOON).people == 1


def test_words_of_the_events_own_are_saved_checked_and_given_up() -> None:
    event = an_event()
    written = a_text(subject="Vi ses", body="Ta med {anmalningskod}.")

    rewrite_letter(event, REMINDER, written, version=0, **DESK)
    entry = find_entry(event, REMINDER, now=NOON)
    assert (entry.written.subject, entry.own_text, entry.version) == ("Vi ses", True, 1)
    with pytest.raises(StaleVersion):
        rewrite_letter(event, REMINDER, written, version=0, **DESK)
    with pytest.raises(LetterUnfinished):
        rewrite_letter(event, REMINDER, a_text(body="{fel}"), version=1, **DESK)
    restore_words(event, REMINDER, **DESK)
    assert not find_entry(event, REMINDER, now=NOON).own_text


def test_a_copy_of_the_event_takes_its_timetable() -> None:
    event = an_event()
    deactivate_letter(event, REMINDER, **DESK)

    copy = a_copy(event, NEXT_MONTH + 300 * DAY + HOUR)
    db.session.flush()

    assert not find_entry(copy, REMINDER, now=NOON).active
    assert find_entry(copy, LetterKind.THANKS, now=NOON).active


def test_those_invited_are_reminded_when_it_is_switched_on_and_they_can_still_register() -> None:
    kind = LetterKind.INVITATION_REMINDER
    event, without = (
        an_event(starts_at=NEXT_MONTH, registration_closes_at=NEXT_MONTH) for _ in range(2)
    )
    an_invitee(event)
    due = find_entry(event, kind, now=NOON).sends_at
    assert list_due_letters(now=due) == []
    for planned in (event, without):
        activate_letter(planned, kind, actor="organizer", now=NOON)

    assert list_due_letters(now=due) == [(event.id, kind)]
    assert find_entry(event, kind, now=NOON).people == 1
    start_letter(event.id, kind, now=due)
    letter = db.session.query(EventLetter).one()
    assert not letter.about_place
    assert list_due_letters(now=due) == []

    without.registration_closes_at = due
    an_invitee(without)
    assert list_due_letters(now=due) == []


def test_a_letter_goes_only_to_the_organisations_that_were_chosen() -> None:
    event, town = an_event(), an_organisation("Älvstad")
    a_registration(event, organisation=town)
    a_registration(event, organisation=an_organisation("Björkhaga"))
    assert find_entry(event, REMINDER, now=NOON).people == 2

    limit_letter(event, REMINDER, ["Älvstad"], **DESK)

    entries = {entry.kind: entry for entry in list_timetable(event, now=NOON)}
    assert entries[REMINDER].people == 1
    assert entries[REMINDER].written.audience.organisations == ("Älvstad",)
    assert entries[LetterKind.CHOOSE_SESSIONS].people == 2
    rewrite_letter(event, REMINDER, a_text(), version=1, **DESK)
    start_letter(event.id, REMINDER, now=entries[REMINDER].sends_at)
    (letter,) = db.session.scalars(select(EventLetter)).all()
    assert letter.audience == {"to": "registered", "criteria": {"organisation": ["Älvstad"]}}
    with pytest.raises(LetterGone):
        limit_letter(event, REMINDER, [], **DESK)
