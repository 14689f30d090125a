"""The delegation's calendar and materials: times, rooms and how many come, and never who."""

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
    """The feed. Its address is a secret of its own that opens nothing else."""
    delegation = find_by_feed_token(token) or abort(404)
    made = calendar_response(
        _entries(delegation),
        name=delegation.event.title,
        filename="calendar.ics",
        url=absolute("coordinator.schedule.feed", token=token),
    )
    made.add_etag()
    made.make_conditional(request)
    return hide_from_search(made)


@bp.get("/<code>/programme.ics")
@coordinator(Action.SEE_OWN_DELEGATION)
def show(account: Account, delegation: Delegation) -> Response:
    """The same calendar as a file."""
    del account
    entries = _entries(delegation)
    return calendar_response(
        entries, name=delegation.event.title, filename=f"{delegation.event.slug}.ics"
    )


@bp.get("/<code>/materials.zip")
@coordinator(Action.SEE_OWN_DELEGATION)
def index(account: Account, delegation: Delegation) -> Response:
    """The calendar and all materials that the delegation may have, in one file."""
    del account
    event = delegation.event
    materials = materials_of(event, overview.seat_counts_of(delegation))
    beside = {f"{event.slug}.ics": calendar_file(_entries(delegation), name=event.title)}
    return zip_response(event, materials, beside)


def materials_of(event: Event, figures: SeatCounts) -> Sequence[Material]:
    """Everybody's materials; and those of the confirmed, if any of the delegation have a seat."""
    audiences = tuple(Audience) if figures.taken else (Audience.PUBLIC,)
    return material.list_materials(event, audiences)


def _entries(delegation: Delegation) -> list[CalendarEntry]:
    """The event, what is for all, and the sessions where somebody of the delegation has a seat."""
    event, figures = delegation.event, overview.seat_counts_of(delegation)
    schedule = find_schedule(event)
    whole = replace(
        event_entry(event, Output.DELEGATION_FEED, opening=""),
        uid=_uid(delegation, "event"),
        stamp=schedule.released_at if schedule else _opened(event),
        description="\n\n".join(filter(None, (_in_words(figures), opening_line(event, schedule)))),
    )
    return [whole, *(_sessions(delegation, schedule) if schedule else [])]


def _in_words(figures: SeatCounts) -> str:
    if figures.taken <= figures.reserved:
        return _(
            "%(taken)s of %(seats)s seats are taken.", taken=figures.taken, seats=figures.reserved
        )
    return _n(
        "%(num)d of your people has a place.", "%(num)d of your people have a place.", figures.taken
    )


def _sessions(delegation: Delegation, schedule: PublishedSchedule) -> list[CalendarEntry]:
    counts = count_by_session(delegation)
    return [
        _session(
            delegation,
            each.code,
            session_entry(delegation.event, each, schedule, Output.DELEGATION_FEED),
            counts.get(each.code, 0),
        )
        for each in schedule.sessions
        if each.kind == SessionKind.PLENARY.value or each.code in counts
    ]


def _session(delegation: Delegation, code: str, entry: CalendarEntry, count: int) -> CalendarEntry:
    told = (
        _n("%(num)d of your people has a seat.", "%(num)d of your people have a seat.", count)
        if count
        else ""
    )
    description = "\n\n".join(filter(None, (told, entry.description)))
    return replace(entry, uid=_uid(delegation, code), description=description)


def _uid(delegation: Delegation, thing: str) -> str:
    """Stable when the feed's address is renewed, and no other calendar's."""
    return f"{delegation.code}-{thing.lower()}@eventapp"


def _opened(event: Event) -> datetime:
    """When nothing is released yet the entry's moment must still be the same at each reading."""
    return event.registration_opens_at
