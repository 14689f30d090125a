"""What one may not know of is answered exactly as what never was."""

import re

import pytest
from werkzeug.test import TestResponse

from eventapp.domain.registration import link
from tests.house.access import DOORS
from tests.house.access.callers import CALLERS
from tests.house.access.door import Door, Guard
from tests.house.access.house import NOBODYS, House

LINKS = {
    "certificate link",
    "personal link",
    "agenda link",
    "feed link",
    "coordinator feed link",
    "survey link",
    "result link",
    "unsubscribe link",
    "pairing link",
    "sign-in link",
}
NEVER_WAS = {
    "token": NOBODYS,
    "slug": "no-such-event",
    "code": "nosuchcode",
    "session": "nosuchcode",
    "other_code": "nosuchcode",
    "confirmation": "nosuchconfirmation",
    "person_code": "nosuchcode",
    "recipient_code": "nosuchcode",
    "number": "999999",
    "key": "999999",
    "name": "nosuchname",
    "section": "nosuchsection",
    "message_id": "0" * 32,
    "filename": "icons/no-such.svg",
}
ANEW = re.compile(r'name="([a-z]+-)?(csrf_token|form_id|next)"[^>]*value="[^"]*"')
# These belong to one registration each: beside the link of another they never were.
OWN_PARTS = {"confirmation", "code"}
CALLER = {caller.name: caller for caller in CALLERS}
NO_BUSINESS_HERE = (
    "organizer of another event",
    "coordinator of another organisation",
    "account without roles",
)


def named(*doors: Door) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("door", doors, ids=lambda door: door.name)


def children(door: Door) -> list[str]:
    """The places that belong to what another place of the same address stands for."""
    return [place for place in door.places if place != "kind"][1:]


with_token = named(*(door for door in DOORS if "token" in door.places))
with_place = named(*(door for door in DOORS if door.places.keys() & NEVER_WAS.keys()))
with_child = named(*(door for door in DOORS if children(door)))
guarded = named(*(d for d in DOORS if d.guard in {Guard.STAFF, Guard.DELEGATION} and d.places))
of_events = named(
    *(door for door in DOORS if door.guard is Guard.NOTHING and door.places.get("slug") == "event")
)


def answer_of(answered: TestResponse) -> tuple[int, str, str]:
    """What is answered, whatever the address was, and less what each page of it is told anew."""
    path = answered.request.path
    text = ANEW.sub("", answered.get_data(as_text=True).replace(path, ""))
    return answered.status_code, text, str(answered.headers.get("Content-Type"))


@with_place
def test_what_never_was_opens_nothing(house: House, door: Door) -> None:
    last = [place for place in door.places if place in NEVER_WAS][-1]
    caller = door.guest
    fields = house.fields(caller, door)

    answered = house.come(caller, door, fields, places={last: NEVER_WAS[last]})

    assert answered.status_code == door.unknown
    assert not house.has_changed()


@guarded
def test_whom_it_does_not_concern_cannot_tell_it_from_what_never_was(
    house: House, door: Door
) -> None:
    first = next(iter(door.places))
    for name in NO_BUSINESS_HERE:
        caller = CALLER[name]
        if door.answer_to(caller) != 404:
            continue
        real = house.come(caller, door)
        unreal = house.come(caller, door, places={first: NEVER_WAS[first]})

        assert answer_of(real) == answer_of(unreal)
    assert not house.has_changed()


@with_child
def test_what_belongs_to_another_is_answered_as_what_never_was(house: House, door: Door) -> None:
    caller = door.guest
    fields = house.fields(caller, door)
    for place in children(door):
        theirs = house.elsewhere[door.places[place]]
        if theirs == house.things[door.places[place]]:
            continue  # the standard survey's questions are called the same everywhere
        real = house.come(caller, door, fields, places={place: theirs})
        unreal = house.come(caller, door, fields, places={place: NEVER_WAS[place]})

        assert answer_of(real) == answer_of(unreal)
        assert real.status_code == 404
    assert not house.has_changed()


@of_events
def test_a_draft_is_answered_as_an_event_that_never_was(house: House, door: Door) -> None:
    visitor = CALLER["visitor"]
    fields = house.fields(visitor, door)

    hidden = house.come(visitor, door, fields, places={"slug": house.things["draft"]})
    unreal = house.come(visitor, door, fields, places={"slug": NEVER_WAS["slug"]})

    assert answer_of(hidden) == answer_of(unreal)
    assert hidden.status_code == 404
    assert not house.has_changed()


@with_token
def test_a_link_of_another_kind_is_answered_as_one_that_never_was(house: House, door: Door) -> None:
    """The calendar's address opens no page, the personal link no survey, and so on."""
    caller = door.guest
    fields = house.fields(caller, door)
    unreal = house.come(caller, door, fields, places={"token": NOBODYS})
    for name in sorted(LINKS - {door.places["token"]}):
        real = house.come(caller, door, fields, places={"token": house.things[name]})

        assert answer_of(real) == answer_of(unreal), name
    assert unreal.status_code == door.unknown
    assert not house.has_changed()


@named(*(door for door in DOORS if door.guard is Guard.OWN_LINK))
def test_anothers_link_shows_and_changes_nothing_of_mine(house: House, door: Door) -> None:
    holder = CALLER["participant"]
    fields = house.fields(holder, door)
    mine = link.find_by_personal_token(house.things["personal link"])
    assert mine is not None
    before = mine.version, mine.state, mine.name, mine.agenda_revision

    answered = house.come(holder, door, fields, places={"token": house.elsewhere["personal link"]})

    # What was mailed to me confirms nothing of another's, and what I asked is not theirs.
    assert answered.status_code == (404 if door.places.keys() & OWN_PARTS else door.status)
    assert house.things["event"].encode() not in answered.data
    assert (mine.version, mine.state, mine.name, mine.agenda_revision) == before


@pytest.mark.parametrize("token", ["x", "A" * 32, "a" * 33, "%00", "å", "..", "a" * 2000, "null"])
def test_a_link_of_no_shape_at_all_is_answered_as_one_that_never_was(
    house: House, token: str
) -> None:
    for door in DOORS:
        if "token" in door.places and door.method == "GET":
            visitor = CALLER["visitor"]
            odd = house.come(visitor, door, places={"token": token})
            unreal = house.come(visitor, door, places={"token": NOBODYS})

            assert answer_of(odd) == answer_of(unreal), door.name
