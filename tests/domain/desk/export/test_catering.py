"""Catering as numbers by day and meal."""

from datetime import timedelta

import pytest

from eventapp.domain.desk.export.export import ExportKind
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.models import (
    SessionKind,
)
from tests.builders import (
    HOUR,
    NEXT_MONTH,
    a_registration,
    a_session,
    an_event,
)
from tests.domain.desk.export.tables import rows_of

pytestmark = pytest.mark.usefixtures("app")


def test_catering_counts_portions_for_each_meal_with_sums_and_no_names() -> None:
    event = an_event(starts_at=NEXT_MONTH, ends_at=NEXT_MONTH + 32 * HOUR)
    for hours, title in ((3, "Lunch"), (6, "Kaffe"), (27, "Lunch")):
        starts = NEXT_MONTH + hours * HOUR
        a_session(event, kind=SessionKind.SERVICE, title=title, starts_at=starts)
    a_registration(event, name="Åsa Berg", needs=CareNeeds(diet="Vegan"))
    a_registration(event, name="Bo Ek", needs=CareNeeds(diet="vegan"))
    a_registration(event, name="Siv Al")

    rows = rows_of(event, ExportKind.CATERING)[1:]
    lunch = [row[3:] for row in rows if row[2] == "Lunch"][:3]
    assert lunch == [("Ingen specialkost", 1), ("Vegan", 2), ("Summa för måltiden", 3)]
    assert [row[4] for row in rows if row[2] == "Summa för dagen"] == [6, 3]
    assert rows[-1][2:] == ("Summa", "", 9)
    assert "Berg" not in str(rows)


def test_without_meals_in_the_schedule_each_day_is_counted() -> None:
    event = an_event(starts_at=NEXT_MONTH, ends_at=NEXT_MONTH + timedelta(days=1))
    a_registration(event)

    days = [row[0] for row in rows_of(event, ExportKind.CATERING) if row[3] == "Summa för måltiden"]
    assert len(days) == 2
