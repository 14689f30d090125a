"""What of an event leaves the product, by its state: one table that every output asks.

An output that does not ask here is a fault: a postponed event would stay confirmed in
somebody's calendar. The tests walk all pairs through the real routes.
"""

from enum import StrEnum

from eventapp.models import Event, EventState


class Phase(StrEnum):
    """The state of an event, and whether it is over."""

    DRAFT = "draft"
    PUBLISHED = "published"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    OVER = "over"


class Output(StrEnum):
    """Every kind of output about an event."""

    PAGE = "page"
    SERIES_PAGE = "series page"
    EVENT_CALENDAR = "event calendar"
    SERIES_CALENDAR = "series calendar"
    SCHEDULE_CALENDAR = "schedule calendar"
    SESSION_CALENDAR = "session calendar"
    PARTICIPANT_FEED = "participant feed"
    DELEGATION_FEED = "delegation feed"
    SCHEDULE_JSON = "schedule json"
    SCHEDULE_XML = "schedule xml"
    SCHEDULE_PDF = "schedule pdf"
    CHANGES_FEED = "changes feed"
    MATERIALS = "materials"
    MAIL = "mail"
    TICKET = "ticket"
    ROSTER = "roster"
    API = "api"


class Showing(StrEnum):
    """How an output shows the event."""

    ABSENT = "absent"
    """Not at all: answered as if there were no such event."""
    PLAIN = "plain"
    """As planned."""
    NOTICE = "notice"
    """As planned, with a sentence that it is postponed or cancelled."""
    WITHDRAWN = "withdrawn"
    """As not taking place: entries cancelled, schedules empty, no ticket."""


_DRAFT = dict.fromkeys(Output, Showing.ABSENT) | {
    # The devices of a draft are tried out before anybody is registered.
    Output.ROSTER: Showing.PLAIN,
    Output.API: Showing.PLAIN,
}
_PUBLISHED = dict.fromkeys(Output, Showing.PLAIN)
_POSTPONED = {
    Output.PAGE: Showing.NOTICE,
    Output.SERIES_PAGE: Showing.NOTICE,
    # The time no longer holds: calendars free it, and get the new one as confirmed.
    Output.EVENT_CALENDAR: Showing.WITHDRAWN,
    Output.SERIES_CALENDAR: Showing.WITHDRAWN,
    Output.SCHEDULE_CALENDAR: Showing.WITHDRAWN,
    Output.SESSION_CALENDAR: Showing.WITHDRAWN,
    Output.PARTICIPANT_FEED: Showing.WITHDRAWN,
    Output.DELEGATION_FEED: Showing.WITHDRAWN,
    # These formats know no state: readers take a session that is gone for cancelled.
    Output.SCHEDULE_JSON: Showing.WITHDRAWN,
    Output.SCHEDULE_XML: Showing.WITHDRAWN,
    Output.SCHEDULE_PDF: Showing.NOTICE,
    Output.CHANGES_FEED: Showing.NOTICE,
    Output.MATERIALS: Showing.PLAIN,
    Output.MAIL: Showing.WITHDRAWN,
    # The place remains, and the same ticket is valid at the new time.
    Output.TICKET: Showing.NOTICE,
    Output.ROSTER: Showing.PLAIN,
    Output.API: Showing.PLAIN,
}
_CANCELLED = _POSTPONED | {
    Output.TICKET: Showing.WITHDRAWN,
}
SHOWING_BY_PHASE: dict[Phase, dict[Output, Showing]] = {
    Phase.DRAFT: _DRAFT,
    Phase.PUBLISHED: _PUBLISHED,
    Phase.POSTPONED: _POSTPONED,
    Phase.CANCELLED: _CANCELLED,
    # What has taken place stays as it was. Tickets, rosters and links end by their own times.
    Phase.OVER: _PUBLISHED,
}


def states_showing(output: Output) -> tuple[EventState, ...]:
    """Return the states in which an output knows of an event."""
    return tuple(
        s for s in EventState if SHOWING_BY_PHASE[Phase(s.value)][output] is not Showing.ABSENT
    )


def showing(event: Event, output: Output) -> Showing:
    """Return how an output shows this event; an event that is over is shown like a published one.

    The table has the same for both, which a test checks, so no clock is needed here.
    """
    return SHOWING_BY_PHASE[Phase(event.state.value)][output]


def is_withdrawn(event: Event, output: Output) -> bool:
    """Return whether the output shows the event as not taking place."""
    return showing(event, output) is Showing.WITHDRAWN
