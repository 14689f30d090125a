"""Facets of published cards are read once, and only what changed is read again."""

import pytest

from eventapp.domain.exchange import approval
from eventapp.domain.exchange.finding.facet_cache import SHOWN, FacetBits, current_facets
from eventapp.domain.exchange.finding.facets import FOR_ALL
from eventapp.extensions import db
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
    ids = [an_experience().id for _ in range(70)]
    facets = current_facets()

    assert facets.newest_ids(facets.of_ids(ids[:3]), 2) == [ids[2], ids[1]]
    assert facets.newest_ids(facets.of_ids(ids), 65) == ids[::-1][:65]
    assert facets.of_ids([]) == facets.of_ids([10**9]) == 0
