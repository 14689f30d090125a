"""One code of a list on paper: of this event, of somebody with a place, once a day."""

import pytest

from eventapp.domain.door.by_hand.paper_entry import (
    HasCancelled,
    UnknownDeskCode,
    check_in_from_paper,
)
from eventapp.domain.door.desk_check_in import AlreadyCheckedIn, find_desk_entry
from eventapp.domain.registration.cancellation import cancel
from tests.builders import HOUR, NEXT_MONTH, NOON, a_registration, an_event

pytestmark = pytest.mark.usefixtures("app")
DAY, LATER = NEXT_MONTH.date(), NEXT_MONTH + HOUR


def test_a_code_is_entered_once_and_only_where_it_belongs() -> None:
    event, other = (an_event(starts_at=NEXT_MONTH, ends_at=NEXT_MONTH + HOUR) for _ in range(2))
    person, stranger, gone = a_registration(event), a_registration(other), a_registration(event)
    by = {"actor": "account", "now": LATER}
    assert check_in_from_paper(event, person.desk_code.lower(), DAY, **by) is person
    entry = find_desk_entry(person, DAY)
    assert entry
    assert entry.at == NEXT_MONTH
    cancel(gone, now=NOON)
    for code, refusal in (
        (person.desk_code, AlreadyCheckedIn),
        (stranger.desk_code, UnknownDeskCode),
        (gone.desk_code, HasCancelled),
    ):
        with pytest.raises(refusal):
            check_in_from_paper(event, code, DAY, **by)
