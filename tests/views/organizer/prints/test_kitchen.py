"""The kitchen list: its page and its file, also while sums wait to be stored."""

import csv
import io

import pytest

from eventapp.domain.desk import kitchen as needs
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.extensions import db
from eventapp.models import Event, KitchenSum
from eventapp.views.organizer.prints import kitchen
from tests.builders import a_registration, an_event
from tests.views.public.pages import words
from tests.visitor import Visitor


@pytest.fixture
def event() -> Event:
    """Two vegans, whose sum waits behind another."""
    event = an_event()
    for _ in range(2):
        a_registration(event, needs=CareNeeds(diet="Vegan"))
    db.session.add(KitchenSum(event_id=event.id, block=-1))
    db.session.commit()
    return event


@pytest.mark.parametrize("path", ["kitchen", "exports/catering.csv"])
def test_what_takes_too_long_to_store_is_counted_all_the_same(
    desk: Visitor, event: Event, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(needs, "SUMS_AT_ONCE", 1)
    monkeypatch.setattr(kitchen, "STORING_SECONDS", 0)
    address = f"/organizer/events/{event.slug}/{path}"

    first = desk.get(address).data.decode("utf-8-sig")
    assert not needs.is_summed(event)
    second = desk.get(address).data.decode("utf-8-sig")

    assert needs.is_summed(event)
    for answer in (first, second):
        if path == "kitchen":
            assert "Vegan 2" in words(answer)
        else:
            assert "Vegan" in {row[3] for row in csv.reader(io.StringIO(answer), delimiter=";")}
