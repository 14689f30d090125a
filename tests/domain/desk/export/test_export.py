"""Which tables there are, and when."""

import pytest

from eventapp.domain.desk.export.export import ExportKind, NotBegun
from eventapp.domain.event.attendance import record_attendance
from eventapp.models import (
    AttendanceMode,
)
from tests.builders import (
    a_registration,
    an_event,
)
from tests.domain.desk.export.tables import rows_of

pytestmark = pytest.mark.usefixtures("app")


def test_who_did_not_come_is_known_when_the_event_has_begun() -> None:
    event = an_event(form=AttendanceMode.ONLINE)
    came, absent = a_registration(event, name="Kom Ek"), a_registration(event, name="Ej Ek")
    record_attendance(
        event, present={came.code}, marked_before=(), actor="host", now=event.starts_at
    )

    with pytest.raises(NotBegun):
        rows_of(event, ExportKind.NO_SHOWS)
    rows = rows_of(event, ExportKind.NO_SHOWS, now=event.starts_at)
    assert [row[0] for row in rows[1:]] == [absent.name]
    came_column = rows_of(event, columns=("name", "came"))[1:]
    assert came_column == [("Ej Ek", "Nej"), ("Kom Ek", "Ja")]
