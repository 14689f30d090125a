"""Who learnt from whom, as a picture and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from eventapp.domain.exchange.spread import SpreadLink, list_spread
from eventapp.domain.permission import Action
from eventapp.models import Organisation
from eventapp.views import cookies
from eventapp.views.guards import visitor

bp = Blueprint("spread", __name__, url_prefix="/experiences/spread")
DRAWN_MAX = 30  # more names on a side than one takes in; the table has them all
ROW_HEIGHT = 36  # as `.spread-name` in spread.css, in the unit of the picture
WIDEST = 6


@dataclass(frozen=True, slots=True)
class SpreadLine:
    """A line of the picture, from a giver's height on the left to a taker's on the right."""

    start: int
    stop: int
    width: int


@dataclass(frozen=True, slots=True)
class SpreadPicture:
    """Names on both sides, the lines between them, and how high it all is."""

    givers: Sequence[str]
    takers: Sequence[str]
    lines: Sequence[SpreadLine]
    height: int


@bp.get("")
@visitor(Action.SEE_PUBLIC)
def index() -> ResponseReturnValue:
    """The picture, and what it shows in words."""
    spread = list_spread(inside=cookies.signed_in() is not None)
    return render_template(
        "public/spread/index.html", spread=spread, picture=draw_spread(spread.links)
    )


def draw_spread(links: Sequence[SpreadLink]) -> SpreadPicture:
    """Place givers and takers, those with most links first, and the lines between them."""
    givers = _most_linked([link.giver for link in links for _ in range(link.count)])
    takers = _most_linked([link.taker for link in links for _ in range(link.count)])
    lines = [
        SpreadLine(
            _middle(givers.index(link.giver)),
            _middle(takers.index(link.taker)),
            min(WIDEST, 1 + link.count),
        )
        for link in links
        if link.giver in givers and link.taker in takers
    ]
    return SpreadPicture(
        [_name(giver) for giver in givers],
        [_name(taker) for taker in takers],
        lines,
        ROW_HEIGHT * max(len(givers), len(takers)),
    )


def _most_linked(organisations: Sequence[Organisation]) -> list[Organisation]:
    distinct = dict.fromkeys(organisations)
    return sorted(distinct, key=lambda organisation: -organisations.count(organisation))[:DRAWN_MAX]


def _middle(row: int) -> int:
    return ROW_HEIGHT * row + ROW_HEIGHT // 2


def _name(organisation: Organisation) -> str:
    return organisation.short_name or organisation.name
