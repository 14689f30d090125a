"""Values that are frozen as JSON are stored as any others, and written once."""

import json

from eventapp.extensions import db
from eventapp.models import Release
from eventapp.models.frozen_json import FrozenArray, FrozenObject, dumps
from tests.builders import NOON, an_event

VALUES = {"sessions": [{"title": "Ljus på torget", "seats": None}], "number": 1}


def test_they_read_as_json_would_be_written_now() -> None:
    assert dumps(FrozenObject(VALUES)) == dumps(VALUES) == json.dumps(VALUES)
    assert dumps(FrozenArray([VALUES])) == json.dumps([VALUES])
    assert FrozenObject(VALUES) == VALUES


def test_a_column_has_the_same_as_of_plain_values(app: object) -> None:
    del app
    event, values = an_event(), FrozenObject(VALUES)
    values.text = values.text.replace("Ljus", "Mörker")  # what is stored is the text
    release = Release(
        event_id=event.id, number=1, released_at=NOON, schedule=values, changes=FrozenArray([1])
    )
    db.session.add(release)
    db.session.commit()
    db.session.expire_all()
    assert release.schedule["sessions"][0]["title"] == "Mörker på torget"
    assert release.changes == [1]
