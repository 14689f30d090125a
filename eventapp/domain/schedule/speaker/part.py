"""A speaker's parts in sessions: with whom, when and where, and whether they confirmed it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain.errors import Refusal
from eventapp.domain.locking import lock_event
from eventapp.domain.record import audit
from eventapp.domain.schedule.published import PublishedSession
from eventapp.domain.schedule.snapshot import session_as_shown
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    Event,
    Session,
    SessionSpeaker,
    Speaker,
    SpeakerAddress,
    SpeakerRole,
    Track,
)


class NothingToConfirm(Refusal):
    """Time or room have changed since the page was opened, or there is no part any more."""

    code = "nothing-to-confirm"
    sentence = _l("The time or the room has changed. Look at them again before you confirm.")


@dataclass(frozen=True, slots=True)
class SpeakerPart:
    """One session of a speaker's as they see it: as released, or as planned before that.

    `changed` says that they had confirmed another time or room.
    """

    session: Session
    shown: PublishedSession
    role: SpeakerRole
    others: tuple[tuple[str, SpeakerRole], ...]
    confirmed: bool
    changed: bool
    preliminary: bool


def list_parts_of(speaker: Speaker) -> list[SpeakerPart]:
    """The speaker's sessions by time, those that were cancelled too."""
    sessions = db.session.scalars(
        select(Session)
        .join(SessionSpeaker, SessionSpeaker.session_id == Session.id)
        .where(SessionSpeaker.speaker_id == speaker.id)
        .options(
            joinedload(Session.room),
            joinedload(Session.track).joinedload(Track.focus_area),
            selectinload(Session.appearances).joinedload(SessionSpeaker.speaker),
        )
        .order_by(Session.starts_at, Session.id)
    ).all()
    return [_part(session, speaker) for session in sessions]


def facts_digest(session: Session) -> str:
    """A digest of what a speaker confirms: the time and room of the session as it is shown."""
    if session.released:  # plain values: nothing else is read for it
        starts_at, ends_at = session.released["starts_at"], session.released["ends_at"]
        room = (session.released["room"] or {}).get("name", "")
    else:
        starts_at, ends_at = _moment(session.starts_at), _moment(session.ends_at)
        room = session.room.name if session.room else ""
    facts = (starts_at, ends_at, room)
    return hashlib.sha256("\0".join(facts).encode()).hexdigest()


def confirmation_key(parts: Sequence[SpeakerPart]) -> str:
    """A digest of all that a speaker is asked to confirm, for the form that does."""
    facts = [facts_digest(part.session) for part in parts if not part.shown.cancelled]
    return hashlib.sha256("".join(facts).encode()).hexdigest()[:16]


def confirm_parts(address: SpeakerAddress, *, key: str, now: datetime) -> None:
    """Write down that the speaker comes to all their sessions, at the time and in the room shown.

    Raises NothingToConfirm unless `key` is still that of what is shown. Flushes.
    """
    lock_event(address.event)
    parts = list_parts_of(address.speaker)
    if key != confirmation_key(parts):
        raise NothingToConfirm
    for part in parts:
        if not part.shown.cancelled:
            own = _own(part.session, address.speaker)
            own.confirmed_digest = facts_digest(part.session)
    audit.record(
        AuditAction.SPEAKER_CONFIRMED,
        address.event,
        actor=audit.PARTICIPANT,
        now=now,
        speaker=address.speaker.code,
    )
    db.session.flush()


def set_parts(
    event: Event,
    speaker: Speaker,
    roles: Mapping[str, SpeakerRole],
    *,
    shown: Mapping[str, SpeakerRole] | None = None,
    actor: str,
    now: datetime,
) -> None:
    """Let the speaker have these roles in the sessions of these codes, and no part in others.

    Where a role is as it was `shown`, what a colleague has saved meanwhile stays. In the draft:
    visitors see it with the next release. Flushes.
    """
    lock_event(event)
    changed = False
    for session in db.session.scalars(
        select(Session)
        .where(Session.event_id == event.id)
        .options(selectinload(Session.appearances))
    ):
        part = next((row for row in session.appearances if row.speaker_id == speaker.id), None)
        role = roles.get(session.code)
        untouched = shown is not None and shown.get(session.code) == role
        if untouched or (part.role if part else None) == role:
            continue
        changed = True
        session.version += 1
        if part and role:
            part.role = role
        elif part:
            session.appearances.remove(part)
        elif role:
            last = max((row.position for row in session.appearances), default=-1)
            own = SessionSpeaker(speaker_id=speaker.id, position=last + 1, role=role)
            session.appearances.append(own)
    if changed:
        audit.record(AuditAction.SPEAKER_EDITED, event, actor=actor, now=now, speaker=speaker.code)
    db.session.flush()


def _part(session: Session, speaker: Speaker) -> SpeakerPart:
    own, shown = _own(session, speaker), session_as_shown(session)
    confirmed = own.confirmed_digest == facts_digest(session)
    return SpeakerPart(
        session=session,
        shown=shown,
        role=own.role,
        others=tuple(
            (row.speaker.name, row.role)
            for row in session.appearances
            if row.speaker_id != speaker.id
        ),
        confirmed=confirmed,
        changed=bool(own.confirmed_digest) and not confirmed,
        preliminary=session.released is None,
    )


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()  # as releases write it


def _own(session: Session, speaker: Speaker) -> SessionSpeaker:
    return next(row for row in session.appearances if row.speaker_id == speaker.id)
