"""Experiences that are about the same as a session, and the sessions that an experience builds on.

Only what everybody may read is joined: both pages are public.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain import locking
from eventapp.domain.exchange.finding.bits import ids_of
from eventapp.domain.exchange.finding.index_terms import WHOLE_IN_BODY, whole_lookups_of
from eventapp.domain.exchange.finding.posting import find_bits
from eventapp.domain.people.stemmer import split_words
from eventapp.domain.publication import Output, states_showing
from eventapp.domain.record import audit
from eventapp.domain.schedule.published import PublishedSession
from eventapp.domain.schedule.snapshot import released_session
from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
    Event,
    EventVisibility,
    Experience,
    ExperienceState,
    FocusArea,
    Readership,
    Session,
)
from eventapp.models.exchange.experience import SessionExperience

SUGGESTIONS_MAX = 6
CANDIDATES_MAX = 50
WORDS_MAX = 60  # a database takes only so many questions in one statement
WORD_MIN_LENGTH = 5  # shorter ones join sentences: om, och, med
SHARED_AREA = int(4 * WHOLE_IN_BODY)
LEAST_LIKENESS = 2 * WHOLE_IN_BODY  # one word is shared by chance
IS_OPEN = (Experience.state == ExperienceState.PUBLISHED, Experience.audience == Readership.ALL)


@dataclass(frozen=True, slots=True)
class Lecture:
    """A released session of a public event, as an experience's page shows it."""

    event: Event
    session: PublishedSession


def list_experiences(event: Event, code: str) -> Sequence[Experience]:
    """What is joined to the session of this code, as far as everybody may read it; by title."""
    return db.session.scalars(
        _loaded()
        .join(SessionExperience, SessionExperience.experience_id == Experience.id)
        .join(Session, Session.id == SessionExperience.session_id)
        .where(Session.event_id == event.id, Session.code == code)
        .order_by(Experience.title, Experience.id)
    ).all()


def linked_experiences_revision(slug: str) -> int:
    """A number that changes with the experiences that the pages of the event's sessions show."""
    versions = (
        select(func.coalesce(func.sum(Experience.version), 0))
        .join(SessionExperience, SessionExperience.experience_id == Experience.id)
        .join(Session, Session.id == SessionExperience.session_id)
        .join(Event, Event.id == Session.event_id)
        .where(Event.slug == slug)
    )
    return int(db.session.scalar(versions) or 0)


def list_lectures(experience: Experience) -> list[Lecture]:
    """The sessions that the experience builds on, the latest first; of open events alone."""
    rows = db.session.execute(
        select(Session, Event)
        .join(SessionExperience, SessionExperience.session_id == Session.id)
        .join(Event, Event.id == Session.event_id)
        .where(
            SessionExperience.experience_id == experience.id,
            Event.state.in_(states_showing(Output.PAGE)),
            Event.visibility == EventVisibility.OPEN,
        )
        .order_by(Session.starts_at.desc(), Session.id)
    )
    shown = [(event, released_session(session)) for session, event in rows]
    return [
        Lecture(event, session) for event, session in shown if session and not session.cancelled
    ]


def suggest_experiences(session: Session) -> list[Experience]:
    """Open experiences with the session's focus area or words, the most alike first."""
    linked = select(SessionExperience.experience_id).where(
        SessionExperience.session_id == session.id
    )
    area = session.track.focus_area if session.track else None
    scores = _shared_words(session)
    best = sorted(scores, key=lambda id_: -scores[id_])[:CANDIDATES_MAX]
    of_area = Experience.focus_areas.any(FocusArea.id == (area.id if area else None))
    experiences = db.session.scalars(
        _loaded()
        .where(or_(Experience.id.in_(best), of_area), Experience.id.not_in(linked))
        .order_by(Experience.published_at.desc())
        .limit(2 * CANDIDATES_MAX)
    ).all()
    likeness = {
        row.id: scores[row.id] + SHARED_AREA * (area in row.focus_areas) for row in experiences
    }
    alike = [row for row in experiences if likeness[row.id] >= LEAST_LIKENESS]
    alike.sort(key=lambda row: (-likeness[row.id], row.title, row.id))
    return alike[:SUGGESTIONS_MAX]


def _shared_words(session: Session) -> Counter[int]:
    """What the words that each experience shares with the session are worth, by its id."""
    words = dict.fromkeys(split_words(f"{session.title} {session.abstract}"))
    telling = [word for word in words if len(word) >= WORD_MIN_LENGTH][:WORDS_MAX]
    pairs = [pair for word in telling for pair in whole_lookups_of(word)]
    worth: Counter[int] = Counter()
    holding = find_bits([lookup for _value, lookup in pairs])
    for (value, _lookup), bits in zip(pairs, holding, strict=True):
        worth.update(dict.fromkeys(ids_of(bits), int(value)))
    return worth


def link_experience(
    event: Event, session: Session, experience: Experience, *, actor: str, now: datetime
) -> None:
    """Show the experience with the session, and the session with it; once. Flushes."""
    event = locking.lock_event(event).event
    key = (session.id, experience.id)
    if db.session.get(SessionExperience, key):
        return
    db.session.add(SessionExperience(session_id=session.id, experience_id=experience.id))
    _record(AuditAction.EXPERIENCE_LINKED, event, session, experience, actor, now)


def unlink_experience(
    event: Event, session: Session, experience: Experience, *, actor: str, now: datetime
) -> None:
    """Show the two with each other no more. Flushes."""
    event = locking.lock_event(event).event
    gone = db.session.execute(
        delete(SessionExperience).where(
            SessionExperience.session_id == session.id,
            SessionExperience.experience_id == experience.id,
        )
    )
    if gone.rowcount:  # type: ignore[attr-defined]
        _record(AuditAction.EXPERIENCE_UNLINKED, event, session, experience, actor, now)


def _record(
    action: AuditAction,
    event: Event,
    session: Session,
    experience: Experience,
    actor: str,
    now: datetime,
) -> None:
    event.revision += 1
    facts = {"session": session.code, "experience": experience.code}
    audit.record(action, event, actor=actor, now=now, **facts)
    db.session.flush()


def _loaded() -> Select[Experience]:
    return (
        select(Experience)
        .where(*IS_OPEN)
        .options(joinedload(Experience.organisation), selectinload(Experience.focus_areas))
    )
