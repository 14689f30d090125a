"""The delegation's calendar and materials: times, rooms and how many attend, never who."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flask import Blueprint, Response, abort, request

from eventapp.addresses import absolute
from eventapp.documents.calendar import CalendarEntry
from eventapp.domain.delegation import overview
from eventapp.domain.delegation.feed import count_by_session, find_by_feed_token
from eventapp.domain.delegation.overview import SeatCounts
from eventapp.domain.permission import Action
from eventapp.domain.publication import Output
from eventapp.domain.schedule import material
from eventapp.domain.schedule.opening import opening_line
from eventapp.domain.schedule.published import PublishedSchedule
from eventapp.i18n import _, _n
from eventapp.models import Account, Audience, Delegation, Event, Material, SessionKind
from eventapp.views.feeds import calendar_file, calendar_response, event_entry, session_entry
from eventapp.views.files import zip_response
from eventapp.views.guards import coordinator, visitor
from eventapp.views.headers import hide_from_search
from eventapp.views.loaders import find_schedule

bp = Blueprint("schedule", __name__, url_prefix="/delegations")


@bp.get("/<token>/calendar.ics")
@visitor(Action.SEE_PUBLIC)
def feed(token: str) -> Response:
    """Serve the feed. Its secret address gives access to nothing else."""
    delegation = find_by_feed_token(token) or abort(404)
    response = calendar_response(
        _entries(delegation),
        name=delegation.event.title,
        filename="calendar.ics",
        url=absolute("coordinator.schedule.feed", token=token),
    )
    response.add_etag()
    response.make_conditional(request)
    return hide_from_search(response)


@bp.get("/<code>/programme.ics")
@coordinator(Action.SEE_OWN_DELEGATION)
def show(account: Account, delegation: Delegation) -> Response:
    """Serve the same calendar as a file."""
    del account
    entries = _entries(delegation)
    return calendar_response(
        entries, name=delegation.event.title, filename=f"{delegation.event.slug}.ics"
    )


@bp.get("/<code>/materials.zip")
@coordinator(Action.SEE_OWN_DELEGATION)
def index(account: Account, delegation: Delegation) -> Response:
    """Serve the calendar and all materials that the delegation may have, in one file."""
    del account
    event = delegation.event
    materials = materials_of(event, overview.seat_counts_of(delegation))
    calendar = {f"{event.slug}.ics": calendar_file(_entries(delegation), name=event.title)}
    return zip_response(event, materials, calendar)


def materials_of(event: Event, figures: SeatCounts) -> Sequence[Material]:
    """List public materials, and all others too if the delegation has a seat."""
    audiences = tuple(Audience) if figures.taken else (Audience.PUBLIC,)
    return material.list_materials(event, audiences)


def _entries(delegation: Delegation) -> list[CalendarEntry]:
    """List the event, plenary sessions, and sessions where the delegation has a seat."""
    event, figures = delegation.event, overview.seat_counts_of(delegation)
    schedule = find_schedule(event)
    whole_event = replace(
        event_entry(event, Output.DELEGATION_FEED, opening=""),
        uid=_uid(delegation, "event"),
        stamp=schedule.released_at if schedule else _opened(event),
        description="\n\n".join(filter(None, (_in_words(figures), opening_line(event, schedule)))),
    )
    return [whole_event, *(_sessions(delegation, schedule) if schedule else [])]


def _in_words(figures: SeatCounts) -> str:
    if figures.taken <= figures.reserved:
        return _(
            "%(taken)s of %(seats)s places are taken.", taken=figures.taken, seats=figures.reserved
        )
    return _n(
        "%(num)d of your people has a place.", "%(num)d of your people have a place.", figures.taken
    )


def _sessions(delegation: Delegation, schedule: PublishedSchedule) -> list[CalendarEntry]:
    counts = count_by_session(delegation)
    return [
        _session(
            delegation,
            session.code,
            session_entry(delegation.event, session, schedule, Output.DELEGATION_FEED),
            counts.get(session.code, 0),
        )
        for session in schedule.sessions
        if session.kind == SessionKind.PLENARY.value or session.code in counts
    ]


def _session(delegation: Delegation, code: str, entry: CalendarEntry, count: int) -> CalendarEntry:
    attendance = (
        _n("%(num)d of your people has a seat.", "%(num)d of your people have a seat.", count)
        if count
        else ""
    )
    description = "\n\n".join(filter(None, (attendance, entry.description)))
    return replace(entry, uid=_uid(delegation, code), description=description)


def _uid(delegation: Delegation, thing: str) -> str:
    """Return a UID that stays when the feed's address is renewed, and no other calendar uses."""
    return f"{delegation.code}-{thing.lower()}@eventapp"


def _opened(event: Event) -> datetime:
    """Return a constant timestamp for the entry while nothing is released."""
    return event.registration_opens_at
