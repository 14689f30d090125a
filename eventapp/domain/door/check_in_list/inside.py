"""Who is there: counts of each list for everybody who follows the door, names for the desk.

For an evacuation: whoever came today and was not seen to leave counts as inside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select

from eventapp.domain.door.attendance import Owner, load_scans
from eventapp.domain.door.check_in_list.definition import load_lists
from eventapp.domain.door.projection import (
    EPOCH,
    EVENT_LIST,
    Scan,
    at_list,
    day_span,
    in_house,
    project_days,
)
from eventapp.domain.door.scan_tally import ListTally, load_day
from eventapp.extensions import db
from eventapp.models import CheckIn, CheckInList, Event, Registration, ScanKind


@dataclass(frozen=True, slots=True)
class ListCount:
    """How many came to a list on a day, and how many are there."""

    listing: CheckInList
    came: int
    inside: int

    @property
    def is_full(self) -> bool:
        """Whether no more may be let in, by the capacity that an organizer wrote."""
        return self.listing.capacity is not None and self.inside >= self.listing.capacity


@dataclass(frozen=True, slots=True)
class PersonInside:
    """Somebody who is there, since when; nameless where the ticket is of nobody here."""

    name: str
    organisation: str
    since: datetime


def count_lists(event: Event, day: date) -> list[ListCount]:
    """Each list's count of a day; the event's own is that of the house."""
    tally = load_day(event, day)
    counts = []
    for listing in load_lists(event):
        of_list = tally.lists.get(listing.number, ListTally())
        if listing.number == EVENT_LIST:
            of_list = ListTally(sum(tally.came.values()), tally.inside)
        counts.append(ListCount(listing, of_list.came, of_list.inside))
    return counts


def list_inside(event: Event, listing: CheckInList, day: date) -> list[PersonInside]:
    """The people who are at a list, by name; at the event's own: in the house."""
    zone = ZoneInfo(event.time_zone)
    begins, ends = day_span(day, zone)
    there_then = [CheckIn.at >= begins, CheckIn.at < ends]
    if listing.number != EVENT_LIST:
        there_then.append(CheckIn.list_number == listing.number)
    # An undoing is of the day and the list of what it undoes, whatever it says itself.
    which = or_(and_(*there_then), CheckIn.kind == ScanKind.UNDO)
    stays: dict[Owner, Scan] = {}
    for owner, scans in load_scans(event.id, which).items():
        there = in_house(scans) if listing.number == EVENT_LIST else at_list(scans, listing.number)
        presence = project_days(there, zone).get(day)
        if presence and presence.stay:
            stays[owner] = presence.stay
    people = _load_people([owner for owner in stays if isinstance(owner, int)])
    inside = [
        PersonInside(
            *people.get(owner, ("", "")),
            since=(EPOCH + timedelta(milliseconds=stay.at)).astimezone(zone),
        )
        for owner, stay in stays.items()
    ]
    return sorted(inside, key=lambda person: (not person.name, person.name.casefold()))


def _load_people(ids: Sequence[int]) -> dict[Owner, tuple[str, str]]:
    rows = db.session.execute(
        select(Registration.id, Registration.name, Registration.organisation_name).where(
            Registration.id.in_(ids)
        )
    )
    return {row[0]: (row[1], row[2]) for row in rows}
