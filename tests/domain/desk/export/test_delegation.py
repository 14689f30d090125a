"""Delegations as tables."""

import pytest

from eventapp.domain.desk.export.export import ExportKind
from eventapp.domain.event.attendance import record_attendance
from eventapp.models import (
    AttendanceMode,
)
from tests.builders import (
    a_registration,
    an_event,
    an_organisation,
)
from tests.domain.desk.export.tables import rows_of

pytestmark = pytest.mark.usefixtures("app")


def test_delegations_have_their_seats_and_their_answers() -> None:
    town = an_organisation("Älvstad")
    event = an_event(reserved={town: 3}, form=AttendanceMode.ONLINE)
    person = a_registration(event, organisation=town)
    record_attendance(
        event, present={person.code}, marked_before=(), actor="host", now=event.starts_at
    )

    assert rows_of(event, ExportKind.DELEGATIONS)[1:] == [("Älvstad", 3, 1, 2, 0, 1)]
    (row,) = rows_of(event, ExportKind.INVITATIONS)[1:]
    assert row[:4] == ("Älvstad", "Inte inbjuden", 3, 1)
