"""Focus areas change over time; what is in use on a day is said by their dates."""

from datetime import date

import pytest

from eventapp.domain.event.focus_area import list_areas, list_valid_areas
from eventapp.extensions import db
from eventapp.models import FocusArea

pytestmark = pytest.mark.usefixtures("app")

FIRST, LAST = date(2027, 1, 1), date(2027, 6, 30)


def an_area(code: str, position: int, valid_until: date | None) -> FocusArea:
    names = {"name": code, "name_en": code, "short_name": code, "short_name_en": code}
    area = FocusArea(
        code=code, position=position, valid_from=FIRST, valid_until=valid_until, **names
    )
    db.session.add(area)
    db.session.flush()
    return area


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2026, 12, 31), []),
        (FIRST, ["b", "a"]),
        (LAST, ["b", "a"]),
        (date(2027, 7, 1), ["a"]),
    ],
)
def test_both_ends_of_the_time_in_use_count(day: date, codes: list[str]) -> None:
    an_area("a", 2, None)
    an_area("b", 1, LAST)

    assert [area.code for area in list_valid_areas(on=day) if area.code in "ab"] == codes


def test_areas_out_of_use_are_still_found_by_code() -> None:
    new, old = an_area("a", 2, None), an_area("b", 1, LAST)

    assert list_areas(["a", "b", "none"]) == [old, new]
