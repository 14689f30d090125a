"""Network meetings: notes without names, the agenda from last time, and who hosts next."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from eventapp.domain import locking
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.event.follow_up import list_follow_ups
from eventapp.domain.people.organisation import top_of_trees
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    Event,
    EventState,
    FollowUp,
    MeetingNotes,
    Organisation,
    OrganisationKind,
    Registration,
    RegistrationState,
    Series,
)

HOSTS_SHOWN = 5


class NoSeries(Refusal):
    """The event is not part of a series."""

    code = "no-series"
    sentence = _l("The event is not part of a series, so nothing is carried over.")


class NothingToCarry(Refusal):
    """No earlier agenda and nothing open has anything that is not in the agenda already."""

    code = "nothing-to-carry"
    sentence = _l("There is nothing to take over that is not in the agenda already.")


@dataclass(frozen=True, slots=True)
class NotesText:
    """What is written about a meeting, and whether everybody may read it."""

    text: str
    results: list[str]
    published: bool


@dataclass(frozen=True, slots=True)
class PublishedNotes:
    """What everybody may read of a meeting, with what it decided to follow up."""

    event: Event
    notes: MeetingNotes
    follow_ups: Sequence[FollowUp]


@dataclass(frozen=True, slots=True)
class HostTurn:
    """A municipality that takes part in the series, and when it last was the host."""

    name: str
    hosted_at: datetime | None


def find_meeting_notes(event: Event) -> MeetingNotes | None:
    """The notes of the meeting, if there are any."""
    return db.session.get(MeetingNotes, event.id)


def save_meeting_notes(
    event: Event, text: NotesText, *, version: int, actor: str, now: datetime
) -> None:
    """Save the notes; those that are published stand on the page of the series.

    `version` is 0 where there were none. Raises NoSeries, StaleVersion. Flushes.
    """
    locking.lock_event(event)
    if event.series_id is None:
        raise NoSeries
    notes = find_meeting_notes(event)
    if (notes.version if notes else 0) != version:
        raise StaleVersion
    if notes is None:
        notes = MeetingNotes(event_id=event.id, version=0)
        db.session.add(notes)
    notes.text, notes.results = text.text, text.results
    notes.published_at = (notes.published_at or now) if text.published else None
    notes.version += 1
    event.revision += 1
    db.session.flush()
    audit.record(AuditAction.MEETING_NOTES_SAVED, event, actor=actor, now=now)


def list_published_notes(series: Series) -> list[PublishedNotes]:
    """What everybody may read of the meetings of the series, the latest first."""
    rows = db.session.execute(
        select(Event, MeetingNotes)
        .join(MeetingNotes, MeetingNotes.event_id == Event.id)
        .where(
            Event.series_id == series.id,
            Event.state != EventState.DRAFT,
            MeetingNotes.published_at.is_not(None),
        )
        .order_by(Event.starts_at.desc(), Event.id)
    ).all()
    decided: dict[int | None, list[FollowUp]] = {}
    for follow_up in db.session.scalars(
        select(FollowUp)
        .where(FollowUp.event_id.in_([event.id for event, _notes in rows]))
        .order_by(FollowUp.created_at, FollowUp.id)
    ):
        decided.setdefault(follow_up.event_id, []).append(follow_up)
    return [PublishedNotes(event, notes, decided.get(event.id, [])) for event, notes in rows]


def list_decided(event: Event) -> Sequence[FollowUp]:
    """What the meeting decided to follow up, as it is published with its notes."""
    return db.session.scalars(
        select(FollowUp)
        .where(FollowUp.event_id == event.id)
        .order_by(FollowUp.created_at, FollowUp.id)
    ).all()


def carry_agenda(event: Event, *, actor: str, now: datetime) -> None:
    """Begin the agenda with what is left to follow up, then as the meeting before had it.

    What it says already stays, after that. Raises NoSeries, NothingToCarry. Flushes.
    """
    locking.lock_event(event)
    if event.series is None:
        raise NoSeries
    open_ones = [row.text for row in list_follow_ups(event.series, since=now) if not row.done_at]
    last = find_meeting_before(event)
    wanted = [*open_ones, *(last.agenda if last else ()), *event.agenda]
    agenda = list(dict.fromkeys(wanted))
    if agenda == event.agenda:
        raise NothingToCarry
    event.agenda = agenda
    event.version += 1
    event.revision += 1
    db.session.flush()
    audit.record(AuditAction.EDITED, event, actor=actor, now=now)


def find_meeting_before(event: Event) -> Event | None:
    """The meeting of the series before this one that was not cancelled."""
    return db.session.scalar(
        select(Event)
        .where(
            Event.series_id == event.series_id,
            Event.starts_at < event.starts_at,
            Event.state.not_in((EventState.CANCELLED, EventState.DRAFT)),
        )
        .order_by(Event.starts_at.desc())
        .limit(1)
    )


def list_host_turns(event: Event) -> list[HostTurn]:
    """Whose turn it is to host: municipalities that take part, who never did or long ago first.

    Among those who never did, the ones with most people.
    """
    if event.series_id is None:
        return []
    rows = db.session.execute(
        select(Event.host, func.max(Event.starts_at))
        .where(Event.series_id == event.series_id, Event.id != event.id, Event.host != "")
        .group_by(Event.host)
    )
    hosted: dict[str, datetime] = {row[0]: row[1] for row in rows}
    names = _participating(event.series_id)
    names += [name for name in hosted if name not in names]
    never = [HostTurn(name, None) for name in names if name not in hosted]
    before = [HostTurn(name, at) for name, at in sorted(hosted.items(), key=lambda row: row[1])]
    return [*never, *before][:HOSTS_SHOWN]


def set_host(event: Event, name: str, *, actor: str, now: datetime) -> None:
    """Let one of those whose turn it is host the meeting. Raises NoSeries. Flushes."""
    locking.lock_event(event)
    if event.series_id is None or name not in {turn.name for turn in list_host_turns(event)}:
        raise NoSeries
    event.host = name
    event.version += 1
    event.revision += 1
    db.session.flush()
    audit.record(AuditAction.EDITED, event, actor=actor, now=now)


def _participating(series_id: int) -> list[str]:
    """The municipalities whose people have places in the series, those with most first."""
    rows = db.session.execute(
        select(Registration.organisation_id, func.count())
        .join(Registration.event)
        .where(
            Event.series_id == series_id,
            Registration.state == RegistrationState.CONFIRMED,
            Registration.organisation_id.is_not(None),
        )
        .group_by(Registration.organisation_id)
    ).all()
    counted = {row[0]: row[1] for row in rows if row[0] is not None}
    tops, people = top_of_trees(counted.keys()), Counter[int]()
    for id_, number in counted.items():
        people[tops.get(id_, id_)] += number
    names = db.session.execute(
        select(Organisation.id, Organisation.name).where(
            Organisation.id.in_(people), Organisation.kind == OrganisationKind.MUNICIPALITY
        )
    )
    return [row.name for row in sorted(names, key=lambda row: (-people[row.id], row.name))]
