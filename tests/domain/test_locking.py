"""The lock of an event, and what is read anew under it."""

import pytest

from eventapp.domain.locking import lock_event, lock_event_by_slug
from eventapp.extensions import db
from tests.builders import a_registration, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")


def test_locking_an_event_by_its_address_reads_it_anew() -> None:
    event = an_event(seats=1)
    db.session.commit()
    assert event.seats == 1
    table = event.__table__
    db.session.connection().execute(table.update().values(seats=7))  # past the identity map

    locked = lock_event_by_slug(event.slug)

    assert locked is not None
    assert locked.event is event
    assert event.seats == 7


def test_locking_an_event_reads_anew_whatever_was_read_before() -> None:
    event = an_event()
    session = a_session(event, seats=1)
    registration = a_registration(event, sessions=(session,))
    db.session.commit()
    assert registration.choices[0].session.seats == 1
    db.session.connection().execute(session.__table__.update().values(seats=3))

    assert lock_event(event).event is event

    assert registration.choices[0].session.seats == 3


def test_there_is_nothing_to_lock_where_there_is_no_event() -> None:
    assert lock_event_by_slug("no-such-event") is None
