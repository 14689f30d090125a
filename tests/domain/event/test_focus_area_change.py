"""Changes to the list of focus areas: each says in the log what it changed."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eventapp.domain.errors import StaleVersion
from eventapp.domain.event import focus_area_change as changes
from eventapp.domain.event.focus_area import list_successors, with_predecessors
from eventapp.domain.event.focus_area_change import FocusAreaText
from eventapp.domain.event.focus_area_list import find_area, list_in_order
from eventapp.domain.exchange import listing
from eventapp.domain.exchange.finding import search
from eventapp.domain.exchange.finding.facets import Facet
from eventapp.domain.exchange.finding.search import SearchQuery
from eventapp.domain.site.revision import site_revision
from eventapp.extensions import db
from eventapp.models import AuditChange, AuditEntry, FocusArea
from tests.builders import DAY, NOON, an_event
from tests.builders.experience import a_focus_area, a_listing, an_experience

pytestmark = pytest.mark.usefixtures("app")

TODAY = NOON.date()
ACT: dict[str, Any] = {"actor": "a1", "now": NOON}
TEXT = FocusAreaText("Trygga torg", "Safe squares", "Torg", "Squares", 3, 4, TODAY)


def codes() -> list[str]:
    return [area.code for area in list_in_order()]


def last_change() -> tuple[str, dict[str, Any], dict[str, Any]]:
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    change = db.session.get_one(AuditChange, entry.id)
    return entry.action, change.before, change.after


def test_an_added_area_comes_last_and_gets_a_code_of_its_short_name() -> None:
    a_focus_area("first", position=4)

    area = changes.add_area(TEXT, **ACT)
    other = changes.add_area(replace(TEXT, name="Torg två"), **ACT)
    third = changes.add_area(replace(TEXT, name="Ny", short_name="New"), **ACT)

    assert codes() == ["first", "torg", "torg-2", third.code]
    assert third.code != "new"  # an address of its own
    assert (area.band, other.version) == (53, 1)
    assert last_change()[0] == "focus area added"


def test_two_areas_in_use_never_share_a_name() -> None:
    area = changes.add_area(TEXT, **ACT)

    with pytest.raises(changes.AreaNameTaken):
        changes.add_area(replace(TEXT, name="TRYGGA TORG"), **ACT)
    changes.end_area(area, last_day=TODAY, actor="a1", now=NOON)
    changes.add_area(TEXT, actor="a1", now=NOON + DAY)
    with pytest.raises(changes.AreaNameTaken):
        changes.reopen_area(area, actor="a1", now=NOON + DAY)


def test_a_rename_is_written_down_with_both_names_and_counts_against_a_version() -> None:
    area = changes.add_area(TEXT, **ACT)
    revision = site_revision()

    changes.change_area(area, replace(TEXT, name="Trygga gator"), version=1, **ACT)

    assert last_change() == (
        "focus area changed",
        {"name": "Trygga torg"},
        {"name": "Trygga gator"},
    )
    assert site_revision() > revision
    with pytest.raises(StaleVersion):
        changes.change_area(area, TEXT, version=1, **ACT)


def test_an_area_is_moved_one_place_and_never_off_the_list() -> None:
    for number, code in enumerate("abc", 1):
        a_focus_area(code, position=number)

    orders = []
    for code, by in (("c", -1), ("a", -1), ("a", 1), ("b", 1)):
        changes.move_area(_area(code), by=by, **ACT)
        orders.append("".join(codes()))

    assert orders == ["acb", "acb", "cab", "cab"]


def test_the_usual_five_are_for_an_empty_list() -> None:
    changes.add_usual_areas(**ACT)

    assert codes() == ["unga", "parallella", "situationellt", "extremism", "valfard"]
    assert [area.band for area in list_in_order()] == [1, 2, 3, 4, 5]
    with pytest.raises(changes.AreasExist):
        changes.add_usual_areas(**ACT)


def test_an_area_ends_on_or_after_its_first_day_and_can_go_on() -> None:
    area = changes.add_area(TEXT, **ACT)

    with pytest.raises(changes.AreaEndsBeforeStart):
        changes.end_area(area, last_day=TODAY - timedelta(days=1), **ACT)
    changes.end_area(area, last_day=TODAY, **ACT)
    assert last_change()[2] == {"valid_until": TODAY.isoformat()}
    with pytest.raises(changes.AreaEndsBeforeStart):
        changes.change_area(
            area, replace(TEXT, valid_from=TODAY + timedelta(days=1)), version=2, **ACT
        )
    changes.reopen_area(area, **ACT)
    assert area.valid_until is None


def test_what_continues_an_area_is_found_however_far_on_and_only_from_its_day() -> None:
    old, middle, new, split = (a_focus_area(code) for code in ("old", "middle", "new", "split"))
    changes.end_area(old, last_day=TODAY, successors=[middle, split], **ACT)
    changes.add_successor(middle, new, since=TODAY + timedelta(days=1), **ACT)

    assert list_successors(on=TODAY) == {}
    tomorrow = TODAY + timedelta(days=1)
    assert list_successors(on=tomorrow)["old"] == {"middle", "split", "new"}
    assert with_predecessors(["new"], on=tomorrow) == {"new", "middle", "old"}
    assert with_predecessors([], on=tomorrow) == set()

    changes.remove_successor(old, middle, **ACT)
    assert with_predecessors(["new"], on=tomorrow) == {"new", "middle"}


def test_no_area_continues_itself() -> None:
    first, second, third = (a_focus_area(code) for code in "abc")
    changes.add_successor(first, second, since=TODAY, **ACT)
    changes.add_successor(second, third, since=TODAY, **ACT)
    changes.add_successor(first, third, since=TODAY, **ACT)  # a shorter way is no circle

    for area, successor in ((first, first), (third, first)):
        with pytest.raises(changes.AreaContinuesItself):
            changes.add_successor(area, successor, since=TODAY, **ACT)


def test_who_looks_for_the_new_area_finds_what_bears_the_old() -> None:
    old, new = a_focus_area("old"), a_focus_area("new")
    experience, offer = an_experience(area=old), a_listing(area=old)
    query = SearchQuery(chosen={Facet.AREA: ("new",)}, inside=True)
    assert search.search(query, page=1, on=TODAY).total == 0

    changes.add_successor(old, new, since=date(2020, 1, 1), **ACT)

    results = search.search(query, page=1, on=TODAY)
    assert [experience.id for experience in results.experiences] == [experience.id]
    assert results.counts[Facet.AREA] == {"old": 1, "new": 1}
    assert [entry.id for entry in listing.search(now=NOON, areas=["new"])] == [offer.id]


@pytest.mark.parametrize("bearer", ["event", "experience", "listing"])
def test_only_an_area_that_nothing_bears_is_deleted(bearer: str) -> None:
    used, free = a_focus_area("used"), a_focus_area("free")
    changes.add_successor(free, used, since=TODAY, **ACT)
    if bearer == "event":
        an_event(focus_areas=["used"])
    elif bearer == "experience":
        an_experience(area=used)
    else:
        a_listing(area=used)

    with pytest.raises(changes.AreaInUse):
        changes.delete_area(used, **ACT)
    changes.delete_area(free, **ACT)

    assert codes() == ["used"]
    assert last_change()[0] == "focus area deleted"


def test_an_area_deleted_meanwhile_is_said_to_be_gone() -> None:
    area, other = a_focus_area("gone"), a_focus_area("other")
    db.session.execute(FocusArea.__table__.delete().where(FocusArea.code == "gone"))

    with pytest.raises(changes.AreaGone):
        changes.add_successor(other, area, since=TODAY, **ACT)


def _area(code: str) -> FocusArea:
    area = find_area(code)
    assert area is not None
    return area
