"""How an address is used: who of it is registered, and when letters went there."""

from datetime import timedelta

import pytest

from eventapp.domain.registration.address import look_up_address, promise_letter, send_links
from eventapp.domain.registration.cancellation import cancel
from eventapp.models import JobKind
from tests.builders import HOUR, NOON, a_registration, an_event

pytestmark = pytest.mark.usefixtures("app")

OFFICE = "kansli@town.example"
MINUTE = timedelta(minutes=1)


def test_a_person_is_found_by_address_and_name_at_this_event_alone() -> None:
    event, other = an_event(), an_event()
    anna = a_registration(event, name="Anna Ek", email=OFFICE)

    assert look_up_address(event, OFFICE, "anna ek", now=NOON).registration_id == anna.id
    assert look_up_address(event, OFFICE, "Bo Ek", now=NOON).registration_id is None
    assert look_up_address(event, "b@town.example", "Anna Ek", now=NOON).registration_id is None
    assert look_up_address(other, OFFICE, "Anna Ek", now=NOON).registration_id is None
    cancel(anna, now=NOON)
    assert look_up_address(event, OFFICE, "Anna Ek", now=NOON).registration_id is None


def test_five_letters_in_any_hour_also_across_the_hours_of_the_clock() -> None:
    event = an_event()
    start = NOON + 55 * MINUTE
    mine = a_registration(event, email=OFFICE, now=start)
    for minute in range(1, 5):
        now = start + minute * MINUTE
        use = look_up_address(event, OFFICE, mine.name, now=now)
        promise_letter(JobKind.PERSONAL_LINK_MAIL, mine, use, now=now)

    for minute in (5, 20, 59):
        assert not look_up_address(event, OFFICE, "", now=start + minute * MINUTE).may_write(
            start + minute * MINUTE
        )
    use = look_up_address(event, OFFICE, "", now=start + HOUR)
    assert use.may_write(start + HOUR)
    assert use.letters_left(start + HOUR) == 1


def test_letters_of_all_events_count_together() -> None:
    for _ in range(3):
        a_registration(an_event(), email=OFFICE, name="Anna Ek")
    send_links(OFFICE, "Anna Ek", now=NOON)

    assert look_up_address(None, OFFICE, "", now=NOON).letters_left(NOON) == 0


def test_what_is_older_than_an_hour_does_not_count() -> None:
    a_registration(an_event(), email=OFFICE)

    assert look_up_address(None, OFFICE, "", now=NOON + HOUR).letters_left(NOON + HOUR) == 5
