"""The picture of the way there: who may see it, and ten minutes in which to take it back."""

from typing import Any

import pytest

from eventapp.domain.errors import StaleVersion
from eventapp.domain.event.translation import TranslatedKind, list_translations
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.schedule.materials.change import TooLateToRestore
from eventapp.domain.schedule.venue_picture import (
    WholePicture,
    copy_venue_picture,
    find_shown_picture,
    find_venue_picture,
    restore_venue_picture,
    save_venue_picture,
    withdraw_venue_picture,
)
from eventapp.models import AttendanceMode, Event, EventVisibility
from tests.builders import NOON, an_event
from tests.builders.venue_picture import PICTURE, WORDS, a_venue_picture

pytestmark = pytest.mark.usefixtures("app")


def save(event: Event, picture: WholePicture | None, *, version: int) -> None:
    save_venue_picture(
        event, picture, description="Ny", description_en="", version=version, actor="o", now=NOON
    )


@pytest.mark.parametrize(
    ("facts", "everybody", "those_with_a_place"),
    [
        ({}, True, True),
        ({"visibility": EventVisibility.CLOSED}, False, True),
        ({"form": AttendanceMode.ONLINE}, False, False),
    ],
    ids=["open", "closed", "online"],
)
def test_whoever_may_know_the_way_sees_its_picture(
    facts: dict[str, Any], everybody: bool, those_with_a_place: bool
) -> None:
    event = an_event(**facts)
    assert find_shown_picture(event, confirmed=True) is None
    a_venue_picture(event)
    assert (find_shown_picture(event) is not None) is everybody
    assert (find_shown_picture(event, confirmed=True) is not None) is those_with_a_place


def test_its_words_change_without_it_and_against_its_version() -> None:
    event = an_event()
    with pytest.raises(StaleVersion):
        save(event, None, version=0)
    a_venue_picture(event)
    revision = event.revision

    save(event, None, version=1)

    picture = find_venue_picture(event)
    assert picture
    assert (picture.jpeg, picture.description, picture.version) == (PICTURE.jpeg, "Ny", 2)
    assert event.revision == revision + 1
    with pytest.raises(StaleVersion):
        save(event, PICTURE, version=1)


def test_what_was_withdrawn_comes_back_within_ten_minutes() -> None:
    event = an_event()
    a_venue_picture(event)
    for _twice in range(2):
        withdraw_venue_picture(event, actor="o", now=NOON)
    assert find_venue_picture(event) is None
    with pytest.raises(StaleVersion):
        save(event, None, version=2)
    with pytest.raises(TooLateToRestore):
        restore_venue_picture(event, actor="o", now=NOON + UNDO_PERIOD)

    for _twice in range(2):
        restore_venue_picture(event, actor="o", now=NOON)
    assert find_venue_picture(event)

    withdraw_venue_picture(event, actor="o", now=NOON)
    save(event, PICTURE, version=4)
    assert find_venue_picture(event), "a new one is shown"


def test_a_copy_of_the_event_has_it_unless_it_is_withdrawn() -> None:
    event, copy, other = an_event(), an_event(), an_event()
    a_venue_picture(event, description_en="The entrance is in the yard.")

    copy_venue_picture(event, copy)
    withdraw_venue_picture(event, actor="o", now=NOON)
    copy_venue_picture(event, other)

    picture = find_venue_picture(copy)
    assert picture
    assert (picture.digest, picture.jpeg) == (PICTURE.digest, PICTURE.jpeg)
    assert picture.description_in("en") == "The entrance is in the yard."
    assert picture.description_in("sv") == WORDS
    assert find_venue_picture(other) is None


def test_words_without_english_are_listed_as_lacking_it() -> None:
    event = an_event()
    a_venue_picture(event)
    states = [s for s in list_translations(event) if s.kind is TranslatedKind.VENUE_PICTURE]
    assert [(state.title, state.texts, state.lacking) for state in states] == [(WORDS, 1, 1)]
