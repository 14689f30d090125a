"""One event's figures: seats, registrations, who came, and topics, hidden as surveys hide them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from eventapp.domain.door.attendance import attended_registration_ids
from eventapp.domain.people.folding import fold
from eventapp.domain.registration.registration_count import count_by_state
from eventapp.domain.report.figures import EventFigures, OrganisationFigures
from eventapp.domain.report.survey_figures import gather_surveys
from eventapp.domain.retention.statistic import count_attendance, list_attendance
from eventapp.domain.survey.analysis import disclosure
from eventapp.domain.survey.analysis.disclosure import (
    AnswerGroup,
    DisclosureLevel,
    PublishedGroup,
)
from eventapp.domain.survey.analysis.tally import Tally
from eventapp.domain.survey.breakdown import list_groups
from eventapp.extensions import db
from eventapp.models import Event, FocusArea, RegistrationState, Session, SessionKind, Track


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """How many of an organisation had a place, and how many of them came; "" is nobody's."""

    organisation: str
    placed: int
    came: int


def gather_event(event: Event) -> EventFigures:
    """The event's figures as they may be shown. Only reads."""
    people = count_people_by_organisation(event)
    rows = publish_organisations(people, list_groups())
    zone = ZoneInfo(event.time_zone)
    by_area = _count_sessions(event)
    return EventFigures(
        code=event.public_id,
        slug=event.slug,
        title=event.title,
        kind=event.kind.value,
        online=event.online,
        first_day=event.starts_at.astimezone(zone).date().isoformat(),
        last_day=event.ends_at.astimezone(zone).date().isoformat(),
        seats=event.seats,
        focus_areas=tuple(event.focus_areas),
        sessions=sum(by_area.values()),
        sessions_by_area={code: count for code, count in by_area.items() if code},
        organisations=tuple(sorted(rows.values(), key=lambda row: fold(row.label))),
        surveys=gather_surveys(event, hidden=[code for code, row in rows.items() if row.hidden]),
        **_people(event, sum(row.placed for row in people), sum(row.came for row in people)),
    )


def _people(event: Event, placed: int, came: int) -> dict[str, Any]:
    """How many had a place, came, waited and cancelled, as exactly as may be shown."""
    states = count_by_state(event)
    shown = disclosure.publish(AnswerGroup("", _tally(placed, came))).whole
    enough = came > 0 and disclosure.size_of_group(came) is not None
    by_name = {
        "waiting": states.get(RegistrationState.WAITLISTED, 0),
        "cancelled": states.get(RegistrationState.CANCELLED, 0),
    }
    size = disclosure.size_of_group(placed)
    known = states and size is not None
    return {
        "placed": size,
        "came": came if enough and shown.level is DisclosureLevel.ALL else None,
        "came_percent": shown.percent if enough else None,
        "recorded": came > 0,
        "counted": bool(states),
        **{name: disclosure.size_of_group(n) if known else None for name, n in by_name.items()},
    }


def count_people_by_organisation(event: Event) -> list[PeopleCount]:
    """How many had a place and came, by organisation; of what retention left, where it has run."""
    stored = [
        PeopleCount(row.organisation_code, row.registered, row.attended)
        for row in list_attendance(event)
    ]
    return stored or [
        PeopleCount(code, placed, came)
        for counted in count_attendance([event.id], attended_registration_ids)
        for code, _name, placed, came in counted.rows
    ]


def publish_organisations(
    people: Iterable[PeopleCount], groups: Mapping[str, tuple[str, str]]
) -> dict[str, OrganisationFigures]:
    """Each organisation as exactly as it may be shown, by code.

    `groups` are the code and label of what each organisation is a part of. Whether somebody came is
    published as if it were an answer: a small organisation is hidden, and others that cover it.
    """
    placed, came = Counter[str](), Counter[str]()
    labels: dict[str, str] = {}
    whole_placed = whole_came = 0
    for row in people:
        whole_placed += row.placed
        whole_came += row.came
        if row.organisation in groups:
            code, labels_code = groups[row.organisation]
            labels[code] = labels_code
            placed[code] += row.placed
            came[code] += row.came
    recorded = whole_came > 0
    answers = [
        AnswerGroup(code, _tally(placed[code], came[code], recorded=recorded)) for code in placed
    ]
    whole = AnswerGroup("", _tally(whole_placed, whole_came, recorded=recorded))
    # By their sizes first: an organisation of which nobody came is small in no other way.
    sizes = [AnswerGroup(group.code, Tally(base=group.tally.base)) for group in answers]
    hidden = disclosure.groups_to_hide(sizes, whole_placed)
    published = disclosure.publish(whole, answers, hidden=hidden).groups
    return {shown.code: _organisation(labels[shown.code], shown) for shown in published}


def _tally(placed: int, came: int, *, recorded: bool = True) -> Tally:
    """As an answer; where nobody noted who came there are sizes alone."""
    if not recorded:
        return Tally(base=placed)
    absent = placed - came
    return Tally(("came", "absent"), (came, absent), placed, 0, came, absent)


def _organisation(label: str, shown: PublishedGroup) -> OrganisationFigures:
    if shown.level is DisclosureLevel.NOTHING:
        return OrganisationFigures(label, hidden=True)
    return OrganisationFigures(label, shown.answers, shown.percent)


def _count_sessions(event: Event) -> dict[str, int]:
    """How many sessions were released, by the code of their track's focus area; "" is none."""
    rows = db.session.execute(
        select(FocusArea.code, func.count())
        .select_from(Session)
        .outerjoin(Track, Track.id == Session.track_id)
        .outerjoin(FocusArea, FocusArea.id == Track.focus_area_id)
        .where(
            Session.event_id == event.id,
            Session.released.is_not(None),
            Session.cancelled.is_(False),
            Session.kind != SessionKind.SERVICE,
        )
        .group_by(FocusArea.code)
    )
    counts: dict[str, int] = defaultdict(int)
    for code, count in rows:
        counts[code or ""] += count
    return dict(counts)
