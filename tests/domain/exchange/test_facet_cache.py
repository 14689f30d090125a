"""Facets of published cards are read once, and again whenever a card or an area changes."""

import pytest

from eventapp.domain.exchange import approval
from eventapp.domain.exchange.facet_cache import list_published_facets
from eventapp.extensions import db
from tests.builders import NOON
from tests.builders.experience import EDITOR, a_draft_experience, a_focus_area, an_experience
from tests.views.organizer.counting import counted_statements

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.on_sqlite_alone]


def test_only_published_experiences_with_their_areas() -> None:
    experience = an_experience(area=a_focus_area("unga"))
    a_draft_experience()

    (facets,) = list_published_facets(on=NOON.date())

    assert (facets.id, facets.areas, facets.stage, facets.for_all) == (
        experience.id, ("unga",), "tried", True,
    )  # fmt: skip


def test_asked_again_it_costs_one_statement_until_something_changes() -> None:
    experience = an_experience()
    list_published_facets(on=NOON.date())
    db.session.flush()

    with counted_statements() as sent:
        list_published_facets(on=NOON.date())
    assert len(sent) == 1

    approval.withdraw(experience, reason="för gammalt", actor=EDITOR, now=NOON)
    db.session.flush()
    assert list(list_published_facets(on=NOON.date())) == []
