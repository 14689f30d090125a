"""Sessions as they are released, many at once: the same on both databases, in columns of JSON."""

import pytest
from sqlalchemy import literal_column, select

from eventapp.domain.schedule.released_session import (
    ReleasedSession,
    ReleasedValues,
    write_released,
)
from eventapp.extensions import db
from eventapp.models import Session
from eventapp.models.frozen_json import FrozenObject
from tests.builders import NOON, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")
TEXT = 'Ljus, "på" {torget} \\ \N{SNOWMAN}'


def test_each_has_its_own_values_and_what_does_not_change_stays() -> None:
    event = an_event()
    moved, first, same = (a_session(event, released=None, calendar_sequence=4) for _ in range(3))
    texts = {
        session.id: FrozenObject({"title": f"{TEXT} {session.id}"}) for session in (moved, first)
    }
    english = {"title": "Light"}
    db.session.commit()

    write_released(
        [
            ReleasedSession(moved.id, ReleasedValues(texts[moved.id], english), 1, changed=True),
            ReleasedSession(first.id, ReleasedValues(texts[first.id], None), 0, changed=False),
        ],
        now=NOON,
    )

    db.session.expire_all()
    assert moved.released == {"title": f"{TEXT} {moved.id}"}
    assert moved.released_english == english
    assert (moved.calendar_sequence, moved.calendar_changed_at) == (5, NOON)
    assert first.released == {"title": f"{TEXT} {first.id}"}
    assert (first.calendar_sequence, first.calendar_changed_at) == (4, None)
    assert (same.released, same.calendar_sequence) == (None, 4)
    nothing = select(Session.id).where(literal_column("released_english").is_(None))
    assert set(db.session.scalars(nothing)) == {first.id, same.id}  # no 'null' of JSON
    write_released([], now=NOON)
