"""What an organisation takes part in, gives and learns: counted, and nobody named."""

from datetime import timedelta

import pytest

from eventapp.domain.event.attendance import mark_own_attendance
from eventapp.domain.exchange import declaration
from eventapp.domain.exchange.declaration import Declaration
from eventapp.domain.exchange.own_organisation.overview import load_overview
from eventapp.models import AdaptationKind, AttendanceMode
from tests.builders import DAY, NOON, a_registration, an_event, an_organisation
from tests.builders.experience import COORDINATOR, an_experience

pytestmark = pytest.mark.usefixtures("app")


def test_past_delegations_say_how_many_came() -> None:
    town = an_organisation()
    event = an_event(seats=9, reserved={town: 3}, form=AttendanceMode.ONLINE)
    came = a_registration(event, email="a@town.example", organisation=town)
    a_registration(event, email="b@town.example", organisation=town)
    mark_own_attendance(came, now=event.starts_at + timedelta(minutes=1))

    overview = load_overview(town, now=event.ends_at + DAY)

    (past,) = overview.past
    assert (past.delegation.figures.reserved, past.delegation.figures.taken, past.came) == (3, 2, 1)
    assert list(overview.coming) == []


def test_own_cards_say_who_uses_them_and_which_to_look_over() -> None:
    town = an_organisation()
    experience = an_experience(town)
    said = Declaration(AdaptationKind.USES, named=False)
    declaration.declare(experience, an_organisation(), said, version=0, actor=COORDINATOR, now=NOON)

    (own,) = load_overview(town, now=NOON).experiences
    (later,) = load_overview(town, now=NOON + 800 * DAY).experiences

    assert (own.experience, own.users, own.overdue, later.overdue) == (experience, 1, False, True)
