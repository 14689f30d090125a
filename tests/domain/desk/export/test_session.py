"""Who sits in which session, as a table."""

import pytest

from eventapp.domain.desk.export.export import ExportKind
from eventapp.extensions import db
from eventapp.models import (
    Room,
)
from tests.builders import (
    a_registration,
    a_session,
    an_event,
    let_act,
)
from tests.domain.desk.export.tables import rows_of

pytestmark = pytest.mark.usefixtures("app")


def test_each_session_lists_who_has_a_seat_and_who_waits() -> None:
    event = an_event()
    room = Room(event_id=event.id, name="Ekparken")
    db.session.add(room)
    db.session.flush()
    session = a_session(event, seats=1, title="Trygga torg", room_id=room.id)
    let_act(session)
    a_registration(event, name="Åsa Berg", role="", sessions=(session,))
    a_registration(event, name="Bo Ek", role="", sessions=(session,))

    rows = [(row[2], row[3], row[4], row[7]) for row in rows_of(event, ExportKind.SESSIONS)[1:]]
    assert rows == [
        ("Trygga torg", "Ekparken", "Bo Ek", "i kön"),
        ("Trygga torg", "Ekparken", "Åsa Berg", "Har plats"),
    ]
    sessions = [row[1] for row in rows_of(event, columns=("name", "sessions"))[1:]]
    assert sessions == ["Trygga torg (i kön)", "Trygga torg"]
