"""The schedule: as a page, as a calendar, and for other programs."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, render_template, request

from eventapp.addresses import absolute
from eventapp.clock import utcnow
from eventapp.documents.prints.schedule import SchedulePaper
from eventapp.documents.prints.schedule_sheet import schedule_file
from eventapp.documents.schedule_file.details import DetailWriter
from eventapp.documents.schedule_json import schedule_json
from eventapp.documents.schedule_xml import schedule_xml
from eventapp.documents.xml_text import printable
from eventapp.domain.event.event import event_revision
from eventapp.domain.event.notice import notice_since
from eventapp.domain.permission import Action
from eventapp.domain.publication import Output, is_withdrawn
from eventapp.domain.revision_cache import RevisionCache
from eventapp.domain.schedule import availability, release
from eventapp.domain.schedule.day.folding import (
    days_left_first,
    fold_days,
    is_running,
    known_area,
)
from eventapp.domain.schedule.materials.access import VISITOR, list_shown
from eventapp.domain.schedule.published import (
    EventFacts,
    PublishedDay,
    PublishedSchedule,
    changes_in,
)
from eventapp.domain.schedule.release import latest_schedule
from eventapp.i18n import current_language
from eventapp.models import Availability, Event
from eventapp.models.event.event import Stage
from eventapp.views.cache.page_cache import cached
from eventapp.views.feeds import SessionCalendar, calendar_response
from eventapp.views.guards import visitor
from eventapp.views.headers import as_attachment, hide_from_search
from eventapp.views.loaders import load_event, load_schedule

bp = Blueprint("schedule", __name__, url_prefix="/events/<slug>")
CACHED_DAYS_MAX = 50
_days = RevisionCache[tuple[str, str, int], str](CACHED_DAYS_MAX)
shelved = cached(lambda slug: f"event {slug}", event_revision)


@bp.get("/schedule")
@visitor(Action.SEE_PUBLIC)
@shelved
def show(slug: str) -> str:
    """The latest release, day by day."""
    event, now = load_event(slug), utcnow()
    schedule = load_schedule(event)
    area = known_area(schedule, request.args.get("area", ""))
    folded = fold_days(schedule, event, now, area)
    chooses = event.stage(now) in {Stage.OPEN, Stage.ONGOING}
    seats = availability.availability_by_session(event.id, now=now) if chooses else {}
    return render_template(
        "public/schedule/show.html",
        event=event,
        schedule=schedule,
        folded=folded,
        in_order=days_left_first(folded),
        running=is_running(event, now),
        area=area,
        cached_day=partial(_cached_day, event, schedule, seats),
        materials=Counter(
            shown.material.session.code
            for shown in list_shown(event, VISITOR, now=now)
            if shown.material.session
        ),
        now=now,
    )


def _cached_day(
    event: Event,
    schedule: PublishedSchedule,
    seats: dict[str, Availability],
    day: PublishedDay,
    write: Callable[[PublishedDay, dict[str, Availability]], str],
) -> str:
    """A day of a release, which changes only with the seats left in its sessions."""
    on_day = {
        session.code: seats[session.code] for session in day.sessions if session.code in seats
    }
    shown = tuple(session.code for session in day.sessions)  # of one area, or what is left of today
    revision = (schedule.number, schedule.released_at, event.slug, event.time_zone, on_day, shown)
    key = (event.public_id, current_language(), day.index)
    return _days.get(key, revision, lambda: write(day, on_day))


@bp.get("/schedule.ics")
@visitor(Action.SEE_PUBLIC)
@shelved
def calendar(slug: str) -> Response:
    """Every session as a calendar entry, service items too."""
    event = load_event(slug)
    schedule = latest_schedule(event) or abort(404)
    sessions = SessionCalendar(event, schedule, Output.SCHEDULE_CALENDAR)
    shown = schedule.in_language(current_language())
    writer = DetailWriter(EventFacts.of(event), schedule.origins.speakers)
    response = calendar_response(
        (
            sessions.entry(session, texts=writer.in_calendar(written))
            for session, written in zip(shown.sessions, schedule.sessions, strict=True)
        ),
        name=event.title_in(current_language()),
        filename=f"{slug}.ics",
        url=absolute("public.schedule.calendar", slug=slug),
    )
    return _findable(response, event)


@bp.get("/schedule.json")
@visitor(Action.SEE_PUBLIC)
@shelved
def as_json(slug: str) -> Response:
    """The schedule in the c3voc schema."""
    event = load_event(slug)
    content = schedule_json(
        _load_schedule_as(event, Output.SCHEDULE_JSON),
        event=EventFacts.of(event),
        base_url=absolute("public.event.index"),
    )
    return _findable(Response(content, mimetype="application/json"), event)


@bp.get("/schedule.xml")
@visitor(Action.SEE_PUBLIC)
@shelved
def as_xml(slug: str) -> Response:
    """The schedule in frab's XML."""
    event = load_event(slug)
    content = schedule_xml(
        _load_schedule_as(event, Output.SCHEDULE_XML),
        event=EventFacts.of(event),
        base_url=absolute("public.event.index"),
    )
    return _findable(Response(content, mimetype="application/xml"), event)


@bp.get("/schedule.pdf")
@visitor(Action.SEE_PUBLIC)
def as_pdf(slug: str) -> Response:
    """The schedule on paper of A4."""
    return _on_paper(slug, SchedulePaper.A4)


@bp.get("/schedule-a5.pdf")
@visitor(Action.SEE_PUBLIC)
def as_small_pdf(slug: str) -> Response:
    """The schedule on paper of A5."""
    return _on_paper(slug, SchedulePaper.A5)


def _on_paper(slug: str, paper: SchedulePaper) -> Response:
    event = load_event(slug)
    content = schedule_file(event, load_schedule(event), paper)
    response = Response(content, mimetype="application/pdf")
    name = f"{slug}-{paper.value}.pdf"
    response.add_etag()
    response.make_conditional(request)
    return _findable(as_attachment(response, name), event)


@bp.get("/changes")
@visitor(Action.SEE_PUBLIC)
@shelved
def changes(slug: str) -> str:
    """Every release, and what it changed."""
    event = load_event(slug)
    return render_template(
        "public/schedule/changes.html", event=event, now=utcnow(), **_releases(event)
    )


@bp.get("/changes.atom")
@visitor(Action.SEE_PUBLIC)
@shelved
def changes_feed(slug: str) -> Response:
    """The same as a feed (RFC 4287)."""
    event = load_event(slug)
    content = render_template(
        "public/schedule/changes.atom",
        event=event,
        page=absolute("public.schedule.changes", slug=slug),
        feed=absolute("public.schedule.changes_feed", slug=slug),
        printable=printable,
        notice_since=notice_since(event, Output.CHANGES_FEED),
        **_releases(event),
    )
    return _findable(Response(content, mimetype="application/atom+xml"), event)


def _releases(event: Event) -> dict[str, Any]:
    """The releases with what each changed, the latest first, and the sessions that have a page."""
    schedule = latest_schedule(event)
    sessions = schedule.sessions if schedule else ()
    return {
        "releases": [(r, changes_in(r)) for r in release.list_releases(event.id)],
        "pages": {session.code for session in sessions if session.kind != "service"},
    }


def _load_schedule_as(event: Event, output: Output) -> PublishedSchedule:
    """The schedule for formats without a state: without sessions when the event is off.

    It is in Swedish, with the English beside it.
    """
    schedule = latest_schedule(event) or abort(404)
    return schedule.without_sessions() if is_withdrawn(event, output) else schedule


def _findable(response: Response, event: Event) -> Response:
    """The response, kept out of search engines when the event is closed."""
    return hide_from_search(response) if event.closed else response
