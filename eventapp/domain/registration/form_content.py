"""What an event's registration form asks, as plain values that can be cached."""

from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from eventapp.domain.registration.option_place import count_taken, limit_key
from eventapp.domain.schedule.published import PublishedSession
from eventapp.domain.schedule.snapshot import from_snapshot
from eventapp.extensions import db
from eventapp.i18n import EnglishText
from eventapp.models import (
    Availability,
    Event,
    QuestionKind,
    RegistrationQuestion,
    Session,
    SessionKind,
)


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
    # What is written of it in English, by the names of these fields.
    english: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Parallel sessions of which a participant may choose one."""

    code: str
    starts_at: datetime
    ends_at: datetime
    sessions: tuple[FormSession, ...]


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """One of the event's own questions, with its texts by language.

    `condition` is empty, or an earlier question's code and the value that makes this one asked;
    `full` are the values of options without places left.
    """

    code: str
    kind: QuestionKind
    label: dict[str, str]
    hint: dict[str, str]
    options: tuple[tuple[str, dict[str, str]], ...]
    required: bool
    choices_max: int | None = None
    none_option: bool = False
    condition: Mapping[str, str] = field(default_factory=dict)
    purpose: Mapping[str, str] = field(default_factory=dict)
    delete_on: date | None = None
    full: frozenset[str] = frozenset()

    @property
    def labels(self) -> dict[str, dict[str, str]]:
        """The texts of the options, by their values."""
        return dict(self.options)


@dataclass(frozen=True, slots=True)
class FormContent:
    """Everything needed to render and validate the form, without another query.

    Of who meets online nothing is asked that only a place on site needs: diet and name badge.
    """

    groups: tuple[ChoiceGroup, ...]
    questions: tuple[FormQuestion, ...]
    online: bool = False
    # When its sessions end, in order: how many are over says which form there is.
    session_ends: tuple[datetime, ...] = ()

    def count_ended(self, now: datetime) -> int:
        """How many of its sessions are over."""
        return bisect_right(self.session_ends, now)

    def open_at(self, now: datetime) -> "FormContent":
        """The same without the sessions that are over."""
        if not self.count_ended(now):
            return self
        groups = (
            (group, tuple(session for session in group.sessions if now < session.ends_at))
            for group in self.groups
        )
        return replace(self, groups=tuple(replace(g, sessions=left) for g, left in groups if left))

    def in_language(self, language: str) -> "FormContent":
        """The same with the English texts of its sessions, where English is asked for."""
        if language != "en" or not any(s.english for group in self.groups for s in group.sessions):
            return self
        groups = tuple(
            replace(group, sessions=tuple(replace(s, **dict(s.english)) for s in group.sessions))
            for group in self.groups
        )
        return replace(self, groups=groups)

    def question(self, code: str) -> FormQuestion:
        """The question of this code. Raises KeyError."""
        return {question.code: question for question in self.questions}[code]


def load_form_content(slug: str) -> FormContent | None:
    """Read what an event asks, in three queries; None if there is no such event.

    One more where options have limited places.
    """
    event = db.session.scalar(
        select(Event).where(Event.slug == slug).options(selectinload(Event.questions))
    )
    if event is None:
        return None
    rows = db.session.execute(
        select(Session.released, Session.released_english, Session.availability).where(
            Session.event_id == event.id, Session.released.is_not(None)
        )
    )
    sessions = [(from_snapshot(row[0], row[1]), row[2]) for row in rows if row[0]]
    choices = [_planned(*session) for session in sessions if _can_be_chosen(session[0])]
    taken = count_taken(event)
    full = {key for key, places in event.option_limits.items() if taken[key] >= places}
    return FormContent(
        groups=_group(choices),
        questions=tuple(_question(question, full) for question in event.questions),
        online=event.online,
        session_ends=tuple(sorted(session.ends_at for _group, session in choices)),
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
    texts, english = _texts(session), _texts(session.in_language("en"))
    return session.choice_group, FormSession(
        code=session.code,
        **texts,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        hearing_loop=bool(room and room.hearing_loop),
        figure=track.figure if track else 0,
        availability=availability,
        english={n: text for n, text in english.items() if isinstance(text, EnglishText)},
    )


def _texts(session: PublishedSession) -> dict[str, str]:
    """What is read of the session, by the names of FormSession's fields."""
    room, track = session.room, session.track
    return {
        "title": session.title,
        "form": session.form,
        "room_name": room.name if room else "",
        "room_floor": room.floor if room else "",
        "area": track.short_name if track else "",
    }


def _question(question: RegistrationQuestion, full: Collection[str]) -> FormQuestion:
    return FormQuestion(
        code=question.code,
        kind=question.kind,
        label=question.label,
        hint=question.hint,
        options=tuple((option["value"], option["label"]) for option in question.options),
        required=question.required,
        choices_max=question.choices_max,
        none_option=question.none_option,
        condition=question.condition,
        purpose=question.purpose,
        delete_on=question.delete_on,
        full=frozenset(
            value for value in question.labels if limit_key(question.code, value) in full
        ),
    )
