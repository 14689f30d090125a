"""Copies of events: what they take along, moved by the clock on the wall, and what stays behind."""

from datetime import UTC, date, datetime

import pytest

from eventapp.domain.event.copy.event_copy import CopyPart, count_parts, suggest_copy
from eventapp.domain.schedule.venue_picture import find_venue_picture
from eventapp.extensions import db
from eventapp.models import (
    Delegation,
    EventState,
    Material,
    Registration,
    RegistrationQuestion,
    Series,
    Speaker,
)
from tests.builders import DAY, NOON, an_event
from tests.builders.event import a_copy
from tests.builders.event_copy import a_full_event, rows
from tests.builders.venue_picture import a_venue_picture

pytestmark = pytest.mark.usefixtures("app")


def test_the_counts_say_what_comes_along_and_all_of_it_does() -> None:
    event = a_full_event()
    a_venue_picture(event)
    assert set(count_parts(event).values()) == {0, 1, 2}
    assert count_parts(event)[CopyPart.MATERIALS] == 2
    assert count_parts(event)[CopyPart.AUTOMATIC_LETTERS] == 0

    copy = a_copy(event, event.starts_at + 364 * DAY, parts=frozenset(CopyPart))

    assert count_parts(copy) == count_parts(event)
    assert copy.state is EventState.DRAFT
    assert find_venue_picture(copy)
    assert sorted(speaker.name for speaker in rows(Speaker, copy)) == ["Talar", "Utan pass"]
    assert [row.reserved_seats for row in rows(Delegation, copy)] == [3]
    assert rows(Registration, copy) == []
    assert rows(RegistrationQuestion, copy)[0].delete_on == date(2028, 4, 29)
    assert copy.option_limits == {"q1 yes": 5}


def test_only_what_was_chosen_is_taken() -> None:
    event = a_full_event()
    for part in CopyPart:
        copy = a_copy(event, event.starts_at + DAY, parts={part})
        taken = {name for name, count in count_parts(copy).items() if count}
        assert taken == ({part} if count_parts(event)[part] else set())
    alone = a_copy(event, event.starts_at + DAY, parts={CopyPart.MATERIALS})
    assert [row.session_id for row in rows(Material, alone)] == [None]


def test_a_copy_belongs_to_its_series_unless_that_is_closed() -> None:
    series = Series(slug="serien", title="Nätverket")
    db.session.add(series)
    db.session.flush()
    event = an_event(series_id=series.id)

    assert a_copy(event, event.starts_at + DAY).series_id == series.id
    series.closed_at = NOON
    assert a_copy(event, event.starts_at + 2 * DAY).series_id is None


def test_a_year_on_is_suggested_on_the_same_day_of_the_week() -> None:
    event = an_event(
        title="Tryggare tillsammans 2027",
        starts_at=datetime(2027, 5, 4, 7, tzinfo=UTC),
        ends_at=datetime(2027, 5, 4, 15, tzinfo=UTC),
    )
    suggested = suggest_copy(event)
    assert suggested.title == "Tryggare tillsammans 2028"
    assert f"{suggested.starts_at:%Y-%m-%d %H:%M %a}" == "2028-05-02 09:00 Tue"
