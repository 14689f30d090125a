"""What is sent to speakers' calendars of their sessions, when and with which SEQUENCE.

Those hear of changes who have had their link. As for participants, the sequence is committed before
the message is sent.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from eventapp.domain import outbox
from eventapp.domain.publication import Output, is_withdrawn
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.domain.registration.notification import CALENDAR_UPDATE_DELAY
from eventapp.domain.registration.own_schedule.agenda import WITHDRAWN, AgendaItem
from eventapp.domain.schedule.snapshot import session_as_shown
from eventapp.domain.schedule.speaker.part import confirm_parts, facts_digest
from eventapp.domain.schedule.speaker_link import calendar_uid, number_of
from eventapp.extensions import db
from eventapp.models import (
    Event,
    JobKind,
    Session,
    SessionSpeaker,
    SpeakerAddress,
    SpeakerInvitation,
)


def notify_speakers(event: Event, *, now: datetime) -> None:
    """Promise a letter for each session whose time, room or state a speaker has not heard of.

    Changes within CALENDAR_UPDATE_DELAY are sent as one. Nothing to those without a link.
    """
    db.session.flush()
    addresses = db.session.scalars(
        select(SpeakerAddress).where(
            SpeakerAddress.event_id == event.id, SpeakerAddress.invited_at.is_not(None)
        )
    ).all()
    if addresses:
        due_at = now + CALENDAR_UPDATE_DELAY
        outbox.enqueue_many(
            JobKind.SPEAKER_NEWS_MAIL, _promises(event, addresses, now), due_at=due_at, now=now
        )


def confirm_sessions(address: SpeakerAddress, *, key: str, now: datetime) -> None:
    """Write down that the speaker comes, and promise what is released for their calendar.

    Raises NothingToConfirm unless `key` is still that of what is shown. Flushes.
    """
    confirm_parts(address, key=key, now=now)
    promises = _promises(address.event, [address], now)
    outbox.enqueue_many(JobKind.SPEAKER_NEWS_MAIL, promises, due_at=now, now=now)


def find_part(
    address: SpeakerAddress, session_id: int
) -> tuple[Session | None, SessionSpeaker | None]:
    """The session, and the part that the speaker has in it."""
    session = db.session.scalar(
        select(Session).where(Session.id == session_id, Session.event_id == address.event_id)
    )
    part = db.session.get(SessionSpeaker, (session_id, address.speaker_id))
    return session, part


def speaker_update(
    address: SpeakerAddress, session_id: int, *, again: bool, now: datetime
) -> CalendarUpdate | None:
    """The next message about the session for the speaker's calendar, which is stored with that.

    None if there was nothing to cancel, or if this was sent already, unless it is to be sent
    `again`.
    """
    session, part = find_part(address, session_id)
    if session is None:
        return None
    invitation = db.session.scalar(
        select(SpeakerInvitation).where(
            SpeakerInvitation.speaker_address_id == address.id,
            SpeakerInvitation.session_id == session_id,
        )
    )
    facts = facts_of(address.event, session, part)
    if invitation is None:
        if facts == WITHDRAWN:
            return None
        invitation = SpeakerInvitation(
            speaker_address_id=address.id,
            session_id=session_id,
            uid=calendar_uid(address, session.code),
            sequence=0,
            sent_digest=facts,
            changed_at=now,
        )
        db.session.add(invitation)
    elif not _is_current(invitation, facts, session):
        invitation.sequence += 1
        invitation.sent_digest, invitation.changed_at = facts, now
    elif not again:
        return None
    return CalendarUpdate((_item(session, invitation),))


def _item(session: Session, invitation: SpeakerInvitation) -> AgendaItem:
    shown = session_as_shown(session)
    return AgendaItem(
        uid=invitation.uid,
        title=shown.title,
        room=shown.room.name if shown.room else "",
        starts_at=shown.starts_at,
        ends_at=shown.ends_at,
        sequence=invitation.sequence,
        changed_at=invitation.changed_at,
        facts=invitation.sent_digest,
        cancelled=invitation.sent_digest == WITHDRAWN,
        session_id=session.id,
        code=session.code,
    )


def facts_of(event: Event, session: Session, part: SessionSpeaker | None) -> str:
    """A digest of what the speaker's calendar is to show of the session, or WITHDRAWN."""
    released = session.released
    gone = part is None or released is None or released["cancelled"]
    if gone or is_withdrawn(event, Output.MAIL):
        return WITHDRAWN
    return facts_digest(session)


def _promises(
    event: Event, addresses: Sequence[SpeakerAddress], now: datetime
) -> list[tuple[str, dict[str, int]]]:
    """One for each speaker and session where what was sent last is not what holds now."""
    by_speaker = {address.speaker_id: address for address in addresses}
    parts = db.session.execute(
        select(Session, SessionSpeaker)
        .join(SessionSpeaker, SessionSpeaker.session_id == Session.id)
        .where(Session.event_id == event.id, SessionSpeaker.speaker_id.in_(by_speaker))
    )
    wanted = {
        (by_speaker[part.speaker_id].id, session.id): (facts_of(event, session, part), session)
        for session, part in parts
    }
    ids = [address.id for address in by_speaker.values()]
    sent = {
        (row.speaker_address_id, row.session_id): row
        for row in db.session.scalars(
            select(SpeakerInvitation).where(SpeakerInvitation.speaker_address_id.in_(ids))
        )
    }
    links = {address.id: number_of(address) for address in by_speaker.values()}
    window = int(now.timestamp() // CALENDAR_UPDATE_DELAY.total_seconds())
    return [
        (
            f"speaker-news:{address_id}:{session_id}:{links[address_id]}:{window}",
            {
                "speaker_address_id": address_id,
                "session_id": session_id,
                "link": links[address_id],
            },
        )
        for address_id, session_id in sorted(wanted.keys() | sent.keys())
        if not _is_current(
            sent.get((address_id, session_id)),
            *wanted.get((address_id, session_id), (WITHDRAWN, None)),
        )
    ]


def _is_current(invitation: SpeakerInvitation | None, facts: str, session: Session | None) -> bool:
    """Whether what was sent last is what holds now, at the place where the event is now."""
    sent = invitation.sent_digest if invitation else WITHDRAWN
    if invitation is None or session is None or facts == WITHDRAWN:
        return sent == facts
    changed_at = session.calendar_changed_at or invitation.changed_at
    return sent == facts and changed_at <= invitation.changed_at
