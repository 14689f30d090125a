"""Who may be taken from an earlier event, and how many."""

import pytest

from eventapp.domain.desk.invitee.candidate import EarlierGroup, list_candidates, list_earlier
from eventapp.domain.desk.invitee.invitee import add_invitees
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import Attendance, EventState
from tests.builders import DAY, NEXT_MONTH, NOON, a_registration, an_event
from tests.builders.invitee import the_invitee

pytestmark = pytest.mark.usefixtures("app")


def test_an_earlier_event_gives_those_who_came_registered_or_were_invited() -> None:
    earlier, event = an_event(starts_at=NOON - 30 * DAY), an_event(state=EventState.DRAFT)
    came = a_registration(earlier, name="Anna Ek", language="en")
    db.session.add(Attendance(registration_id=came.id, marked_by="organizer", marked_at=NOON))
    a_registration(earlier)
    cancelled = a_registration(earlier)
    cancel(cancelled, now=NOON)
    db.session.flush()

    (source,) = list_earlier(event, None)
    assert source.event is earlier
    assert source.counts == {EarlierGroup.CAME: 1, EarlierGroup.REGISTERED: 2}
    assert list_earlier(event, set()) == []

    added = add_invitees(
        event, list_candidates(earlier, EarlierGroup.CAME), actor="organizer", now=NOON
    )
    assert [(person.name, person.language) for person in added.new] == [("Anna Ek", "en")]
    assert the_invitee(event, came.email).invited_at is None
    again = add_invitees(
        event, list_candidates(earlier, EarlierGroup.REGISTERED), actor="x", now=NOON
    )
    assert len(again.new) == 1
    copied = an_event(starts_at=NEXT_MONTH)
    assert add_invitees(
        copied, list_candidates(event, EarlierGroup.INVITED), actor="x", now=NOON
    ).new
