"""What an event's registration form asks, as plain values that can be cached."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from eventapp.domain.schedule.published import PublishedSession
from eventapp.domain.schedule.snapshot import from_snapshot
from eventapp.extensions import db
from eventapp.models import Availability, Event, QuestionKind, Session, SessionKind


@dataclass(frozen=True, slots=True)
class FormSession:
    """A session to choose; times are aware, in UTC."""

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
    """Parallel sessions of which a participant may choose one."""

    code: str
    starts_at: datetime
    ends_at: datetime
    sessions: tuple[FormSession, ...]


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """One of the event's own questions, with its texts by language."""

    code: str
    kind: QuestionKind
    label: dict[str, str]
    hint: dict[str, str]
    options: tuple[tuple[str, dict[str, str]], ...]
    required: bool


@dataclass(frozen=True, slots=True)
class FormContent:
    """Everything needed to render and validate the form, without another query."""

    groups: tuple[ChoiceGroup, ...]
    questions: tuple[FormQuestion, ...]


def load_form_content(slug: str) -> FormContent | None:
    """Read what an event asks, in three queries; None if there is no such event."""
    event = db.session.scalar(
        select(Event).where(Event.slug == slug).options(selectinload(Event.questions))
    )
    if event is None:
        return None
    rows = db.session.execute(
        select(Session.released, Session.availability).where(
            Session.event_id == event.id, Session.released.is_not(None)
        )
    )
    sessions = [(from_snapshot(row[0]), row[1]) for row in rows if row[0]]
    choices = [_planned(*each) for each in sessions if _can_be_chosen(each[0])]
    return FormContent(
        groups=_group(choices),
        questions=tuple(_question(question) for question in event.questions),
    )


def _can_be_chosen(session: PublishedSession) -> bool:
    return session.kind == SessionKind.CHOICE.value and not session.cancelled


def _group(sessions: list[tuple[str, FormSession]]) -> tuple[ChoiceGroup, ...]:
    """Group sessions by choice, in order of time; within a group in the order of the schedule."""
    groups: dict[str, list[FormSession]] = {}
    in_order = sorted(sessions, key=lambda pair: (pair[1].starts_at, pair[0], pair[1].title))
    for group, session in in_order:
        groups.setdefault(group, []).append(session)
    return tuple(
        ChoiceGroup(
            code=code,
            starts_at=min(session.starts_at for session in members),
            ends_at=max(session.ends_at for session in members),
            sessions=tuple(sorted(members, key=lambda s: (s.starts_at, s.room_name))),
        )
        for code, members in groups.items()
    )


def _planned(session: PublishedSession, availability: Availability) -> tuple[str, FormSession]:
    """Return the code of the session's choice group, and the session."""
    room, track = session.room, session.track
    return session.choice_group, FormSession(
        code=session.code,
        title=session.title,
        form=session.form,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        room_name=room.name if room else "",
        room_floor=room.floor if room else "",
        hearing_loop=bool(room and room.hearing_loop),
        area=track.short_name if track else "",
        figure=track.figure if track else 0,
        availability=availability,
    )


def _question(question: Any) -> FormQuestion:
    return FormQuestion(
        code=question.code,
        kind=question.kind,
        label=question.label,
        hint=question.hint,
        options=tuple((each["value"], each["label"]) for each in question.options),
        required=question.required,
    )
