"""The list of focus areas: found by words and by days, and where each is used."""

from datetime import timedelta

import pytest

from eventapp.domain.event.focus_area_list import AreaUse, count_uses, list_all
from eventapp.extensions import db
from eventapp.models import Track
from tests.builders import NOON, an_event
from tests.builders.experience import a_focus_area, a_listing, an_experience

pytestmark = pytest.mark.usefixtures("app")
TODAY = NOON.date()


def test_words_find_an_area_by_any_of_its_names_in_either_language() -> None:
    a_focus_area("unga", name="Unga i riskzon", name_en="Young people at risk", position=1)
    a_focus_area("valfard", name="Välfärdsbrott", name_en="Welfare crime", position=2)

    codes = {word: [area.code for area in list_all(words=word, on=TODAY).areas] for word in WORDS}

    assert codes == WORDS


WORDS = {
    "valfardsbrott": ["valfard"],
    "young RISK": ["unga"],
    "": ["unga", "valfard"],
    "?": [],
}


def test_areas_are_in_use_through_their_last_day() -> None:
    a_focus_area("old", valid_until=TODAY - timedelta(days=1), position=1)
    a_focus_area("last day", valid_until=TODAY, position=2)

    ended, used = (list_all(ended=ended, on=TODAY).areas for ended in (True, False))

    assert ([area.code for area in ended], [area.code for area in used]) == (["old"], ["last day"])


def test_everything_that_bears_an_area_is_counted() -> None:
    used, free = a_focus_area("used"), a_focus_area("free")
    event = an_event(focus_areas=["used", "used"])
    db.session.add(Track(event_id=event.id, code="t", name="Spår", focus_area_id=used.id))
    an_experience(area=used)
    a_listing(area=used)

    uses = count_uses([used, free])

    assert uses == {used.id: AreaUse(1, 1, 1, 1), free.id: AreaUse()}
    assert [uses[area.id].is_none for area in (used, free)] == [False, True]


def test_a_long_list_has_pages() -> None:
    for position in range(26):
        a_focus_area(position=position)

    page = list_all(page=2, on=TODAY)

    assert (len(page.areas), page.page.pages, page.whole) == (1, 2, 26)
