"""What is sent to a participant's calendar: REQUEST, CANCEL and an increasing SEQUENCE.

The sequence is committed before the message is sent. One letter may bring several entries: each day
of the event, and each chosen session, is one with a UID of its own.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from eventapp.domain.publication import Output, is_withdrawn
from eventapp.domain.registration.own_schedule.agenda import WITHDRAWN, AgendaItem, agenda_items
from eventapp.extensions import db
from eventapp.models import Invitation, Registration

SENT_INVITATIONS = select(Invitation).where(
    Invitation.registration_id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True, slots=True)
class CalendarUpdate:
    """The entries of the next message to a calendar; each has UID, SEQUENCE and status."""

    items: tuple[AgendaItem, ...]

    @property
    def uid(self) -> str:
        """The UID of the first entry."""
        return self.items[0].uid

    @property
    def sequence(self) -> int:
        """The SEQUENCE of the first entry."""
        return self.items[0].sequence

    @property
    def days(self) -> tuple[AgendaItem, ...]:
        """The days of the event among the entries."""
        return tuple(item for item in self.items if item.session_id is None)

    @property
    def sessions(self) -> tuple[AgendaItem, ...]:
        """The sessions among the entries."""
        return tuple(item for item in self.items if item.session_id is not None)


@dataclass(frozen=True, slots=True)
class Sending:
    """The letter that brings an update, and when it was decided; `again` is a second try."""

    job_id: int | None = None
    now: datetime | None = None
    again: bool = False


UNKNOWN = Sending()


def list_invitations(registration_ids: Collection[int]) -> dict[int, list[Invitation]]:
    """Return what was sent to these registrations' calendars, by id, in one query."""
    listed: defaultdict[int, list[Invitation]] = defaultdict(list)
    if registration_ids:
        for sent in db.session.scalars(SENT_INVITATIONS, {"ids": list(registration_ids)}):
            listed[sent.registration_id].append(sent)
    return listed


def invite(
    registration: Registration,
    sent: dict[int, list[Invitation]] | None = None,
    sending: Sending = UNKNOWN,
) -> CalendarUpdate | None:
    """Return the update for REQUESTs to all that is on; None while the event is not.

    `sent` is what was sent before, if it was looked up for many; what is new is added to it. The
    same mail sent twice has the same sequences.
    """
    if is_withdrawn(registration.event, Output.MAIL):
        return None
    before = _sent_to(registration, sent)
    items = [item for item in agenda_items(registration, before) if not item.cancelled]
    return _update(registration, before, items, sending)


def withdraw(registration: Registration, sending: Sending = UNKNOWN) -> CalendarUpdate | None:
    """Return the update for CANCELs, or None if nothing was ever sent."""
    before = _sent_to(registration)
    invited = _by_session(before)
    if None not in invited:
        return None
    items = [
        item
        for item in agenda_items(registration, before)
        if item.session_id is None
        or (_is_on(invited.get(item.session_id)) or (sending.again and item.session_id in invited))
    ]
    return _update(registration, before, [item for item in items if item.cancelled], sending)


def update(registration: Registration, sending: Sending = UNKNOWN) -> CalendarUpdate | None:
    """Return the update for news of the event: its days, and the sessions that change with it.

    None if nothing was ever sent, or if this was sent already, unless it is to be sent again.
    """
    before = _sent_to(registration)
    if None not in _by_session(before):
        return None
    items = _news(before, agenda_items(registration, before), sending)
    return _update(registration, before, items, sending)


def update_sessions(
    registration: Registration, sending: Sending = UNKNOWN, *, only: int | None = None
) -> CalendarUpdate | None:
    """As `update`, for the sessions: chosen, moved, cancelled or left; or `only` for one of them.

    A session whose entry was never sent gets its first REQUEST.
    """
    before = _sent_to(registration)
    items = [
        item
        for item in agenda_items(registration, before)
        if item.session_id is not None and only in {None, item.session_id}
    ]
    return _update(registration, before, _news(before, items, sending), sending)


def _news(
    before: Iterable[Invitation], items: Iterable[AgendaItem], sending: Sending
) -> Iterator[AgendaItem]:
    """The entries that differ from what was sent, or that this same letter has brought before."""
    invited = _by_session(before)
    for item in items:
        invitation = invited.get(item.session_id)
        if invitation is None:
            if not item.cancelled:
                yield item
        elif _is_new(item, invitation) or (sending.again and _is_of(invitation, sending)):
            yield item


def _is_new(item: AgendaItem, invitation: Invitation) -> bool:
    if item.cancelled and item.facts != WITHDRAWN:  # a day that the event no longer has
        return item.day <= invitation.days
    return invitation.sent_digest != item.facts


def _is_of(invitation: Invitation, sending: Sending) -> bool:
    return invitation.job_id in {None, sending.job_id}


def _is_on(invitation: Invitation | None) -> bool:
    return invitation is not None and invitation.sent_digest != WITHDRAWN


def _by_session(sent: Iterable[Invitation]) -> dict[int | None, Invitation]:
    return {invitation.session_id: invitation for invitation in sent}


def _sent_to(
    registration: Registration, sent: dict[int, list[Invitation]] | None = None
) -> list[Invitation]:
    looked_up = list_invitations([registration.id]) if sent is None else sent
    return looked_up.setdefault(registration.id, [])


def _update(
    registration: Registration,
    before: list[Invitation],
    items: Iterable[AgendaItem],
    sending: Sending,
) -> CalendarUpdate | None:
    items = tuple(items)
    if not items:
        return None
    invited = _by_session(before)
    for item in items:
        invitation = invited.get(item.session_id)
        if invitation is None:
            invitation = _new_invitation(registration, item)
            invited[item.session_id] = invitation
            before.append(invitation)
        elif invitation.sent_digest == item.facts and invitation.sequence == item.sequence:
            continue
        _record(invitation, item, sending)
    if items[0].session_id is None:
        last = max((item.day for item in items if not item.cancelled), default=invited[None].days)
        invited[None].days = last
    return CalendarUpdate(items)


def _new_invitation(registration: Registration, item: AgendaItem) -> Invitation:
    invitation = Invitation(
        registration_id=registration.id,
        session_id=item.session_id,
        uid=item.uid,
        sequence=item.sequence,
        sent_digest="",
        days=1,
    )
    db.session.add(invitation)
    return invitation


def _record(invitation: Invitation, item: AgendaItem, sending: Sending) -> None:
    if item.facts == WITHDRAWN or not item.cancelled:  # else it is a day that is no more
        invitation.sent_digest = item.facts
    invitation.sequence = max(invitation.sequence, item.sequence)
    invitation.job_id = sending.job_id
    invitation.changed_at = sending.now
