"""Who may have a material: every role × audience × moment × state of its session, and withdrawn."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from eventapp.domain.schedule.materials.access import (
    ORGANIZER,
    VISITOR,
    MaterialAccess,
    MaterialReader,
    access,
    find_open,
    find_shown,
    list_open,
    list_shown,
)
from eventapp.models import Audience, Event, EventState, Material, Opening, Organisation, Session
from tests.builders import NOON, a_session, an_event
from tests.builders.material import a_film, a_material

HERE, ELSEWHERE = 7, 8
READERS = {
    "visitor": VISITOR,
    "organizer": ORGANIZER,
    "seated": MaterialReader(seated=True),
    "came": MaterialReader(seated=True, came=True),
    "came-without-a-place": MaterialReader(came=True),
    "of-the-organisation": MaterialReader(seated=True, organisations=frozenset({HERE})),
    "of-another": MaterialReader(seated=True, came=True, organisations=frozenset({ELSEWHERE})),
}
FOR = {
    Audience.PUBLIC: set(READERS),
    Audience.CONFIRMED: {"organizer", "seated", "came", "of-the-organisation", "of-another"},
    Audience.CAME: {"organizer", "came", "of-another"},
    Audience.ORGANISATIONS: {"organizer", "of-the-organisation"},
    Audience.ORGANIZERS: {"organizer"},
}
ENDS_AT = NOON + timedelta(hours=3)
EVENT = Event(ends_at=ENDS_AT + timedelta(days=1))
# The opening, its moment, and from when on it is open; None: until somebody opens it.
OPENINGS: dict[Opening, tuple[datetime | None, datetime | None]] = {
    Opening.NOW: (None, NOON - timedelta(days=1)),
    Opening.SESSION_END: (None, ENDS_AT),
    Opening.TIME: (ENDS_AT + timedelta(hours=1), ENDS_AT + timedelta(hours=1)),
    Opening.HAND: (None, None),
}
SECOND = timedelta(seconds=1)


def moments() -> Iterator[datetime]:
    for _opens_at, since in OPENINGS.values():
        if since:
            yield from (since - SECOND, since)
    yield EVENT.ends_at + timedelta(days=30)


def a_combination(audience: Audience, opening: Opening, session: str, withdrawn: bool) -> Material:
    released = {"ends_at": ENDS_AT.isoformat()} if session == "released" else None
    return Material(
        audience=audience,
        opening=opening,
        opens_at=OPENINGS[opening][0],
        created_at=NOON - timedelta(days=1),
        session=Session(released=released),
        organisations=[Organisation(id=HERE)],
        withdrawn_at=NOON if withdrawn else None,
    )


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("name", READERS)
def test_all_combinations(audience: Audience, name: str) -> None:
    for opening, session, withdrawn, now in product(
        Opening, ("released", "draft"), (False, True), moments()
    ):
        material = a_combination(audience, opening, session, withdrawn)
        since = OPENINGS[opening][1]
        hidden = session == "draft" or since is None or audience is Audience.ORGANIZERS
        if withdrawn:
            expected = MaterialAccess.HIDDEN
        elif name == "organizer":
            expected = MaterialAccess.OPEN
        elif hidden:
            expected = MaterialAccess.HIDDEN
        elif since is not None and now >= since and name in FOR[audience]:
            expected = MaterialAccess.OPEN
        else:
            expected = MaterialAccess.LOCKED
        assert access(material, READERS[name], EVENT, now=now) is expected, (opening, session, now)


def test_what_opened_by_hand_is_open_from_then_on() -> None:
    material = a_combination(Audience.PUBLIC, Opening.HAND, "released", withdrawn=False)
    material.opens_at = datetime(2026, 1, 1, tzinfo=UTC)
    assert access(material, VISITOR, EVENT, now=NOON) is MaterialAccess.OPEN


def test_of_the_whole_event_the_sessions_end_is_the_events() -> None:
    material = a_combination(Audience.PUBLIC, Opening.SESSION_END, "released", withdrawn=False)
    material.session = None
    at = EVENT.ends_at
    assert access(material, VISITOR, EVENT, now=at - SECOND) is MaterialAccess.LOCKED
    assert access(material, VISITOR, EVENT, now=at) is MaterialAccess.OPEN


@pytest.mark.usefixtures("app")
def test_lists_and_looks_say_the_same_as_the_rule() -> None:
    event = an_event()
    public, film = a_material(event), a_film(event)
    inner = a_material(event, Audience.CONFIRMED, title="Arbetsbok")
    secret = a_material(event, Audience.ORGANIZERS, title="Utkast")
    draft = a_material(event, session=a_session(event, released=False), title="Senare")
    every = (public, film, inner, secret, draft)

    shown = list_shown(event, VISITOR, now=NOON)

    assert {s.material for s in shown} == {public, film, inner}
    assert set(list_open(event, VISITOR, now=NOON)) == {public, film}
    assert set(list_open(event, ORGANIZER, now=NOON)) == set(every)
    openable = {m for m in every if find_open(event, m.code, VISITOR, now=NOON)}
    assert openable == {public, film}
    known = {m for m in every if find_shown(event, m.code, VISITOR, now=NOON)}
    assert known == {public, film, inner}


@pytest.mark.parametrize("state", [EventState.POSTPONED, EventState.CANCELLED])
def test_what_does_not_take_place_opens_nothing_at_its_end(state: EventState) -> None:
    later = EVENT.ends_at + timedelta(days=1)
    off = Event(ends_at=EVENT.ends_at, state=state)
    of_session = a_combination(Audience.PUBLIC, Opening.SESSION_END, "released", withdrawn=False)
    of_event = Material(opening=Opening.SESSION_END, audience=Audience.PUBLIC, created_at=NOON)
    for material in (of_session, of_event):
        assert access(material, VISITOR, EVENT, now=later) is MaterialAccess.OPEN
        assert access(material, VISITOR, off, now=later) is MaterialAccess.HIDDEN


def test_a_cancelled_session_opens_nothing_at_its_end() -> None:
    material = a_combination(Audience.PUBLIC, Opening.SESSION_END, "released", withdrawn=False)
    assert material.session
    material.session.released = {"ends_at": ENDS_AT.isoformat(), "cancelled": True}
    assert access(material, VISITOR, EVENT, now=EVENT.ends_at) is MaterialAccess.HIDDEN
