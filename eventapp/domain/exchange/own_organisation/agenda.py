"""What an organisation should bring up at the next network meeting, made of its own plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from eventapp.domain.event.follow_up import list_follow_ups
from eventapp.domain.exchange.own_organisation.overview import (
    ListedMatch,
    is_need,
    list_own_matches,
)
from eventapp.domain.exchange.own_organisation.plan import list_actions
from eventapp.domain.exchange.renewal import list_overdue
from eventapp.extensions import db
from eventapp.models import (
    Event,
    EventKind,
    EventState,
    Experience,
    FollowUp,
    Listing,
    Organisation,
    PlanAction,
    PlanActionState,
)


@dataclass(frozen=True, slots=True)
class MeetingAgenda:
    """The next meeting, if there is one, and what is to be said there.

    `due` are actions that should be done by the meeting; `ahead` those that may wait.
    """

    meeting: Event | None
    follow_ups: Sequence[FollowUp]
    due: Sequence[PlanAction]
    ahead: Sequence[PlanAction]
    needs: Sequence[Listing]
    matches: Sequence[ListedMatch]
    overdue: Sequence[Experience]


def make_agenda(organisation: Organisation, *, now: datetime) -> MeetingAgenda:
    """Put it together from what the organisation has written; nothing is stored."""
    meeting = find_next_meeting(now=now)
    day = meeting.starts_at.date() if meeting else now.date()
    actions = [
        row for row in list_actions([organisation.id]) if row.state is not PlanActionState.DONE
    ]
    listings, matches = list_own_matches(organisation, now=now)
    return MeetingAgenda(
        meeting=meeting,
        follow_ups=_open_follow_ups(meeting, now),
        due=[row for row in actions if _is_due(row, day)],
        ahead=[row for row in actions if not _is_due(row, day)],
        needs=[listing for listing in listings if is_need(listing)],
        matches=matches,
        overdue=list_overdue({organisation.id}, now=now),
    )


def find_next_meeting(*, now: datetime) -> Event | None:
    """The next network meeting that is published."""
    return db.session.scalar(
        select(Event)
        .where(
            Event.kind == EventKind.NETWORK_MEETING,
            Event.state == EventState.PUBLISHED,
            Event.starts_at > now,
        )
        .order_by(Event.starts_at, Event.id)
        .limit(1)
    )


def _open_follow_ups(meeting: Event | None, now: datetime) -> list[FollowUp]:
    if meeting is None or meeting.series is None:
        return []
    return [row for row in list_follow_ups(meeting.series, since=now) if row.done_at is None]


def _is_due(action: PlanAction, day: date) -> bool:
    return action.due_on is not None and action.due_on <= day
