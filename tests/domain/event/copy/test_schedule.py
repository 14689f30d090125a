"""The schedule of a copy: a draft of what was held, and its files beside it."""

import pytest

from eventapp.domain.event.copy.event_copy import CopyPart
from eventapp.models import Audience, Material, Session, Speaker
from tests.builders import DAY
from tests.builders.event import a_copy
from tests.builders.event_copy import a_full_event, rows

pytestmark = pytest.mark.usefixtures("app")


def test_what_was_held_is_a_draft_again_and_its_files_lie_in_it() -> None:
    event = a_full_event()
    copy = a_copy(event, event.starts_at + 364 * DAY, parts=frozenset(CopyPart))

    (session,) = rows(Session, copy)
    assert session.released is None
    assert [part.speaker.name for part in session.appearances] == ["Talar"]
    assert {speaker.event_id for speaker in rows(Speaker, copy)} == {copy.id}
    files = rows(Material, copy)
    assert {row.session_id for row in files} == {None, session.id}
    assert {row.audience for row in files} == {Audience.CONFIRMED}
