"""A speaker's photo: one at a time, in the size that is asked for."""

import pytest

from eventapp.domain.schedule.speaker.photo import (
    PhotoSize,
    SquarePhoto,
    change_photo,
    read_photo,
    read_proposed_photo,
)
from tests.builders import NOON, an_event
from tests.builders.speaker import a_speaker

pytestmark = pytest.mark.usefixtures("app")
PHOTO = SquarePhoto("1" * 24, b"s", b"m", b"l")
OTHER = SquarePhoto("2" * 24, b"s2", b"m2", b"l2")


def test_a_photo_takes_the_place_of_another_and_visitors_see_that_at_once() -> None:
    event = an_event()
    speaker, revision = a_speaker(event), event.revision
    for photo in (PHOTO, OTHER):
        change_photo(event, speaker, photo, actor="organizer", now=NOON)
    assert read_photo(speaker, PhotoSize.MEDIUM) == b"m2"
    assert read_proposed_photo(speaker, PhotoSize.MEDIUM) is None
    assert event.revision > revision
    change_photo(event, speaker, None, actor="organizer", now=NOON)
    assert read_photo(speaker, PhotoSize.SMALL) is None
