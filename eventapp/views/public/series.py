"""A series of network meetings: its purpose, rules and meetings."""

from itertools import chain

from flask import Blueprint, Response, abort, render_template

from eventapp.addresses import absolute
from eventapp.clock import utcnow
from eventapp.documents.calendar_link import webcal
from eventapp.domain.event import series as serieses
from eventapp.domain.event.meeting_notes import list_published_notes
from eventapp.domain.exchange.experience_list import list_born_at
from eventapp.domain.permission import Action
from eventapp.domain.publication import Output
from eventapp.i18n import current_language
from eventapp.views.cache.page_cache import cached
from eventapp.views.feeds import calendar_response, event_entries
from eventapp.views.guards import visitor
from eventapp.views.headers import hide_from_search

bp = Blueprint("series", __name__, url_prefix="/series")


@bp.get("/<slug>")
@visitor(Action.SEE_PUBLIC)
@cached(lambda slug: f"series {slug}", serieses.series_revision)
def show(slug: str) -> str:
    """The series' page. Only those with a place see where a meeting is held."""
    series = serieses.find_series(slug) or abort(404)
    meetings = serieses.list_meetings(series)
    if not meetings:
        abort(404)  # nothing of it is public yet
    now = utcnow()
    return render_template(
        "public/series/show.html",
        series=series,
        coming=[m for m in meetings if m.ends_at > now],
        past=[m for m in reversed(meetings) if m.ends_at <= now],
        published=list_published_notes(series),
        experiences=list_born_at([meeting.id for meeting in meetings]),
        feed=webcal(absolute("public.series.calendar", slug=slug)),
        now=now,
    )


@bp.get("/<slug>.ics")
@visitor(Action.SEE_PUBLIC)
@cached(lambda slug: f"series {slug}", serieses.series_revision)
def calendar(slug: str) -> Response:
    """The meetings as calendar entries; those that are cancelled stay and say so."""
    series = serieses.find_series(slug) or abort(404)
    meetings = serieses.list_meetings(series)
    if not meetings:
        abort(404)
    entries = chain.from_iterable(
        event_entries(meeting, Output.SERIES_CALENDAR, opening="") for meeting in meetings
    )
    response = calendar_response(
        entries,
        name=series.title_in(current_language()),
        filename=f"{slug}.ics",
        url=absolute("public.series.calendar", slug=slug),
    )
    closed = any(meeting.closed for meeting in meetings)
    return hide_from_search(response) if closed else response
