"""One event's figures: seats, registrations, who came, and topics, hidden as surveys hide them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from eventapp.domain.door.attendance import attended_registration_ids
from eventapp.domain.people.folding import fold
from eventapp.domain.registration.registration_count import count_by_state
from eventapp.domain.report.figures import EventFigures, OrganisationFigures
from eventapp.domain.report.shown_attendance import (
    NO_GROUP,
    GroupCount,
    PeopleCounts,
    settle,
    tally_of,
)
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
from eventapp.domain.survey.results.response_rate import groups_in_results
from eventapp.extensions import db
from eventapp.models import Event, FocusArea, RegistrationState, Session, SessionKind, Track


def gather_event(event: Event) -> EventFigures:
    """The event's figures as they may be shown; what is shown of its people is remembered."""
    hidden, answered = groups_in_results(event)

    def hide(people: PeopleCounts) -> frozenset[str]:
        return hide_organisations(replace(people, hidden=people.hidden | hidden), answered)

    people = settle(event, count_people(event), hide)
    rows = publish_organisations(people)
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
        **_people(people),
    )


def _people(people: PeopleCounts) -> dict[str, Any]:
    """How many had a place, came, waited and cancelled, as exactly as may be shown."""
    shown = disclosure.publish(AnswerGroup("", tally_of(people.placed, people.came))).whole
    enough = people.came > 0 and disclosure.size_of_group(people.came) is not None
    size = disclosure.size_of_group(people.placed)
    counted = None not in people.others.values()
    return {
        "placed": size,
        "came": people.came if enough and shown.level is DisclosureLevel.ALL else None,
        "came_percent": shown.percent if enough else None,
        "recorded": people.came > 0,
        "counted": counted,
        **{
            name: None if number is None or size is None else disclosure.size_of_group(number)
            for name, number in people.others.items()
        },
    }


def count_people(event: Event) -> PeopleCounts:
    """The people as they are now, by group; of what retention left, where it has run."""
    of_groups = list_groups()
    counts: dict[str, GroupCount] = {}
    for code, placed, came in _by_organisation(event):
        group, label = of_groups.get(code, (NO_GROUP, ""))
        before = counts.get(group, GroupCount())
        counts[group] = GroupCount(label, before.placed + placed, before.came + came)
    states = count_by_state(event)
    others = {
        name: states.get(state, 0) if states else None
        for name, state in (
            ("waiting", RegistrationState.WAITLISTED),
            ("cancelled", RegistrationState.CANCELLED),
        )
    }
    return PeopleCounts(counts, others)


def _by_organisation(event: Event) -> list[tuple[str, int, int]]:
    """Of each organisation the code, how many had a place and how many came; "" is nobody's."""
    stored = [
        (row.organisation_code, row.registered, row.attended) for row in list_attendance(event)
    ]
    return stored or [
        (code, placed, came)
        for counted in count_attendance([event.id], attended_registration_ids)
        for code, _name, placed, came in counted.rows
    ]


def hide_organisations(people: PeopleCounts, answered: Mapping[str, int]) -> frozenset[str]:
    """The groups to hide, and those that cover them; those hidden before stay so.

    `answered` are the least sizes of groups as results tell them. Each organisation knows its own
    people, and may not be told those of another by it. Of few people no group is shown at all, and
    there is none to hide.
    """
    if disclosure.size_of_group(people.placed) is None:
        return frozenset()
    groups = [
        AnswerGroup(
            code, Tally(base=group.placed), elsewhere=min(answered.get(code, 0), group.placed)
        )
        for code, group in people.groups.items()
        if code != NO_GROUP
    ]
    hidden = disclosure.groups_to_hide(groups, people.placed, hidden=people.hidden, self_aware=True)
    rows = publish_organisations(replace(people, hidden=hidden))
    if all(row.hidden for row in rows.values()):
        return hidden
    return hidden | {code for code, row in rows.items() if row.hidden}


def publish_organisations(people: PeopleCounts) -> dict[str, OrganisationFigures]:
    """Each organisation as exactly as it may be shown, by code.

    Whether somebody came is published as if it were an answer.
    """
    recorded = people.came > 0
    answers = [
        AnswerGroup(code, tally_of(group.placed, group.came, recorded=recorded))
        for code, group in people.groups.items()
        if code != NO_GROUP
    ]
    whole = AnswerGroup("", tally_of(people.placed, people.came, recorded=recorded))
    published = disclosure.publish(whole, answers, hidden=people.hidden, self_aware=True).groups
    return {
        shown.code: _organisation(people.groups[shown.code].label, shown) for shown in published
    }


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
