"""Days and times as every spreadsheet sorts them."""

from datetime import UTC, datetime

from eventapp.domain.desk.export.table import local_clock, local_day, local_moment

ZONE = "Europe/Stockholm"


def test_times_are_those_of_the_place() -> None:
    at = datetime(2027, 6, 30, 22, 5, tzinfo=UTC)
    assert local_day(at, ZONE) == "2027-07-01"
    assert local_clock(at, ZONE) == "00:05"
    assert local_moment(at, ZONE) == "2027-07-01 00:05"
    assert (local_day(None, ZONE), local_moment(None, ZONE)) == ("", "")
