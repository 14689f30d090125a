"""Every door against every caller, as the table in `access` has it."""

import pytest
from flask import Flask

from eventapp.domain import permission
from eventapp.domain.permission import ALLOWED, Action, Role
from tests.house.access import DOORS
from tests.house.access.callers import CALLERS, Caller
from tests.house.access.door import Door, Guard
from tests.house.access.house import House
from tests.house.routes import addresses

pytestmark = pytest.mark.on_sqlite_alone
# Where nobody is asked who they are, one comes for all who come in the same way.
WAYS_TO_COME = {
    "admin of the house",
    "organizer of the event",
    "account without roles",
    "coordinator of our organisation",
    "admin who was shut out",
    "visitor",
    "participant",
    "phone of the event",
}
each_door = pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
each_form = pytest.mark.parametrize(
    "door",
    [door for door in DOORS if door.method == "POST" and not door.exempt],
    ids=lambda door: door.name,
)


@pytest.fixture
def mode() -> str:
    """The demo has every door there is."""
    return "demo"


def _comers(door: Door) -> list[Caller]:
    everybody = door.guard is not Guard.NOTHING
    return [caller for caller in CALLERS if everybody or caller.name in WAYS_TO_COME]


def _guarded_by(app: Flask, endpoint: str) -> Action:
    action = vars(app.view_functions[endpoint])["guarded_by"]
    assert isinstance(action, Action)
    return action


def test_every_door_stands_in_the_table_and_none_that_is_gone(app: Flask) -> None:
    known = {f"{method} {rule}" for method, rule, _endpoint in addresses(app)}

    assert sorted(door.name for door in DOORS) == sorted(known)


def test_somebody_comes_for_each_role_in_the_house() -> None:
    come = frozenset[Role]().union(*(caller.house for caller in CALLERS))

    assert come | {Role.VISITOR, Role.PARTICIPANT} == frozenset(Role)


def test_the_guards_ask_for_the_roles_of_the_table(app: Flask) -> None:
    asked = {
        f"{method} {rule}": ALLOWED[_guarded_by(app, endpoint)]
        for method, rule, endpoint in addresses(app)
        if endpoint != "static"
    }

    assert asked == {door.name: door.roles for door in DOORS if "filename" not in door.places}


@each_door
def test_each_caller_is_answered_as_the_table_says(house: House, door: Door) -> None:
    fields = house.fields(door.guest, door)
    answers, expected, written = {}, {}, []
    for caller in _comers(door):
        if door.guard is Guard.ORGANISATION and door.lets_in(caller):
            fields = house.fields(caller, door)  # only one's own organisations may be chosen
        answered = house.come(caller, door, fields)
        answers[caller.name] = answered.status_code
        expected[caller.name] = door.answer_to(caller)
        if not door.lets_in(caller) and answered.status_code == 303:
            assert answered.headers["Location"].startswith("/sign-in")
        if house.has_changed():
            house.put_back()
            if not door.lets_in(caller) or door.method == "GET":
                written.append(caller.name)

    assert answers == expected
    assert not written or door.leaves_a_line


@each_form
def test_a_form_that_the_house_did_not_hand_out_changes_nothing(house: House, door: Door) -> None:
    caller = door.guest
    fields = house.fields(caller, door)

    answered = house.come(caller, door, fields, token="")

    assert answered.status_code == 400
    assert not house.has_changed()


@each_door
def test_a_look_without_reading_is_answered_alike(house: House, door: Door) -> None:
    """HEAD where there is GET; 405 and what is allowed where there is neither."""
    caller = door.guest
    browser, address = house.browser(caller), house.address(caller, door)
    if door.method == "GET":
        assert browser.head(address).status_code == door.status
        return
    for method in ("put", "delete", "patch"):
        answered = getattr(browser, method)(address)
        assert answered.status_code == 405
        assert "POST" in answered.headers["Allow"]


def test_what_is_not_said_to_be_allowed_is_denied() -> None:
    nobody = permission.Actor(frozenset())

    assert not any(permission.may(nobody, action) for action in permission.Action)
