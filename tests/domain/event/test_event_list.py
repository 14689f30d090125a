"""Events as organizers list them: by words, by state, with those who have a place and wait."""

import pytest

from eventapp.domain.event.event_list import Which, list_for_desk
from eventapp.extensions import db
from eventapp.models import Event, EventState
from tests.builders import DAY, NOON, a_queue, a_registration, an_event

pytestmark = pytest.mark.usefixtures("app")


def listed(words: str = "", which: Which | None = None, **options: object) -> list[Event]:
    db.session.flush()
    page = list_for_desk(words, which, page=1, now=NOON, **options)  # type: ignore[arg-type]
    return [row.event for row in page.events]


def test_each_kind_of_list_has_its_states() -> None:
    coming, draft = an_event(), an_event(state=EventState.DRAFT)
    cancelled = an_event(state=EventState.CANCELLED)
    past = an_event(starts_at=NOON - 2 * DAY, ends_at=NOON - DAY)

    assert listed(which=Which.COMING) == [coming]
    assert listed(which=Which.DRAFT) == [draft]
    assert listed(which=Which.OFF) == [cancelled]
    assert listed(which=Which.PAST) == [past]
    assert len(listed()) == 4


def test_coming_events_are_listed_the_nearest_first() -> None:
    later = an_event(starts_at=NOON + 50 * DAY, ends_at=NOON + 51 * DAY)
    sooner = an_event()

    assert listed(which=Which.COMING) == [sooner, later]


def test_every_word_must_be_in_the_title_the_theme_the_host_or_the_address() -> None:
    event = an_event(title="Trygga gator", subtitle="Belysning", host="Exempelstad")
    an_event(title="Trygga torg")

    assert listed("trygga LJUS") == []
    assert listed("trygga belys") == [event]
    assert listed(f"exempelstad {event.slug}") == [event]


@pytest.mark.parametrize("sign", ["%", "_", "/", "\\"])
def test_signs_of_the_database_are_ordinary_signs(sign: str) -> None:
    event = an_event(title=f"Hundra{sign}procent", slug="hundra")
    an_event(title="Hundra procent", slug="procent")

    assert listed(sign) == [event]


def test_those_with_a_place_and_those_who_wait_are_counted() -> None:
    event = an_event(seats=1)
    a_registration(event)
    a_queue(event, 2)

    (row,) = list_for_desk("", None, page=1, now=NOON).events
    assert (row.seated, row.waiting) == (1, 2)


def test_whoever_has_some_events_alone_sees_those() -> None:
    own, _other = an_event(), an_event()

    assert listed(within=[own.id]) == [own]
    assert listed(within=[]) == []
