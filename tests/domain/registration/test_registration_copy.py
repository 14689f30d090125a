"""The copy of a registration has everything about its person, as they have seen it."""

import pytest

from eventapp.domain.outbox import mark_all_done
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.registration.registration_copy import copy_of, trail_of
from eventapp.extensions import db
from eventapp.models import JobKind
from tests.builders import HOUR, NOON, a_registration, a_session, an_event
from tests.builders.door import a_check_in_list, a_digest, a_phone, a_scan
from tests.builders.invitee import an_invitee
from tests.domain.door.sending import send

pytestmark = pytest.mark.usefixtures("app")


def test_sessions_are_copied_as_released_whatever_the_draft_says() -> None:
    event = an_event()
    later = a_session(
        event, title="Sedan", starts_at=event.starts_at + HOUR, choice_group="b", seats=0
    )
    sooner = a_session(event, title="Först")
    registration = a_registration(event, sessions=(later, sooner))
    sooner.title = "Utkast"
    db.session.flush()

    assert copy_of(registration)["sessions"] == [
        {"title": "Först", "state": "confirmed"},
        {"title": "Sedan", "state": "waitlisted"},
    ]


def test_needs_are_copied_in_plain_words_until_they_are_deleted() -> None:
    registration = a_registration(an_event(), needs=CareNeeds("nötter", "hörslinga"))
    copied = copy_of(registration)
    assert (copied["diet"], copied["access"]) == ("nötter", "hörslinga")

    cancel(registration, now=NOON)
    copied = copy_of(registration)
    assert (copied["diet"], copied["access"], copied["state"]) == ("", "", "cancelled")
    assert copied["cancelled_at"] == NOON.isoformat()


def test_letters_and_history_are_in_order_of_time_and_only_ones_own() -> None:
    event = an_event()
    a_registration(event)
    registration = a_registration(event)
    mark_all_done(now=NOON)
    cancel(registration, now=NOON + HOUR)

    trail = trail_of(registration)

    assert [(letter.kind, letter.sent_at) for letter in trail.letters] == [
        (JobKind.REGISTRATION_MAIL, NOON),
        (JobKind.CANCELLATION_MAIL, None),
    ]
    assert [entry.action for entry in trail.history] == ["registered", "cancelled"]
    assert (trail.arrivals, trail.attended_at) == ([], None)


def test_what_one_was_checked_in_to_is_copied() -> None:
    event = an_event(starts_at=NOON)
    registration, hall = a_registration(event), a_check_in_list(event, name="Sal A")
    scans = [a_scan(a_digest(registration), list=number) for number in (0, hall.number)]
    send(a_phone(event)[0], *scans)

    assert [arrival["list"] for arrival in copy_of(registration)["arrivals"]] == ["", "Sal A"]


def test_the_invitation_is_copied_and_others_at_the_address_are_not() -> None:
    event = an_event()
    an_invitee(event, "anna@town.example", name="Anna Ek")
    anna = a_registration(event, email="anna@town.example", name="Anna Ek")
    bo = a_registration(event, email="anna@town.example", name="Bo Ek")

    copied = copy_of(anna)["invitation"]
    assert (copied["name"], copied["invited_at"]) == ("Anna Ek", NOON.isoformat())
    assert copy_of(bo)["invitation"] is None
