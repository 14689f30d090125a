"""The organisation's own page: a plan by form alone, and an agenda; others' are not there."""

import pytest

from eventapp.domain.exchange import approval
from eventapp.domain.exchange.own_organisation import plan
from eventapp.domain.exchange.own_organisation.plan import PlanText
from eventapp.extensions import db
from eventapp.models import PlanAction
from tests.builders import NOON, an_event, an_organisation
from tests.builders.experience import COORDINATOR, EDITOR, an_experience, coordinating
from tests.builders.forms import send
from tests.views.public.pages import cost_of
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")
HOME = "/own-organisation"
PLAN = f"{HOME}/plan"


def test_an_action_is_planned_changed_removed_and_put_back(client: Visitor) -> None:
    town = an_organisation()
    coordinating(client, town)
    client.set_cookie("language", "en")
    form = {"organisation": town.code, "title": "Sätt ansvarig", "state": "not-begun"}

    assert send(client, PLAN, page=f"{PLAN}/new", **form).status_code == 303
    (action,) = db.session.query(PlanAction).all()
    page = client.get(HOME).text
    assert "Sätt ansvarig" in page
    assert "Lacks who and when" in page
    assert "Your agenda for it" not in page  # no meeting is planned
    own = f"{PLAN}/{action.code}"
    form |= {"function": "trygghetssamordnare", "due_on": "2027-09-29", "version": "1"}
    assert send(client, own, page=own, **form).status_code == 303
    assert "Trygghetssamordnare" in client.get(HOME).text
    assert send(client, f"{own}/removal", page=HOME).status_code == 303
    assert "is removed from your plan" in client.get(HOME).text
    assert send(client, f"{own}/restoration", page=HOME).status_code == 303
    assert action.removed_at is None


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"title": ""}, "Write what is to be done"),
        ({"due_on": "i morgon"}, "2024-03-14"),
        ({"state": "kanske"}, "How far is it?"),
        ({"experience": "okänd"}, "Builds on"),
        ({"function": "x" * 121}, "120"),
        ({"function": "Bo, bo.ek@town.example"}, "Write a function, without"),
        ({"function": "Bo 19121212-1212"}, "Write a function, without"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Visitor, facts: dict[str, str], sentence: str
) -> None:
    town = an_organisation()
    coordinating(client, town)
    client.set_cookie("language", "en")
    form = {"organisation": town.code, "title": "Sätt ansvarig", "state": "not-begun", **facts}

    answer = send(client, PLAN, page=f"{PLAN}/new", **form)

    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert db.session.query(PlanAction).count() == 0


def test_a_fourth_action_is_refused_and_kept_in_the_form(client: Visitor) -> None:
    town = an_organisation()
    for title in "ABC":
        plan.add_action(town, PlanText(title), actor=COORDINATOR, now=NOON)
    coordinating(client, town)
    client.set_cookie("language", "en")
    form = {"organisation": town.code, "title": "Den fjärde", "state": "not-begun"}

    answer = send(client, PLAN, page=f"{PLAN}/new", **form)

    assert (answer.status_code, "at most three actions" in answer.text) == (409, True)
    assert "Den fjärde" in answer.text


def test_what_a_plan_builds_on_stays_in_it_when_the_card_is_withdrawn(client: Visitor) -> None:
    town, card = an_organisation(), an_experience(title="Ring samma dag")
    action = plan.add_action(
        town, PlanText("Pröva det", experience=card), actor=COORDINATOR, now=NOON
    )
    coordinating(client, town)
    assert f'href="/experiences/{card.code}"' in client.get(HOME).text
    approval.withdraw(card, reason="fel siffra", actor=EDITOR, now=NOON)
    db.session.commit()

    page, own = client.get(HOME).text, f"{PLAN}/{action.code}"
    assert "Ring samma dag" in page
    assert f'href="/experiences/{card.code}"' not in page  # it would lead nowhere
    form = {"organisation": town.code, "title": "Pröva nu", "state": "not-begun", "version": "1"}
    assert send(client, own, page=own, **form, experience=card.code).status_code == 303
    assert (action.title, action.experience) == ("Pröva nu", card)


def test_others_plans_and_pages_are_not_there(client: Visitor) -> None:
    town, other = an_organisation(), an_organisation()
    action = plan.add_action(other, PlanText("Andras plan"), actor=COORDINATOR, now=NOON)
    coordinating(client, town)

    assert client.get(f"{PLAN}/{action.code}").status_code == 404
    page = client.get(f"{HOME}?organisation={other.code}").text
    assert "Andras plan" not in page
    assert other.name not in page


def test_both_pages_cost_few_statements_however_much_there_is(client: Visitor) -> None:
    town = an_organisation()
    coordinating(client, town)
    for _ in range(4):
        an_experience(town)
        an_event(reserved={town: 2})

    assert cost_of(client, HOME) <= 15
    assert cost_of(client, f"{HOME}/agenda") <= 15
