"""Times as the clocks show them: the hour that is missing, and the one that comes twice."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from eventapp.domain.event.local_time import NoSuchTime, TimeComesTwice, moment_at


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2027-03-28T01:59", "2027-03-28T00:59"),
        ("2027-03-28T03:00", "2027-03-28T01:00"),
        ("2027-10-31T01:59", "2027-10-30T23:59"),
        ("2027-10-31T03:00", "2027-10-31T02:00"),
        ("2027-06-13T10:00", "2027-06-13T08:00"),
    ],
)
def test_a_time_is_the_moment_that_the_clocks_mean(written: str, moment: str) -> None:
    assert moment_at(local(written), "Europe/Stockholm") == local(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize("written", ["2027-03-28T02:00", "2027-03-28T02:30", "2027-03-28T02:59"])
def test_a_time_that_the_clocks_jump_over_is_refused(app: Flask, written: str) -> None:
    with pytest.raises(NoSuchTime) as refused:
        moment_at(local(written), "Europe/Stockholm")
    with app.test_request_context(headers={"Accept-Language": "sv"}):
        assert "finns inte" in refused.value.message


@pytest.mark.parametrize("written", ["2027-10-31T02:00", "2027-10-31T02:30", "2027-10-31T02:59"])
def test_a_time_that_comes_twice_is_refused(written: str) -> None:
    with pytest.raises(TimeComesTwice):
        moment_at(local(written), "Europe/Stockholm")


def test_every_zone_has_its_own_clocks() -> None:
    assert moment_at(local("2027-03-28T02:30"), "America/New_York").utcoffset() is not None
    with pytest.raises(NoSuchTime):
        moment_at(local("2027-03-14T02:30"), "America/New_York")
