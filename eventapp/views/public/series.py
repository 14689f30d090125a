"""A series of network meetings: its purpose, rules and meetings."""

from flask import Blueprint, abort, render_template

from eventapp.clock import utcnow
from eventapp.domain.event import series as serieses
from eventapp.domain.permission import Action
from eventapp.views.guards import visitor
from eventapp.views.page_cache import cached

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
        now=now,
    )
