"""A plan of at most three open actions; what is removed comes back for ten minutes."""

from datetime import timedelta

import pytest

from eventapp.domain.errors import StaleVersion
from eventapp.domain.exchange.own_organisation import plan
from eventapp.domain.exchange.own_organisation.plan import PlanText
from eventapp.models import Organisation, PlanAction, PlanActionState
from tests.builders import DAY, NOON, an_organisation
from tests.builders.experience import COORDINATOR

pytestmark = pytest.mark.usefixtures("app")
SOON, TOO_LATE = NOON + timedelta(minutes=9), NOON + timedelta(minutes=10)


def add(town: Organisation, title: str, **facts: object) -> PlanAction:
    return plan.add_action(town, PlanText(title, **facts), actor=COORDINATOR, now=NOON)


def test_three_are_enough_and_the_same_is_planned_once() -> None:
    town = an_organisation()
    first = add(town, "A")
    add(town, "B")
    last = add(town, "C", due_on=NOON.date())

    assert add(town, "A") is first
    with pytest.raises(plan.PlanFull):
        add(town, "D")
    assert plan.list_actions([town.id])[0] is last
    done = PlanText("A", state=PlanActionState.DONE)
    plan.edit_action(first, done, version=first.version, actor=COORDINATOR, now=NOON)
    add(town, "D")
    assert plan.list_actions([town.id])[-1] is first


def test_what_was_done_is_not_opened_again_over_the_limit() -> None:
    town = an_organisation()
    done = add(town, "Klar", state=PlanActionState.DONE)
    for title in "ABC":
        add(town, title)

    with pytest.raises(plan.PlanFull):
        plan.edit_action(done, PlanText("Klar"), version=done.version, actor=COORDINATOR, now=NOON)


def test_a_stale_save_is_refused() -> None:
    action = add(an_organisation(), "A")

    with pytest.raises(StaleVersion):
        plan.edit_action(action, PlanText("B"), version=0, actor=COORDINATOR, now=NOON)


def test_what_is_removed_comes_back_for_ten_minutes() -> None:
    town = an_organisation()
    action = add(town, "A")
    plan.remove_action(action, actor=COORDINATOR, now=NOON)

    assert list(plan.list_actions([town.id])) == []
    assert list(plan.list_plan([town.id], now=SOON).removed) == [action]
    assert list(plan.list_plan([town.id], now=TOO_LATE).removed) == []
    with pytest.raises(plan.TooLateToRestoreAction):
        plan.restore_action(action, actor=COORDINATOR, now=TOO_LATE)
    plan.restore_action(action, actor=COORDINATOR, now=SOON)

    assert list(plan.list_actions([town.id])) == [action]


def test_others_plans_are_not_found() -> None:
    town, other = an_organisation(), an_organisation()
    action = add(town, "A", due_on=(NOON + DAY).date())

    assert plan.find_own_action(action.code, {town.id}) is action
    assert plan.find_own_action(action.code, {other.id}) is None
