"""Rooms, tracks and speakers: saved against a version, removed when unused."""

import pytest

from eventapp.domain.errors import StaleVersion
from eventapp.domain.schedule.schedule_part import (
    Part,
    PartInUse,
    create_part,
    edit_part,
    find_part,
    list_parts,
    remove_part,
)
from eventapp.extensions import db
from eventapp.models import Room, SessionSpeaker, Speaker, Track
from tests.builders import a_session, an_event

pytestmark = pytest.mark.usefixtures("app")

KINDS = [Room, Track, Speaker]


@pytest.mark.parametrize("kind", KINDS)
def test_a_part_belongs_to_its_event_and_is_listed_by_name(kind: type[Part]) -> None:
    event = an_event()
    later, first = (create_part(kind, event, {"name": name}) for name in ("B", "A"))

    assert list_parts(kind, event) == [first, later]
    assert find_part(kind, event, first.code) is first
    assert find_part(kind, an_event(), first.code) is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_stale_save_is_refused(kind: type[Part]) -> None:
    event = an_event()
    part = create_part(kind, event, {"name": "A"})
    edit_part(event, part, {"name": "B"}, version=1)

    with pytest.raises(StaleVersion):
        edit_part(event, part, {"name": "C"}, version=1)
    assert (part.name, part.version) == ("B", 2)


@pytest.mark.parametrize("kind", KINDS)
def test_a_part_is_removed_once_no_session_uses_it(kind: type[Part]) -> None:
    event = an_event()
    part, session = create_part(kind, event, {"name": "A"}), a_session(event)
    if kind is Speaker:
        appearance = SessionSpeaker(session_id=session.id, speaker_id=part.id)
        db.session.add(appearance)
    else:
        setattr(session, f"{kind.__name__.lower()}_id", part.id)
    with pytest.raises(PartInUse):
        remove_part(event, part)

    if kind is Speaker:
        db.session.delete(appearance)
    else:
        setattr(session, f"{kind.__name__.lower()}_id", None)
    remove_part(event, part)
    assert list_parts(kind, event) == []
