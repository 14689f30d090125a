"""The start page with coming and past events, and each event's own page."""

from flask import Blueprint, Response, render_template, request

from eventapp.addresses import absolute
from eventapp.clock import utcnow
from eventapp.domain.event import event as events
from eventapp.domain.event.focus_area import list_areas, list_valid_areas
from eventapp.domain.permission import Action
from eventapp.domain.place import place_lines
from eventapp.domain.publication import Output
from eventapp.domain.schedule.opening import latest_opening_line, opening_line
from eventapp.domain.schedule.outline import outline
from eventapp.views.feeds import calendar_response, event_entry
from eventapp.views.guards import visitor
from eventapp.views.headers import hide_from_search
from eventapp.views.loaders import find_schedule, load_event
from eventapp.views.page_cache import cached

bp = Blueprint("event", __name__)


@bp.get("/")
@visitor(Action.SEE_PUBLIC)
@cached(lambda: "events", events.all_events_revision)
def index() -> str:
    """List coming and past events; past ones by page, and by words when asked."""
    now = utcnow()
    words = request.args.get("q", "").strip()[:100]
    return render_template(
        "public/event/index.html",
        now=now,
        coming=[] if words else events.list_upcoming(now=now),
        past=events.list_past(words, page=request.args.get("page", 1, int), now=now),
        words=words,
        areas=list_valid_areas(on=now.date()),
    )


@bp.get("/events/<slug>")
@visitor(Action.SEE_PUBLIC)
@cached(lambda slug: f"event page {slug}", events.event_page_revision)
def show(slug: str) -> str:
    """The event's page."""
    event = load_event(slug)
    schedule = find_schedule(event)
    return render_template(
        "public/event/show.html",
        event=event,
        place=place_lines(event),
        opening=opening_line(event, schedule),
        schedule=schedule,
        outlines=[(day, outline(day)) for day in schedule.days] if schedule else [],
        areas=list_areas(event.focus_areas),
        series=events.list_in_series(event),
        now=utcnow(),
        url=absolute("public.event.show", slug=slug),
    )


@bp.get("/events/<slug>.ics")
@visitor(Action.SEE_PUBLIC)
@cached(lambda slug: f"event {slug}", events.event_revision)
def calendar(slug: str) -> Response:
    """The event as a calendar entry; the address of a closed event is left out."""
    event = load_event(slug)
    entry = event_entry(event, Output.EVENT_CALENDAR, opening=latest_opening_line(event))
    response = calendar_response([entry], name=event.title, filename=f"{slug}.ics")
    return hide_from_search(response) if event.closed else response
