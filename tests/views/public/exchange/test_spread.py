"""The picture of who learnt from whom, and the table beside it."""

import pytest

from eventapp.domain.exchange import declaration
from eventapp.domain.exchange.declaration import Declaration
from eventapp.domain.exchange.spread import SpreadLink
from eventapp.models import AdaptationKind, Organisation, OrganisationKind
from eventapp.views.public.exchange.spread import DRAWN_MAX, ROW_HEIGHT, draw_spread
from tests.builders import NOON, an_organisation
from tests.builders.experience import COORDINATOR, an_experience
from tests.views.public.pages import cost_of, tell
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")


def town(name: str) -> Organisation:
    return Organisation(
        code=name.lower(), name=name, short_name=name, kind=OrganisationKind.MUNICIPALITY
    )


def test_those_with_most_links_stand_first_and_lines_join_their_rows() -> None:
    a, b, c = town("A"), town("B"), town("C")

    picture = draw_spread([SpreadLink(a, c, 1), SpreadLink(b, a, 2), SpreadLink(b, c, 1)])

    assert (picture.givers, picture.takers) == (["B", "A"], ["C", "A"])
    assert picture.height == 2 * ROW_HEIGHT
    half = ROW_HEIGHT // 2
    assert {(line.start, line.stop, line.width) for line in picture.lines} == {
        (ROW_HEIGHT + half, half, 2),
        (half, ROW_HEIGHT + half, 3),
        (half, half, 2),
    }


def test_a_picture_of_very_many_leaves_some_to_the_table() -> None:
    giver = town("A")
    picture = draw_spread([SpreadLink(giver, town(f"T{n}"), 1) for n in range(DRAWN_MAX + 5)])

    assert len(picture.takers) == len(picture.lines) == DRAWN_MAX


def test_the_page_names_those_who_may_be_named_and_counts_the_rest(client: Visitor) -> None:
    experience = an_experience()
    for name, named in (("Öppenstad", True), ("Tyststad", False)):
        said = Declaration(AdaptationKind.USES, "Hemligt ord.", named=named)
        declaration.declare(
            experience, an_organisation(name), said, version=0, actor=COORDINATOR, now=NOON
        )

    page = tell(client, "/experiences/spread", "en")
    card = tell(client, f"/experiences/{experience.code}", "en")

    for text in (page, card):
        assert "Öppenstad" in text
        assert "Tyststad" not in text
    assert card.count("Hemligt ord.") == 1
    assert "1 more is by an organisation that is only counted." in page
    assert "1 organisation is only counted." in card
    assert cost_of(client, "/experiences/spread") <= 8


def test_before_anybody_has_said_anything_the_page_says_so(client: Visitor) -> None:
    assert "Nobody has said so yet" in tell(client, "/experiences/spread", "en")
