"""What an experience is filtered by."""

import pytest

from eventapp.domain.exchange.finding.facets import (
    FAILED,
    Facet,
    facets_of,
    size_class_of,
    target_groups_of,
)
from eventapp.domain.exchange.finding.facets import TargetGroup as Group
from eventapp.models import Cost
from tests.builders import NOON, an_organisation
from tests.builders.experience import a_focus_area, an_experience

pytestmark = pytest.mark.usefixtures("app")


def test_every_facet_of_an_experience_is_one_word_without_blanks() -> None:
    town = an_organisation(size_class="up-to-100")
    card = an_experience(
        town, a_focus_area("unga"), failed=True, cost=Cost.UP_TO_200, target="barn"
    )

    words = facets_of(card)

    assert {
        Facet.AREA.word("unga"),
        Facet.OUTCOME.word(FAILED),
        Facet.COST.word("up-to-200"),
        Facet.SIZE.word("up-to-100"),
        Facet.TARGET.word("children"),
        Facet.YEAR.word(str(NOON.year)),
        Facet.ORGANISATION.word(town.code),
        "for:all",
    } <= set(words)
    assert not any(" " in word for word in words)


def test_a_part_has_the_size_of_the_nearest_whose_size_is_stated() -> None:
    town = an_organisation(size_class="over-200")
    part = an_organisation(parent=an_organisation(parent=town))

    assert size_class_of(part) == "over-200"
    assert size_class_of(an_organisation()) == ""


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("barn 12–15 år och vårdnadshavare", [Group.CHILDREN, Group.PARENTS]),
        ("elever i årskurs 7–9", [Group.CHILDREN]),
        ("unga vuxna 18–25 år", [Group.YOUNG]),
        ("barnfamiljer", [Group.PARENTS]),
        ("boende i ett bostadsområde", [Group.RESIDENTS]),
        ("förtroendevalda och chefer", [Group.STAFF]),
        ("hyresvärdar", [Group.BUSINESSES]),
        ("föreningar som söker bidrag", [Group.ASSOCIATIONS]),
        ("", []),
        ("ingen särskild", []),
    ],
)
def test_groups_are_those_that_are_named(text: str, groups: list[Group]) -> None:
    assert target_groups_of(text) == groups
