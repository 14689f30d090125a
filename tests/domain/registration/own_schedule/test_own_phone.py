"""The sign that a phone keeps: it leads to one registration, until the link or the event ends."""

import pytest
from flask import Flask

from eventapp.domain.registration.link import renew_links
from eventapp.domain.registration.own_schedule.own_phone import find_by_sign, phone_sign
from eventapp.models import Registration
from tests.builders.event import an_event
from tests.builders.moments import NOON
from tests.builders.registration import a_registration


@pytest.fixture
def mine(app: Flask) -> Registration:
    return a_registration(an_event())


def test_it_leads_to_its_registration_and_to_no_other(mine: Registration) -> None:
    other = a_registration(mine.event)
    assert find_by_sign(phone_sign(mine), now=NOON) is mine
    forged = phone_sign(mine).replace(mine.code, other.code)
    assert find_by_sign(forged, now=NOON) is None


@pytest.mark.parametrize("sign", ["", ".", "nonsens", "å.ä", "x" * 5000])
def test_nonsense_leads_nowhere(mine: Registration, sign: str) -> None:
    assert find_by_sign(sign, now=NOON) is None


def test_it_ends_with_the_event_and_with_the_link(mine: Registration) -> None:
    sign = phone_sign(mine)
    assert find_by_sign(sign, now=mine.event.ends_at) is None
    renew_links(mine)
    assert find_by_sign(sign, now=NOON) is None
