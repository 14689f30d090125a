"""One event's figures: seats, registrations, who came, and topics, hidden as surveys hide them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
    states = count_by_state(event)
    zone = ZoneInfo(event.time_zone)
    placed = sum(row.placed for row in people)
    came = sum(row.came for row in people)
    recorded = came > 0
    shown = disclosure.participation(came, placed, 0)
    is_shown = disclosure.participation(placed, placed, 0).answered is not None
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
        placed=placed if is_shown else None,
        came=shown.answered if is_shown and recorded else None,
        came_percent=shown.percent if is_shown and recorded else None,
        waiting=states.get(RegistrationState.WAITLISTED, 0) if is_shown and states else None,
        cancelled=states.get(RegistrationState.CANCELLED, 0) if is_shown and states else None,
        recorded=recorded,
        organisations=tuple(publish_organisations(people, list_groups())),
        surveys=gather_surveys(event),
    )


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
) -> list[OrganisationFigures]:
    """Each organisation as exactly as it may be shown, by name.

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
    answers = [AnswerGroup(code, _tally(placed[code], came[code])) for code in placed]
    whole = AnswerGroup("", _tally(whole_placed, whole_came))
    published = _publish(whole, answers)
    rows = [
        _organisation(labels[shown.code], shown, recorded=whole_came > 0) for shown in published
    ]
    return sorted(rows, key=lambda row: fold(row.label))


def _publish(whole: AnswerGroup, groups: list[AnswerGroup]) -> Iterable[PublishedGroup]:
    """The groups by the one hiding function, hidden by their sizes first."""
    sizes = [AnswerGroup(group.code, Tally(base=group.tally.base)) for group in groups]
    if not whole.tally.positive:  # nobody noted who came: there are sizes alone
        counts = {group.code: group.tally.base for group in groups}
        tally = Tally(tuple(counts), tuple(counts.values()), whole.tally.base)
        return disclosure.publish_background(AnswerGroup("", tally)).cells
    hidden = disclosure.groups_to_hide(sizes, whole.tally.base)
    return disclosure.publish(whole, groups, hidden=hidden).groups


def _tally(placed: int, came: int) -> Tally:
    return Tally(
        categories=("came", "absent"),
        counts=(came, placed - came),
        base=placed,
        positive=came,
        negative=placed - came,
    )


def _organisation(label: str, shown: PublishedGroup, *, recorded: bool) -> OrganisationFigures:
    if shown.level is DisclosureLevel.NOTHING:
        return OrganisationFigures(label, hidden=True)
    return OrganisationFigures(label, shown.answers, shown.percent if recorded else None)


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
