"""The start page with coming and past events, and each event's own page."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask import Blueprint, Response, render_template, request

from eventapp.addresses import absolute
from eventapp.clock import utcnow
from eventapp.documents.calendar_link import calendar_links, webcal
from eventapp.domain.event import event as events
from eventapp.domain.event.focus_area import list_areas, list_valid_areas
from eventapp.domain.permission import Action
from eventapp.domain.place import map_address, place_lines
from eventapp.domain.publication import Output
from eventapp.domain.revision_cache import RevisionCache
from eventapp.domain.schedule.day.outline import outline
from eventapp.domain.schedule.event_calendar import event_calendar
from eventapp.domain.schedule.materials.access import VISITOR, list_shown
from eventapp.domain.schedule.opening import latest_opening_line, opening_line
from eventapp.domain.schedule.release import latest_schedule
from eventapp.domain.schedule.venue_picture import find_shown_picture
from eventapp.i18n import current_language
from eventapp.models import Event
from eventapp.views.cache.page_cache import cached
from eventapp.views.feeds import calendar_response, event_entries
from eventapp.views.guards import visitor
from eventapp.views.headers import hide_from_search
from eventapp.views.loaders import load_event
from eventapp.views.sheets.picture import venue_picture_response

CACHED_LINES_MAX = 5_000  # of 1,000 coming events in both languages, and more; some 3 MB

bp = Blueprint("event", __name__)
_lines = RevisionCache[tuple[str, str, bool], str](CACHED_LINES_MAX)


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
        cached_line=partial(_cached_line, now=now),
    )


def _cached_line(
    event: Event, small: bool, line: Callable[[Event, bool], str], *, now: datetime
) -> str:
    """The event in the list; a change of one event leaves the lines of the others as they are."""
    key = (event.public_id, current_language(), small)
    return _lines.get(key, (event.revision, event.stage(now)), lambda: line(event, small))


@bp.get("/events/<slug>")
@visitor(Action.SEE_PUBLIC)
@cached(lambda slug: f"event page {slug}", events.event_page_revision)
def show(slug: str) -> str:
    """The event's page."""
    event = load_event(slug)
    schedule = latest_schedule(event)
    if schedule:
        schedule = schedule.in_language(current_language())
    return render_template(
        "public/event/show.html",
        event=event,
        place=place_lines(event),
        map_url=map_address(event),
        venue_picture=find_shown_picture(event),
        opening=opening_line(event, schedule),
        schedule=schedule,
        calendars=calendar_links(event_entries(event, Output.PAGE, opening="")),
        feed=webcal(absolute("public.event.calendar", slug=slug)),
        hours=event_calendar(event).current_days,
        outlines=[(day, outline(day)) for day in schedule.days] if schedule else [],
        areas=list_areas(event.focus_areas),
        series=events.list_in_series(event),
        materials=list_shown(event, VISITOR, now=utcnow()),
        now=utcnow(),
        url=absolute("public.event.show", slug=slug),
    )


@bp.get("/events/<slug>/picture")
@visitor(Action.SEE_PUBLIC)
def picture(slug: str) -> Response:
    """The picture of the venue, where everybody may know the way."""
    return venue_picture_response(find_shown_picture(load_event(slug)), shared=True)


@bp.get("/events/<slug>.ics")
@visitor(Action.SEE_PUBLIC)
@cached(lambda slug: f"event {slug}", events.event_revision)
def calendar(slug: str) -> Response:
    """The event as calendar entries, one a day; the address of a closed event is left out."""
    event = load_event(slug)
    entries = event_entries(event, Output.EVENT_CALENDAR, opening=latest_opening_line(event))
    response = calendar_response(
        entries,
        name=event.title_in(current_language()),
        filename=f"{slug}.ics",
        url=absolute("public.event.calendar", slug=slug),
    )
    return hide_from_search(response) if event.closed else response
