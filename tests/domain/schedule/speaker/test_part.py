"""A speaker's parts: several with roles, and confirmed until time or room change."""

import pytest

from eventapp.domain.schedule.speaker.part import (
    NothingToConfirm,
    confirm_parts,
    confirmation_key,
    list_parts_of,
    set_parts,
)
from eventapp.models import SpeakerRole
from tests.builders import HOUR, NOON, a_session, an_event
from tests.builders.speaker import a_speaker

pytestmark = pytest.mark.usefixtures("app")


def test_parts_are_added_changed_and_taken_away_beside_those_of_others() -> None:
    event = an_event()
    first, second = a_session(event), a_session(event)
    karin = a_speaker(event, first)
    viggo = a_speaker(event, first, second, name="Viggo", email="", role=SpeakerRole.MODERATOR)
    assert [row.speaker for row in first.appearances] == [karin, viggo]
    set_parts(event, viggo, {second.code: SpeakerRole.PANELLIST}, actor="organizer", now=NOON)
    assert [row.speaker for row in first.appearances] == [karin]
    (part,) = list_parts_of(viggo)
    assert (part.session, part.role) == (second, SpeakerRole.PANELLIST)


def test_what_was_confirmed_is_asked_again_after_a_change() -> None:
    event = an_event()
    session = a_session(event, released=None)
    speaker = a_speaker(event, session)
    assert speaker.address
    key = confirmation_key(list_parts_of(speaker))
    confirm_parts(speaker.address, key=key, now=NOON)
    assert list_parts_of(speaker)[0].confirmed
    session.starts_at += HOUR
    session.ends_at += HOUR
    (part,) = list_parts_of(speaker)
    assert (part.confirmed, part.changed) == (False, True)
    with pytest.raises(NothingToConfirm):
        confirm_parts(speaker.address, key=key, now=NOON)
