"""What an event's registration form asks: plain values, read once per revision and kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.extensions import db
from eventapp.models import Availability, Event, QuestionKind, Session, SessionKind, Track


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session to choose; moments are aware, in UTC."""

    code: str
    title: str
    form: str
    starts_at: datetime
    ends_at: datetime
    room_name: str
    room_floor: str
    hearing_loop: bool
    area: str
    figure: int
    availability: Availability


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Parallel sessions of which one may choose one."""

    code: str
    starts_at: datetime
    ends_at: datetime
    sessions: tuple[PlannedSession, ...]


@dataclass(frozen=True, slots=True)
class PlannedQuestion:
    """One of the event's own questions, with its texts by language."""

    code: str
    kind: QuestionKind
    label: dict[str, str]
    hint: dict[str, str]
    options: tuple[tuple[str, dict[str, str]], ...]
    required: bool


@dataclass(frozen=True, slots=True)
class RegistrationPlan:
    """Everything the form needs to be drawn and checked, without another query."""

    groups: tuple[ChoiceGroup, ...]
    questions: tuple[PlannedQuestion, ...]


def load_plan(slug: str) -> RegistrationPlan | None:
    """Read what an event asks, in three queries; nothing when there is no such event."""
    event = db.session.scalar(
        select(Event).where(Event.slug == slug).options(selectinload(Event.questions))
    )
    if event is None:
        return None
    sessions = db.session.scalars(
        select(Session)
        .where(
            Session.event_id == event.id,
            Session.kind == SessionKind.CHOICE,
            Session.cancelled.is_(False),
        )
        .options(joinedload(Session.room), joinedload(Session.track).joinedload(Track.focus_area))
        .order_by(Session.starts_at, Session.choice_group, Session.title)
    ).all()
    return RegistrationPlan(
        groups=_group(list(sessions)),
        questions=tuple(_question(each) for each in event.questions),
    )


def _group(sessions: list[Session]) -> tuple[ChoiceGroup, ...]:
    groups: dict[str, list[Session]] = {}
    for session in sessions:
        groups.setdefault(session.choice_group, []).append(session)
    return tuple(
        ChoiceGroup(
            code=code,
            starts_at=min(each.starts_at for each in members),
            ends_at=max(each.ends_at for each in members),
            sessions=tuple(_planned(each) for each in sorted(members, key=_as_on_the_schedule)),
        )
        for code, members in groups.items()
    )


def _as_on_the_schedule(session: Session) -> tuple[datetime, str]:
    """Where the session stands among those beside it: one looks for it in the same place."""
    return session.starts_at, session.room.name if session.room else ""


def _planned(session: Session) -> PlannedSession:
    room, track = session.room, session.track
    area = track.focus_area if track else None
    return PlannedSession(
        code=session.code,
        title=session.title,
        form=session.form,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        room_name=room.name if room else "",
        room_floor=room.floor if room else "",
        hearing_loop=bool(room and room.hearing_loop),
        area=(track.short_name or track.name) if track else "",
        figure=area.figure if area else 0,
        availability=session.availability,
    )


def _question(question: Any) -> PlannedQuestion:
    return PlannedQuestion(
        code=question.code,
        kind=question.kind,
        label=question.label,
        hint=question.hint,
        options=tuple((each["value"], each["label"]) for each in question.options),
        required=question.required,
    )
