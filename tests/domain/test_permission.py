"""What is not allowed to one of somebody's roles is denied; views carry the action they are for."""

import pytest

from eventapp.domain.permission import (
    ALLOWED,
    GIVERS,
    VISITOR,
    Action,
    Actor,
    Level,
    Role,
    guard,
    may,
    may_give,
)


@pytest.mark.parametrize("action", Action)
def test_somebody_without_roles_may_nothing(action: Action) -> None:
    assert not may(Actor(frozenset()), action)


@pytest.mark.parametrize("action", Action)
def test_roles_add_up(action: Action) -> None:
    for role in Role:
        assert may(Actor(frozenset({role})), action) == (role in ALLOWED[action])
    assert may(Actor(frozenset(Role)), action)


def test_a_visitor_reaches_no_desk() -> None:
    assert not any(may(VISITOR, action) for action in (Action.SEE_DESK, Action.EDIT_EVENT))


def test_a_guard_answers_instead_of_the_view_or_lets_it_be_called() -> None:
    admitted = guard(lambda _action, arguments: arguments.pop("refused"))

    @admitted(Action.SEE_DESK)
    def view(**arguments: object) -> object:
        return arguments

    assert view(refused="no") == "no"
    assert view(refused=None, slug="x") == {"slug": "x"}
    assert vars(view)["guarded_by"] is Action.SEE_DESK


def test_who_may_give_which_role() -> None:
    """An event's organizer gives roles for that event alone, never one for the whole system."""
    organizer = Actor(frozenset({Role.ORGANIZER}))
    given = {(role, level) for role in Role for level in Level if may_give(organizer, role, level)}
    assert given == {
        (Role.ORGANIZER, Level.EVENT),
        (Role.DOOR_LEAD, Level.EVENT),
        (Role.ANALYST, Level.EVENT),
        (Role.COORDINATOR, Level.ORGANISATION),
    }


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN, Role.ORGANIZER}))
def test_other_roles_give_none(role: Role) -> None:
    giver = Actor(frozenset({role}))
    assert not any(may_give(giver, role, level) for role in Role for level in Level)


def test_an_administrator_gives_every_role_where_it_exists() -> None:
    admin = Actor(frozenset({Role.ADMIN}))
    assert {key for key in GIVERS if may_give(admin, *key)} == set(GIVERS)
    assert not may_give(admin, Role.SECURITY_CONTACT, Level.EVENT)
