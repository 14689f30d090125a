"""Experiences that are about the same as a session, and the sessions that an experience builds on.

Only what everybody may read is joined: both pages are public.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain import locking
from eventapp.domain.people.stemmer import stems_of
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
    ExperienceStems,
    Readership,
    Session,
)
from eventapp.models.exchange.experience import SessionExperience

SUGGESTIONS_MAX = 6
SHARED_AREA = 4  # counts as much as so many shared words
SHARED_TITLE_WORD = 2
LEAST_SHARED = 2  # one word is shared by chance
STEM_MIN_LENGTH = 4  # shorter ones join sentences: om, och, med
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
    area = session.track.focus_area_id if session.track else None
    stems = stems_of(f"{session.title} {session.abstract}").split()
    words = {stem for stem in stems if len(stem) >= STEM_MIN_LENGTH}
    scores = {
        experience_id: _likeness(words, title, body)
        for experience_id, title, body in db.session.execute(
            select(ExperienceStems.experience_id, ExperienceStems.title, ExperienceStems.body)
            .join(Experience, Experience.id == ExperienceStems.experience_id)
            .where(*IS_OPEN, Experience.id.not_in(linked))
        )
    }
    experiences = db.session.scalars(_loaded().where(Experience.id.in_(scores))).all()
    for experience in experiences:
        if area in {row.id for row in experience.focus_areas}:
            scores[experience.id] += SHARED_AREA
    alike = [row for row in experiences if scores[row.id] >= LEAST_SHARED]
    alike.sort(key=lambda row: (-scores[row.id], row.title, row.id))
    return alike[:SUGGESTIONS_MAX]


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


def _likeness(words: set[str], title: str, body: str) -> int:
    return SHARED_TITLE_WORD * len(words & set(title.split())) + len(words & set(body.split()))
