"""What a calendar is sent: one UID, and a SEQUENCE that increases with each change."""

from typing import Any

import pytest

from eventapp.domain.registration import calendar_invitation
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.link import renew_links
from eventapp.domain.registration.own_schedule.agenda import agenda_items
from eventapp.domain.token import derive_token
from eventapp.extensions import db
from tests.builders import (
    HOUR,
    NEXT_MONTH,
    NOON,
    a_registration,
    an_applicant,
    an_application,
    an_event,
)

pytestmark = pytest.mark.usefixtures("app")


def test_the_first_invitation_has_sequence_zero() -> None:
    assert calendar_invitation.invite(a_registration(an_event())).sequence == 0


def test_the_same_said_twice_is_the_same_turn() -> None:
    registration = a_registration(an_event())
    first = calendar_invitation.invite(registration)
    db.session.commit()

    assert calendar_invitation.invite(registration) == first


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("starts_at", NEXT_MONTH - HOUR),
        ("ends_at", NEXT_MONTH + 20 * HOUR),
        ("venue_name", "Andra hallen"),
        ("venue_address", "Kyrkogatan 2"),
        ("online_url", "https://video.example/1"),
        ("venue_city", "Andra staden"),
    ],
)
def test_the_sequence_rises_once_when_time_place_or_status_changes(fact: str, value: Any) -> None:
    event = an_event()
    registration = a_registration(event)
    first = calendar_invitation.invite(registration)

    setattr(event, fact, value)
    turns = [calendar_invitation.invite(registration) for _ in range(2)]

    assert [turn.sequence for turn in turns] == [1, 1]
    assert {turn.uid for turn in turns} == {first.uid}


def test_the_sequence_stays_where_an_older_release_sent_the_place_without_its_town() -> None:
    event = an_event()
    town, event.venue_city = event.venue_city, ""
    registration = a_registration(event)
    first = calendar_invitation.invite(registration)
    event.venue_city = town

    again = calendar_invitation.invite(registration)
    event.starts_at -= HOUR
    moved = calendar_invitation.invite(registration)

    assert again == first
    assert moved is not None
    assert moved.sequence == first.sequence + 1


@pytest.mark.parametrize("fact", ["title", "summary", "contact_email"])
def test_the_sequence_stays_when_a_word_is_corrected(fact: str) -> None:
    event = an_event()
    registration = a_registration(event)
    calendar_invitation.invite(registration)

    setattr(event, fact, "rättat")

    assert calendar_invitation.invite(registration).sequence == 0


def test_a_cancellation_bears_the_uid_and_the_next_sequence() -> None:
    registration = a_registration(an_event())
    first = calendar_invitation.invite(registration)
    cancel(registration, now=NOON)

    turn = calendar_invitation.withdraw(registration)

    assert turn is not None
    assert (turn.uid, turn.sequence) == (first.uid, first.sequence + 1)
    assert calendar_invitation.withdraw(registration) == turn


def test_a_calendar_that_was_never_told_is_not_told_to_forget() -> None:
    assert calendar_invitation.withdraw(a_registration(an_event())) is None


def test_who_comes_back_gets_an_entry_of_its_own() -> None:
    event, applicant = an_event(), an_applicant()
    first = an_application(event, applicant).registration
    gone = calendar_invitation.invite(first)
    cancel(first, now=NOON)

    back = calendar_invitation.invite(an_application(event, applicant).registration)

    assert back.uid != gone.uid
    assert back.sequence == 0


def test_uids_tell_nothing_of_the_person() -> None:
    event = an_event()
    people = [a_registration(event) for _ in range(3)]

    uids = [calendar_invitation.invite(person).uid for person in people]

    assert len(set(uids)) == 3
    for uid, registration in zip(uids, people, strict=True):
        assert registration.secret.lower() not in uid
        assert registration.code not in uid


def test_whoever_is_at_another_address_has_entries_of_their_own() -> None:
    registration = a_registration(an_event())
    first = calendar_invitation.invite(registration)
    feed = [item.uid for item in agenda_items(registration)]
    registration.event.venue_name = "Andra hallen"
    calendar_invitation.invite(registration)

    renew_links(registration)
    withdrawn, again = (
        calendar_invitation.withdraw(registration),
        calendar_invitation.invite(registration),
    )

    assert withdrawn is None  # the new recipient has nothing yet that could be taken away
    assert again.uid != first.uid
    assert set(feed).isdisjoint(item.uid for item in agenda_items(registration))


def test_an_entry_made_before_recipients_were_counted_keeps_its_uid() -> None:
    registration = a_registration(an_event())
    token = derive_token("calendar event", registration.secret, 1)

    assert calendar_invitation.invite(registration).uid == f"{token}@eventapp"
