"""Experiences that are published: searched, and read one at a time."""

from collections import Counter

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.event.focus_area import list_valid_areas
from eventapp.domain.exchange import adaptation, listing, search
from eventapp.domain.exchange.experience import list_files
from eventapp.domain.exchange.search import SearchQuery
from eventapp.domain.exchange.spread import readable
from eventapp.domain.people.account import coordinated_organisation_ids
from eventapp.domain.permission import Action
from eventapp.models import EvidenceStage
from eventapp.views import cookies
from eventapp.views.guards import visitor

bp = Blueprint("experience", __name__, url_prefix="/experiences")
STAGES = {stage.value: stage for stage in EvidenceStage}


@bp.get("")
@visitor(Action.SEE_PUBLIC)
def index() -> ResponseReturnValue:
    """Experiences that contain every word, filtered by focus area, organisation and stage."""
    inside = cookies.signed_in() is not None
    query = SearchQuery(
        words=request.args.get("q", "").strip()[:100],
        areas=tuple(filter(None, request.args.getlist("area")))[:20],
        organisation=request.args.get("organisation", "")[:60],
        stages=tuple(STAGES[word] for word in request.args.getlist("stage") if word in STAGES),
        inside=inside,
    )
    return render_template(
        "public/experience/index.html",
        query=query,
        results=search.search(query, page=request.args.get("page", 1, int), on=utcnow().date()),
        areas=list_valid_areas(on=utcnow().date()),
        organisations=search.list_organisations(inside=inside),
        listings=listing.search(now=utcnow(), areas=query.areas, words=query.words),
        stages=list(EvidenceStage),
    )


@bp.get("/<code>")
@visitor(Action.SEE_PUBLIC)
def show(code: str) -> ResponseReturnValue:
    """One experience: what was done, what it takes, how well it is tested, who builds on it."""
    account = cookies.signed_in()
    inside = account is not None
    experience = search.find(code, inside=inside) or abort(404)
    organisations = coordinated_organisation_ids(account) if account else set()
    adaptations = adaptation.list_shown(experience)
    return render_template(
        "public/experience/show.html",
        experience=experience,
        inside=inside,
        files=list_files(experience),
        adaptations=adaptations,
        counts=Counter(shown.kind.value for shown in adaptations),
        own_of={
            shown.id: own
            for shown in adaptations
            if (own := readable(shown.own_experience, inside=inside))
        },
        may_declare=bool(organisations - {experience.organisation_id}),
        follow_ups=adaptation.list_follow_ups(experience),
    )
