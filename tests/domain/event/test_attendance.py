"""Who may be marked as taking part in an online meeting, by whom and when."""

from datetime import datetime, timedelta

import pytest

from eventapp.domain.event import attendance
from eventapp.domain.event.attendance import NotDuringMeeting
from eventapp.domain.registration.cancellation import cancel
from eventapp.models import AttendanceMode, Event, EventState, Registration
from tests.builders import HOUR, NOON, a_registration, an_event

pytestmark = pytest.mark.usefixtures("app")

SECOND = timedelta(seconds=1)


@pytest.fixture
def meeting() -> Event:
    return an_event(form=AttendanceMode.ONLINE, starts_at=NOON + HOUR, ends_at=NOON + 2 * HOUR)


@pytest.fixture
def registration(meeting: Event) -> Registration:
    return a_registration(meeting)


def marks(event: Event) -> list[datetime | None]:
    return [attendee.marked_at for attendee in attendance.list_attendees(event)]


def test_participants_mark_themselves_from_ten_minutes_before_to_the_end(
    meeting: Event, registration: Registration
) -> None:
    opens, ends = meeting.starts_at - timedelta(minutes=10), meeting.ends_at
    moments = (opens - SECOND, opens, ends - SECOND, ends)

    allowed = [attendance.may_mark(registration, now=moment) for moment in moments]

    assert allowed == [False, True, True, False]
    with pytest.raises(NotDuringMeeting):
        attendance.mark_own_attendance(registration, now=ends)


def test_marking_again_keeps_the_first_moment(meeting: Event, registration: Registration) -> None:
    attendance.mark_own_attendance(registration, now=meeting.starts_at)
    attendance.mark_own_attendance(registration, now=meeting.starts_at + HOUR / 2)

    assert marks(meeting) == [meeting.starts_at]


def test_nobody_marks_themselves_without_a_place_or_at_a_meeting_that_is_off(
    meeting: Event, registration: Registration
) -> None:
    meeting.state = EventState.POSTPONED
    assert not attendance.may_mark(registration, now=meeting.starts_at)
    meeting.state = EventState.PUBLISHED
    cancel(registration, now=NOON)
    assert not attendance.may_mark(registration, now=meeting.starts_at)


def test_the_host_unmarks_only_those_whom_the_page_showed_as_marked(
    meeting: Event, registration: Registration
) -> None:
    attendance.mark_own_attendance(registration, now=meeting.starts_at)

    def record(marked_before: set[str]) -> int:
        return attendance.record_attendance(
            meeting, present=set(), marked_before=marked_before, actor="o", now=meeting.starts_at
        )

    assert record(set()) == 0
    assert record({registration.code}) == 1
    assert marks(meeting) == [None]
