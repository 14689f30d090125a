"""What is brought up at the next network meeting."""

import pytest

from eventapp.domain.event.follow_up import add_follow_up, finish_follow_up
from eventapp.domain.exchange.own_organisation import plan
from eventapp.domain.exchange.own_organisation.agenda import make_agenda
from eventapp.domain.exchange.own_organisation.plan import PlanText
from eventapp.extensions import db
from eventapp.models import EventKind, ListingKind, PlanActionState, Series
from tests.builders import DAY, NOON, an_event, an_organisation
from tests.builders.experience import COORDINATOR, a_focus_area, a_listing

pytestmark = pytest.mark.usefixtures("app")


def test_it_is_made_of_what_the_organisation_has_written() -> None:
    town, area, series = an_organisation(), a_focus_area(), Series(slug="nat", title="Nätverket")
    db.session.add(series)
    db.session.flush()
    meeting = an_event(kind=EventKind.NETWORK_MEETING, series_id=series.id)
    add_follow_up(meeting, "Skicka mallen", "Kommunen", now=NOON)
    done = add_follow_up(meeting, "Klart sedan länge", "", now=NOON)
    finish_follow_up(meeting, done.code, now=NOON)
    for title, due_on, state in (
        ("Före mötet", meeting.starts_at.date(), PlanActionState.UNDER_WAY),
        ("Efter mötet", (meeting.starts_at + DAY).date(), PlanActionState.NOT_BEGUN),
        ("Gjort", None, PlanActionState.DONE),
    ):
        text = PlanText(title, due_on=due_on, state=state)
        plan.add_action(town, text, actor=COORDINATOR, now=NOON)
    need = a_listing(ListingKind.NEED, town, area, "Mall för trygghetsvandring", "Vi saknar den.")
    offer = a_listing(ListingKind.OFFER, None, area, "Mall för trygghetsvandring", "Vi har den.")

    agenda = make_agenda(town, now=NOON)

    assert agenda.meeting is meeting
    assert [row.text for row in agenda.follow_ups] == ["Skicka mallen"]
    assert [row.title for row in agenda.due] == ["Före mötet"]
    assert [row.title for row in agenda.ahead] == ["Efter mötet"]
    assert list(agenda.needs) == [need]
    assert [(match.own, match.other) for match in agenda.matches] == [(need, offer)]


def test_without_a_meeting_it_is_still_there() -> None:
    town = an_organisation()
    plan.add_action(town, PlanText("Prova"), actor=COORDINATOR, now=NOON)

    agenda = make_agenda(town, now=NOON)

    assert (agenda.meeting, [row.title for row in agenda.ahead]) == (None, ["Prova"])
