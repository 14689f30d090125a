"""The delegation's calendar and materials: times, rooms and how many attend, never who."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from flask import Blueprint, Response, abort

from eventapp.addresses import absolute
from eventapp.clock import utcnow
from eventapp.documents.archive.names import safe_name
from eventapp.documents.calendar import CalendarEntry
from eventapp.documents.prints.schedule import SchedulePaper
from eventapp.documents.prints.schedule_sheet import schedule_file
from eventapp.documents.typesetter import TypesetterFailed, TypesettingRefused
from eventapp.domain.delegation import overview
from eventapp.domain.delegation.coordinator_feed import (
    find_by_coordinator_token,
    list_feed_delegations,
)
from eventapp.domain.delegation.feed import count_by_session, find_by_feed_token
from eventapp.domain.delegation.overview import SeatCounts
from eventapp.domain.door.material_reader import reader_of_delegation
from eventapp.domain.permission import Action
from eventapp.domain.publication import Output
from eventapp.domain.schedule.materials.access import list_open_to
from eventapp.domain.schedule.opening import opening_line
from eventapp.domain.schedule.published import PublishedSchedule
from eventapp.domain.schedule.release import latest_schedule
from eventapp.domain.survey.breakdown import group_of
from eventapp.domain.survey.result import find_results
from eventapp.domain.survey.results.own_result import compare_own
from eventapp.domain.survey.results.sharing import list_with_results
from eventapp.i18n import _, _n, speaking
from eventapp.models import Account, Delegation, Event, Material, SessionKind
from eventapp.views.feeds import (
    SessionCalendar,
    as_feed,
    calendar_file,
    calendar_response,
    event_entries,
)
from eventapp.views.guards import coordinator, visitor
from eventapp.views.sheets.material_package import package_response
from eventapp.views.sheets.results.own_text import own_results_text

bp = Blueprint("schedule", __name__, url_prefix="/delegations")


@bp.get("/<token>/calendar.ics")
@visitor(Action.SEE_PUBLIC)
def feed(token: str) -> Response:
    """Serve the feed. Its secret address gives access to nothing else."""
    delegation = find_by_feed_token(token) or abort(404)
    response = calendar_response(
        _entries(delegation, latest_schedule(delegation.event)),
        name=delegation.event.title,
        filename="calendar.ics",
        url=absolute("coordinator.schedule.feed", token=token),
    )
    return as_feed(response)


@bp.get("/calendars/<token>.ics")
@visitor(Action.SEE_PUBLIC)
def feed_of_all(token: str) -> Response:
    """Serve the feed of all delegations that somebody looks after."""
    account = find_by_coordinator_token(token) or abort(404)
    with speaking(account.letter_language):
        entries = chain.from_iterable(
            _entries(delegation, latest_schedule(delegation.event))
            for delegation in list_feed_delegations(account, now=utcnow())
        )
        response = calendar_response(
            entries,
            name=_("Your delegations"),
            filename="calendar.ics",
            url=absolute("coordinator.schedule.feed_of_all", token=token),
        )
    return as_feed(response)


@bp.get("/<code>/programme.ics")
@coordinator(Action.SEE_OWN_DELEGATION)
def show(account: Account, delegation: Delegation) -> Response:
    """Serve the same calendar as a file."""
    del account
    entries = _entries(delegation, latest_schedule(delegation.event))
    return calendar_response(
        entries, name=delegation.event.title, filename=f"{delegation.event.slug}.ics"
    )


@bp.get("/<code>/materials.zip")
@coordinator(Action.SEE_OWN_DELEGATION)
def index(account: Account, delegation: Delegation) -> Response:
    """Serve schedule, calendar, results and materials that the delegation may have, in one file."""
    del account
    event = delegation.event
    schedule, materials = latest_schedule(event), materials_of(delegation)
    entries = _entries(delegation, schedule)
    calendar = {f"{_('Calendar')}.ics": calendar_file(entries, name=event.title)}
    filename = f"{event.slug}-{safe_name(delegation.organisation.name, otherwise='')}.zip"
    beside = {**_schedule_on_paper(event, schedule), **calendar, **_results_in_words(delegation)}
    notice = _("Results of surveys are in this file where the organisers let them be passed on.")
    return package_response(event, materials, filename, beside, notice)


def _schedule_on_paper(event: Event, schedule: PublishedSchedule | None) -> dict[str, bytes]:
    """The schedule on paper, where there is one, and it can be set."""
    if schedule is None:
        return {}
    try:
        return {f"{_('Schedule')}.pdf": schedule_file(event, schedule, SchedulePaper.A4)}
    except (TypesettingRefused, TypesetterFailed):
        return {}


def _results_in_words(delegation: Delegation) -> dict[str, bytes]:
    """How the organisation answered, of surveys whose results its people may read by link."""
    shared = [survey for survey in list_with_results(delegation.event_id) if survey.links_shared]
    top = group_of(delegation.organisation) if shared else None
    gathered = [results for survey in shared if (results := find_results(survey))]
    own = [compare_own(results, top[0]) for results in gathered if top and top[0] in results.labels]
    return {f"{_('Results')}.txt": own_results_text(own).encode()} if own else {}


def materials_of(delegation: Delegation) -> Sequence[Material]:
    """List what the delegation may have now: as its people may, if they have seats and came."""
    return list_open_to(delegation.event, lambda: reader_of_delegation(delegation), now=utcnow())


def _entries(delegation: Delegation, schedule: PublishedSchedule | None) -> list[CalendarEntry]:
    """List the event, plenary sessions, and sessions where the delegation has a seat."""
    event, figures = delegation.event, overview.seat_counts_of(delegation)
    uid, opening = _uid(delegation, "event"), opening_line(event, schedule)
    days = event_entries(event, Output.DELEGATION_FEED, opening=opening, uid=uid)
    days[0] = replace(days[0], description="\n\n".join(filter(None, (_in_words(figures), opening))))
    return [*days, *(_sessions(delegation, schedule) if schedule else [])]


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
    sessions = SessionCalendar(delegation.event, schedule, Output.DELEGATION_FEED)
    return [
        _session(
            delegation,
            session.code,
            sessions.entry(session),
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
    return replace(entry, uid=f"{_uid(delegation, code)}@eventapp", description=description)


def _uid(delegation: Delegation, thing: str) -> str:
    """Name a thing so that it stays when the address is renewed, and no other calendar uses it."""
    return f"{delegation.code}-{thing.lower()}"
