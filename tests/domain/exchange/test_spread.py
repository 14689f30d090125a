"""Who learnt from whom: by card and by organisation, of what the reader may see."""

import pytest

from eventapp.domain.exchange import declaration
from eventapp.domain.exchange.declaration import Declaration
from eventapp.domain.exchange.spread import list_spread
from eventapp.models import AdaptationKind, Experience, Organisation, Readership
from tests.builders import NOON, an_organisation
from tests.builders.experience import COORDINATOR, a_draft_experience, an_experience

pytestmark = pytest.mark.usefixtures("app")


def learn(
    taker: Organisation,
    experience: Experience,
    kind: AdaptationKind = AdaptationKind.USES,
    own: Experience | None = None,
) -> None:
    said = Declaration(kind, "För att.", own_experience=own)
    declaration.declare(experience, taker, said, version=0, actor=COORDINATOR, now=NOON)


def test_links_count_cards_and_nobody_learns_by_refraining() -> None:
    giver, taker, wary = an_organisation("A"), an_organisation("B"), an_organisation("C")
    first, second = an_experience(giver), an_experience(giver)
    learn(taker, first)
    learn(taker, second, AdaptationKind.PLANS)
    learn(wary, first, AdaptationKind.REFRAINED)

    spread = list_spread(inside=False)

    assert len(spread.steps) == 2
    assert [(link.giver, link.taker, link.count) for link in spread.links] == [(giver, taker, 2)]


def test_what_is_for_the_network_alone_is_not_in_everybodys_picture() -> None:
    learn(an_organisation(), an_experience(audience=Readership.NETWORK))

    assert list(list_spread(inside=False).steps) == []
    assert len(list_spread(inside=True).steps) == 1


def test_an_own_card_is_linked_once_it_is_published() -> None:
    taker = an_organisation()
    learn(taker, an_experience(), own=a_draft_experience(taker))
    learn(taker, an_experience(), own=an_experience(taker))

    own = [step.own_experience for step in list_spread(inside=False).steps]

    assert [bool(experience) for experience in own] == [True, False]
