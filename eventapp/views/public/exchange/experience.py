"""Experiences that are published: searched, followed as a feed, and read one at a time."""

from collections import Counter
from datetime import UTC, datetime

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from eventapp.addresses import absolute
from eventapp.clock import utcnow
from eventapp.documents.xml_text import printable
from eventapp.domain.event.focus_area import list_valid_areas
from eventapp.domain.exchange import adaptation, lecture, listing
from eventapp.domain.exchange.experience import list_files
from eventapp.domain.exchange.finding import search
from eventapp.domain.exchange.finding.facets import Facet
from eventapp.domain.exchange.spread import readable
from eventapp.domain.people.account import coordinated_organisation_ids
from eventapp.domain.permission import Action
from eventapp.forms.exchange.experience_query import filters_of, query_arguments, read_query
from eventapp.i18n import current_language
from eventapp.views import cookies
from eventapp.views.guards import visitor

bp = Blueprint("experience", __name__)
FEED_SIZE = 50
NOTHING_SINCE = datetime(2000, 1, 1, tzinfo=UTC)  # an empty feed has changed never


@bp.get("/experiences")
@visitor(Action.SEE_PUBLIC)
def index() -> ResponseReturnValue:
    """Experiences that hold the words, with filters and how many each would show."""
    query = read_query(request.args, inside=cookies.signed_in() is not None)
    today = utcnow().date()
    results = search.search(query, page=request.args.get("page", 1, int), on=today)
    areas = list_valid_areas(on=today)
    return render_template(
        "public/experience/index.html",
        query=query,
        arguments=query_arguments(query),
        results=results,
        areas=areas,
        filters=filters_of(
            query,
            results,
            areas=areas,
            organisations=search.name_organisations(
                {*results.counts[Facet.ORGANISATION], *query.values(Facet.ORGANISATION)}
            ),
            language=current_language(),
        ),
        listings=listing.search(now=utcnow(), areas=query.values(Facet.AREA), words=query.words),
    )


@bp.get("/experiences.atom")
@visitor(Action.SEE_PUBLIC)
def feed() -> Response:
    """What a search finds as a feed (RFC 4287), the newest first: for all readers alike."""
    query = read_query(request.args, inside=False)
    arguments = query_arguments(query)
    content = render_template(
        "public/experience/feed.atom",
        query=query,
        experiences=search.list_newest(query, on=utcnow().date(), count=FEED_SIZE),
        feed=absolute("public.experience.feed", **arguments),
        page=absolute("public.experience.index", **arguments),
        address=lambda code: absolute("public.experience.show", code=code),
        since=NOTHING_SINCE,
        printable=printable,
    )
    response = Response(content, mimetype="application/atom+xml")
    response.add_etag()
    response.make_conditional(request)
    return response


@bp.get("/experiences/<code>")
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
        today=utcnow().date(),
        adaptations=adaptations,
        counts=Counter(shown.kind.value for shown in adaptations),
        own_of={
            shown.id: own
            for shown in adaptations
            if (own := readable(shown.own_experience, inside=inside))
        },
        may_declare=bool(organisations - {experience.organisation_id}),
        is_own=experience.organisation_id in organisations,
        follow_ups=adaptation.list_follow_ups(experience),
        lectures=lecture.list_lectures(experience),
    )
