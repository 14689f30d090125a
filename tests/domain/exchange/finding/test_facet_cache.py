"""Facets of published cards are read once, and only what changed is read again."""

from datetime import timedelta

import pytest

from eventapp.domain.exchange import approval
from eventapp.domain.exchange.finding.bits import bits_of
from eventapp.domain.exchange.finding.facet_cache import SHOWN, FacetBits, current_facets
from eventapp.domain.exchange.finding.facets import FOR_ALL
from eventapp.domain.exchange.finding.search_index import index_experience
from eventapp.extensions import db
from eventapp.models import ExperienceState
from tests.builders import NOON
from tests.builders.experience import EDITOR, a_draft_experience, a_focus_area, an_experience
from tests.plans import executed

pytestmark = pytest.mark.usefixtures("app")


def shown_ids(facets: FacetBits, *words: str) -> list[int]:
    return facets.newest_ids(facets.of(*(words or (SHOWN,))), 99)


def test_only_published_experiences_with_their_facets() -> None:
    experience = an_experience(area=a_focus_area("unga"))
    a_draft_experience()

    facets = current_facets()

    for word in ("area:unga", "stage:tried", FOR_ALL, SHOWN):
        assert shown_ids(facets, word) == [experience.id], word
    assert shown_ids(facets, "stage:compared") == []


def test_asked_again_it_costs_one_statement_until_something_changes() -> None:
    first, second = an_experience(), an_experience()
    current_facets()
    db.session.flush()

    with executed() as sent:
        current_facets()
    assert len(sent) == 1

    approval.withdraw(first, reason="för gammalt", actor=EDITOR, now=NOON)
    third = an_experience()
    assert set(shown_ids(current_facets())) == {second.id, third.id}


def test_ids_become_bits_and_bits_the_newest_ids() -> None:
    ids = [an_experience().id for _ in range(4)]
    facets = current_facets()

    assert facets.newest_ids(bits_of(ids[:3]), 2) == [ids[2], ids[1]]
    assert facets.newest_ids(bits_of(ids), 3) == ids[::-1][:3]
    assert facets.newest_ids(bits_of([]), 9) == facets.newest_ids(bits_of([10**5]), 9) == []


def test_many_bits_are_those_of_few_and_the_newest_of_many_those_of_all() -> None:
    order = [*range(0, 3_000, 2), *range(1, 3_000, 2)]
    facets = FacetBits(order=[7, *order], places={n: place for place, n in enumerate(order, 1)})
    some = range(0, 3_000, 5)

    assert bits_of(order) == 2**3_000 - 1
    assert facets.newest_ids(bits_of(order), 3) == [2_999, 2_997, 2_995]
    assert facets.newest_ids(bits_of(order), 3_000) == order[::-1]
    assert facets.newest_ids(bits_of(some), 2) == [2_995, 2_985]


def test_one_that_is_published_again_is_the_newest_and_stands_once() -> None:
    first, second = an_experience(), an_experience()
    current_facets()

    approval.withdraw(first, reason="för gammalt", actor=EDITOR, now=NOON)
    current_facets()
    first.state, first.published_at = ExperienceState.PUBLISHED, NOON + timedelta(days=1)
    index_experience(first)

    assert shown_ids(current_facets()) == [first.id, second.id]
