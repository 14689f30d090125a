"""The kitchen list counts the needs of those who have a place, and names nobody."""

import pytest

from eventapp.domain.desk.kitchen import KitchenNeed, count_needs
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.care_need import CareNeeds
from tests.builders import NOON, a_queue, a_registration, an_event

pytestmark = pytest.mark.usefixtures("app")


def test_needs_that_differ_in_case_or_accents_are_counted_as_one_the_most_common_first() -> None:
    event = an_event()
    for diet in ("Vegan", "Nötter", "NOTTER", "nötter"):
        a_registration(event, needs=CareNeeds(diet=diet))
    a_registration(event, needs=CareNeeds(access="Hörslinga"))
    a_registration(event)

    needs = count_needs(event)

    assert needs.places == 6
    assert needs.diet == (KitchenNeed("Nötter", 3), KitchenNeed("Vegan", 1))
    assert needs.access == (KitchenNeed("Hörslinga", 1),)


def test_those_who_wait_or_have_cancelled_or_are_at_another_event_are_not_counted() -> None:
    event = an_event(seats=1)
    a_registration(an_event(), needs=CareNeeds(diet="Vegan"))
    cancel(a_registration(event, needs=CareNeeds(diet="Laktosfritt")), now=NOON)
    a_registration(event)
    a_queue(event, 1, needs=CareNeeds(diet="Glutenfritt"))

    needs = count_needs(event)

    assert (needs.places, needs.diet, needs.access) == (1, (), ())
