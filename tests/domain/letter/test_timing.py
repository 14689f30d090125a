"""The time of day of letters that go by themselves, where the clocks are moved."""

from datetime import date

from eventapp.domain.letter.timing import NINE, moment_of_day

STOCKHOLM = "Europe/Stockholm"


def test_it_is_as_the_clocks_at_the_event_show_it() -> None:
    winter, summer = (moment_of_day(date(2027, month, 1), NINE, STOCKHOLM) for month in (2, 7))
    assert winter.isoformat() == "2027-02-01T09:00:00+01:00"
    assert summer.isoformat() == "2027-07-01T09:00:00+02:00"


def test_a_time_that_the_clocks_jump_over_is_two_hours_later() -> None:
    moment = moment_of_day(date(2027, 3, 28), 2 * 60 + 30, STOCKHOLM)
    assert moment.isoformat() == "2027-03-28T04:30:00+02:00"
