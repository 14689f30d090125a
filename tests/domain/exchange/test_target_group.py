"""For whom a measure is, read from words."""

import pytest

from eventapp.domain.exchange.target_group import TargetGroup as Group
from eventapp.domain.exchange.target_group import target_groups_of


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
