"""What is not allowed to one of somebody's roles is denied; views carry the action they are for."""

import pytest

from eventapp.domain.permission import ALLOWED, VISITOR, Action, Actor, Role, guard, may


@pytest.mark.parametrize("action", Action)
def test_somebody_without_roles_may_nothing(action: Action) -> None:
    assert not may(Actor(frozenset()), action)


@pytest.mark.parametrize("action", Action)
def test_roles_add_up(action: Action) -> None:
    for role in Role:
        assert may(Actor(frozenset({role})), action) == (role in ALLOWED[action])
    assert may(Actor(frozenset(Role)), action)


def test_a_visitor_reaches_no_desk() -> None:
    assert not any(may(VISITOR, each) for each in (Action.SEE_DESK, Action.EDIT_EVENT))


def test_a_guard_answers_instead_of_the_view_or_lets_it_be_called() -> None:
    admitted = guard(lambda _action, arguments: arguments.pop("refused"))

    @admitted(Action.SEE_DESK)
    def view(**arguments: object) -> object:
        return arguments

    assert view(refused="no") == "no"
    assert view(refused=None, slug="x") == {"slug": "x"}
    assert vars(view)["guarded_by"] is Action.SEE_DESK
