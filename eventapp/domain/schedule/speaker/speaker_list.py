"""An event's speakers as the desk sees them: searched, in pages, with what each still owes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from eventapp.domain.paging import Page
from eventapp.domain.people.folding import fold
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.schedule.session import TEXTS
from eventapp.domain.schedule.speaker.part import facts_digest
from eventapp.extensions import db
from eventapp.models import (
    Consent,
    Event,
    Material,
    Session,
    SessionSpeaker,
    SlidesConsent,
    Speaker,
    SpeakerProposal,
    SpeakerReply,
    SpeakerRole,
)
from eventapp.models.schedule.material import is_not_withdrawn

PAGE_SIZE = 50


class Owed(StrEnum):
    """What a speaker has still to do. The strings stand in addresses."""

    CONFIRMATION = "confirmation"
    TEXT = "text"
    PHOTO = "photo"
    SLIDES = "slides"
    CONSENT = "consent"


class SpeakerFilter(StrEnum):
    """What the list is narrowed to. The strings stand in addresses."""

    OWING = "owes"
    PROPOSED = "to-read"
    PROBLEM = "problem"
    UNINVITED = "not-invited"


@dataclass(frozen=True, slots=True)
class ListedSpeaker:
    """One of the list, with what they owe and what waits for an organizer."""

    speaker: Speaker
    sessions: Sequence[Session]
    owed: tuple[Owed, ...]
    proposed: bool
    problem: bool

    def may_be_reminded(self, now: datetime) -> bool:
        """Whether they have had their link, and still owe something.

        Not while a letter to them can be taken back: another beside it would hide it from that.
        """
        address = self.speaker.address
        if not (self.owed and address and address.invited_at):
            return False
        return address.written_at is None or now >= address.written_at + UNDO_PERIOD

    def matches(self, narrowed: SpeakerFilter) -> bool:
        """Whether the list shows this speaker when it is narrowed so."""
        address = self.speaker.address
        match narrowed:
            case SpeakerFilter.OWING:
                return bool(self.owed)
            case SpeakerFilter.PROPOSED:
                return self.proposed
            case SpeakerFilter.PROBLEM:
                return self.problem
            case SpeakerFilter.UNINVITED:
                return address is not None and address.invited_at is None
        raise AssertionError(narrowed)


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """One page of those that match; the counts are of all the event's speakers."""

    rows: Sequence[ListedSpeaker]
    page: Page
    counts: Mapping[SpeakerFilter, int]
    total: int
    to_remind: int


def list_speakers(
    event: Event,
    *,
    words: str = "",
    narrowed: SpeakerFilter | None = None,
    page: int = 1,
    now: datetime,
) -> SpeakerPage:
    """The event's speakers by name, in six queries."""
    everybody = list_all_speakers(event)
    sought = fold(words).split()
    rows = [
        row
        for row in everybody
        if (narrowed is None or row.matches(narrowed)) and _contains(row.speaker, sought)
    ]
    shown = Page.of(len(rows), wanted=page, size=PAGE_SIZE)
    counts = {wanted: sum(row.matches(wanted) for row in everybody) for wanted in SpeakerFilter}
    to_remind = sum(row.may_be_reminded(now) for row in everybody)
    return SpeakerPage(shown.cut(rows), shown, counts, len(everybody), to_remind)


def list_all_speakers(event: Event) -> list[ListedSpeaker]:
    """All of the event's speakers by name, with what each owes."""
    speakers = db.session.scalars(
        select(Speaker)
        .where(Speaker.event_id == event.id)
        .options(joinedload(Speaker.address), joinedload(Speaker.photo))
        .order_by(Speaker.name, Speaker.id)
    ).all()
    return _listed(event, speakers)


def owed_by(event: Event, speaker: Speaker, proposal: SpeakerProposal | None) -> tuple[Owed, ...]:
    """What this speaker has still to do; `proposal` is what waits to be read of them."""
    parts = _parts_of(event)[speaker.id]
    return tuple(_owed(speaker, parts, proposal, _sessions_with_material(event)))


def _listed(event: Event, speakers: Sequence[Speaker]) -> list[ListedSpeaker]:
    parts = _parts_of(event)
    addresses = {s.address.id: s.id for s in speakers if s.address}
    proposals = {
        addresses[row.speaker_address_id]: row
        for row in db.session.scalars(
            select(SpeakerProposal).where(SpeakerProposal.speaker_address_id.in_(addresses))
        )
    }
    problems = {
        addresses[id_]
        for id_ in db.session.scalars(
            select(SpeakerReply.speaker_address_id).where(
                SpeakerReply.speaker_address_id.in_(addresses),
                SpeakerReply.problem != "",
                SpeakerReply.settled_at.is_(None),
            )
        )
    }
    with_material = _sessions_with_material(event)
    return [
        ListedSpeaker(
            speaker=speaker,
            sessions=[session for session, _part in parts[speaker.id]],
            owed=tuple(_owed(speaker, parts[speaker.id], proposals.get(speaker.id), with_material)),
            proposed=speaker.id in proposals,
            problem=speaker.id in problems,
        )
        for speaker in speakers
    ]


def _parts_of(event: Event) -> Mapping[int, list[tuple[Session, SessionSpeaker]]]:
    rows = db.session.execute(
        select(Session, SessionSpeaker)
        .join(SessionSpeaker, SessionSpeaker.session_id == Session.id)
        .where(Session.event_id == event.id, Session.cancelled.is_(False))
        .options(
            joinedload(Session.room),
            *(defer(text) for text in TEXTS if text.key != "released"),
        )
        .order_by(Session.starts_at, Session.id)
    )
    parts = defaultdict(list)
    for session, part in rows:
        parts[part.speaker_id].append((session, part))
    return parts


def _sessions_with_material(event: Event) -> set[int | None]:
    return set(
        db.session.scalars(
            select(Material.session_id).where(
                Material.event_id == event.id,
                Material.session_id.is_not(None),
                is_not_withdrawn(),
            )
        )
    )


def _owed(
    speaker: Speaker,
    parts: Sequence[tuple[Session, SessionSpeaker]],
    proposal: SpeakerProposal | None,
    with_material: set[int | None],
) -> Iterable[Owed]:
    """What is missing: who wants no page of their own owes neither text nor photo."""
    if any(part.confirmed_digest != facts_digest(session) for session, part in parts):
        yield Owed.CONFIRMATION
    if speaker.page_consent is not Consent.NO:
        if not speaker.biography and not (proposal and proposal.biography):
            yield Owed.TEXT
        if not speaker.photo and not (proposal and proposal.photo_digest):
            yield Owed.PHOTO
    talks = {session.id for session, part in parts if part.role is SpeakerRole.SPEAKER}
    if talks - with_material:
        yield Owed.SLIDES
    if (
        Consent.UNANSWERED in (speaker.page_consent, speaker.film_consent)
        or speaker.slides_consent is SlidesConsent.UNANSWERED
    ):
        yield Owed.CONSENT


def _contains(speaker: Speaker, sought: Sequence[str]) -> bool:
    email = speaker.address.email if speaker.address else ""
    text = fold(f"{speaker.name} {speaker.title} {speaker.organisation} {email}")
    return all(word in text for word in sought)
