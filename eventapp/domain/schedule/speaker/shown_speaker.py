"""What visitors see of speakers: those who agreed to it and speak in a released session."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import literal, or_, select
from sqlalchemy.orm import joinedload

from eventapp.domain.people.name import fold_name
from eventapp.domain.publication import Output, states_showing
from eventapp.domain.schedule.published import PublishedSession
from eventapp.domain.schedule.release import latest_schedule
from eventapp.extensions import db
from eventapp.models import Consent, Event, EventVisibility, Speaker, SpeakerPhoto

EARLIER_EVENTS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Appearances:
    """The sessions of one person at one event."""

    event: Event
    sessions: Sequence[PublishedSession]


def list_shown_speakers(event: Event) -> dict[str, str]:
    """The codes of those who agreed to a page of their own, each with their photo's digest.

    Whether they speak in a released session is for the caller to say.
    """
    rows = db.session.execute(
        select(Speaker.code, SpeakerPhoto.digest)
        .outerjoin(SpeakerPhoto, SpeakerPhoto.speaker_id == Speaker.id)
        .where(Speaker.event_id == event.id, Speaker.page_consent == Consent.YES)
    )
    return {row[0]: row[1] or "" for row in rows}


def find_shown_speaker(event: Event, code: str) -> Speaker | None:
    """The speaker whose page may be shown: they agreed, and a released session has them."""
    speaker = db.session.scalar(
        select(Speaker)
        .where(
            Speaker.event_id == event.id,
            Speaker.code == code,
            Speaker.page_consent == Consent.YES,
        )
        .options(joinedload(Speaker.photo))
    )
    return speaker if speaker and list_released_sessions(event, speaker) else None


def list_released_sessions(event: Event, speaker: Speaker) -> list[PublishedSession]:
    """The sessions of the latest release that the speaker has part in."""
    schedule = latest_schedule(event)
    return [
        session
        for session in (schedule.sessions if schedule else ())
        if any(shown.code == speaker.code for shown in session.speakers)
    ]


def list_earlier_appearances(event: Event, speaker: Speaker) -> list[Appearances]:
    """The same person's released sessions at other public events, the latest first.

    Only where they agreed to be shown there too; closed events on pages of closed events alone,
    which search engines do not list.
    """
    others = db.session.execute(
        select(Speaker, Event)
        .join(Event, Event.id == Speaker.event_id)
        .where(
            Speaker.code == speaker.code,
            Speaker.event_id != event.id,
            Speaker.page_consent == Consent.YES,
            Event.state.in_(states_showing(Output.PAGE)),
            or_(Event.visibility == EventVisibility.OPEN, literal(event.closed)),
        )
        .order_by(Event.starts_at.desc())
        .limit(EARLIER_EVENTS_SHOWN)
    ).all()
    name = fold_name(speaker.name)
    appearances = [
        Appearances(other_event, list_released_sessions(other_event, other))
        for other, other_event in others
        if fold_name(other.name) == name  # codes that came with a file may be of other people
    ]
    return [shown for shown in appearances if shown.sessions]
