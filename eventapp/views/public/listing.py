"""What organisations offer and seek."""

from itertools import chain

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.event.focus_area import list_valid_areas
from eventapp.domain.exchange.listing import list_by_area
from eventapp.domain.people.account import list_reachable
from eventapp.domain.permission import Action
from eventapp.views.guards import visitor

bp = Blueprint("listing", __name__, url_prefix="/experiences/exchange")


@bp.get("")
@visitor(Action.SEE_PUBLIC)
def index() -> ResponseReturnValue:
    """Offers and needs by focus area, found by words, and which fit together."""
    now, area = utcnow(), request.args.get("area", "")[:40]
    words = request.args.get("q", "").strip()[:100]
    by_area = list_by_area(now=now, area=area, words=words)
    listings = chain.from_iterable((*group.offers, *group.needs) for group in by_area)
    return render_template(
        "public/listing/index.html",
        area=area,
        words=words,
        areas=list_valid_areas(on=now.date()),
        by_area=by_area,
        reachable=list_reachable({listing.organisation_id for listing in listings}),
    )
