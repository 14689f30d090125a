"""An event's delegations and what became of their invitations: searched, filtered, in pages."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from eventapp.domain.delegation.overview import SeatCounts, count_seats_of
from eventapp.domain.delegation.recipient import delegation_letter_states
from eventapp.domain.paging import Page
from eventapp.domain.people.folding import fold, fold_query
from eventapp.domain.people.organisation import swedish_order
from eventapp.domain.registration.reserved_seats import list_delegations
from eventapp.extensions import db
from eventapp.models import (
    Delegation,
    DelegationAnswer,
    DelegationInvitation,
    DelegationRecipient,
    Event,
    JobState,
)

PAGE_SIZE = 50
ON_THE_WAY = frozenset({JobState.WAITING, JobState.LEASED})


class DelegationStatus(StrEnum):
    """What can be said of a delegation. Several may hold: the first is the one to act on."""

    MORE_SEATS = "more-seats"
    FAILED = "failed"  # a letter did not arrive
    NOT_COMING = "not-coming"
    NAMED = "named"  # somebody
    OPENED = "opened"  # and not answered
    WAITING = "waiting"  # for a letter to be sent
    SENT = "sent"
    NOT_INVITED = "not-invited"
    SILENT = "silent"  # invited, and no answer of any kind


@dataclass(frozen=True, slots=True)
class DelegationSearch:
    """What is looked for; empty values look for everything."""

    words: str = ""
    status: DelegationStatus | None = None


@dataclass(frozen=True, slots=True)
class InvitedDelegation:
    """One row: the delegation, its seats, its invitation if any, and how far the letters are."""

    delegation: Delegation
    figures: SeatCounts
    invitation: DelegationInvitation | None
    letters: Mapping[int, JobState]

    @property
    def statuses(self) -> list[DelegationStatus]:
        """All that hold, the most pressing first."""
        return [status for status in DelegationStatus if self._holds(status)]

    def letter_of(self, recipient: DelegationRecipient) -> JobState:
        """How far the recipient's latest letter is; what the outbox has forgotten was sent."""
        return self.letters.get(recipient.id, JobState.DONE)

    def _holds(self, status: DelegationStatus) -> bool:
        invitation = self.invitation
        if invitation is None:
            return status is DelegationStatus.NOT_INVITED
        states = {self.letter_of(recipient) for recipient in invitation.recipients}
        silent = invitation.answer is None and not self.figures.taken
        unopened = silent and invitation.opened_at is None and JobState.FAILED not in states
        on_the_way = bool(states & ON_THE_WAY)
        return {
            DelegationStatus.MORE_SEATS: invitation.answer is DelegationAnswer.MORE_SEATS,
            DelegationStatus.NOT_COMING: invitation.answer is DelegationAnswer.NOT_COMING,
            DelegationStatus.FAILED: JobState.FAILED in states,
            DelegationStatus.NAMED: self.figures.taken > 0,
            DelegationStatus.OPENED: silent and invitation.opened_at is not None,
            DelegationStatus.WAITING: unopened and on_the_way,
            DelegationStatus.SENT: unopened and not on_the_way,
            DelegationStatus.SILENT: silent,
        }.get(status, False)


@dataclass(frozen=True, slots=True)
class InvitedDelegations:
    """One page of those that match; the rest is said of all the event's delegations.

    `choices` counts those that match in everything but the status, for its menu.
    """

    rows: Sequence[InvitedDelegation]
    page: Page
    counts: Mapping[DelegationStatus, int]
    choices: Mapping[DelegationStatus, int]
    total: int
    reserved: int


def list_invited(event: Event, search: DelegationSearch, *, page: int) -> InvitedDelegations:
    """The delegations that match, those to act on first, in five queries."""
    every = _load(event)
    words = fold_query(search.words)
    named = [row for row in every if _matches(row, words)]
    matching = [row for row in named if search.status in {None, *row.statuses}]
    order = list(DelegationStatus)
    matching.sort(key=lambda row: order.index(row.statuses[0]))
    shown = Page.of(len(matching), wanted=page, size=PAGE_SIZE)
    return InvitedDelegations(
        rows=shown.cut(matching),
        page=shown,
        counts=_count_statuses(every),
        choices=_count_statuses(named),
        total=len(every),
        reserved=sum(row.figures.reserved for row in every),
    )


def list_all_invited(event: Event) -> list[InvitedDelegation]:
    """All of the event's delegations, by the organisation's name."""
    return sorted(_load(event), key=lambda row: swedish_order(row.delegation.organisation.name))


def show_invited(delegation: Delegation) -> InvitedDelegation:
    """The same of one delegation."""
    return _rows([delegation])[0]


def _load(event: Event) -> list[InvitedDelegation]:
    return [row for row in _rows(list_delegations(event)) if not _was_merged_away(row)]


def _rows(delegations: Sequence[Delegation]) -> list[InvitedDelegation]:
    figures = count_seats_of(delegations)
    ids = [delegation.id for delegation in delegations]
    invitations = {
        invitation.delegation_id: invitation
        for invitation in db.session.scalars(
            select(DelegationInvitation)
            .where(DelegationInvitation.delegation_id.in_(ids))
            .options(selectinload(DelegationInvitation.recipients))
        )
    }
    recipients = [
        recipient for invitation in invitations.values() for recipient in invitation.recipients
    ]
    letters = delegation_letter_states(recipients)
    return [
        InvitedDelegation(
            delegation, figures[delegation.id], invitations.get(delegation.id), letters
        )
        for delegation in delegations
    ]


def _was_merged_away(row: InvitedDelegation) -> bool:
    """Whether a merge of organisations left nothing of the delegation but what undoes the merge."""
    figures = row.figures
    used = figures.reserved or figures.taken or figures.waiting
    returned = row.invitation and row.invitation.returned_seats
    return row.delegation.organisation.ended_on is not None and not (used or returned)


def _count_statuses(rows: Sequence[InvitedDelegation]) -> Counter[DelegationStatus]:
    return Counter(status for row in rows for status in row.statuses)


def _matches(row: InvitedDelegation, words: Sequence[str]) -> bool:
    addresses = (
        " ".join(recipient.email for recipient in row.invitation.recipients)
        if row.invitation
        else ""
    )
    text = fold(f"{row.delegation.organisation.name} {addresses}")
    return all(word in text for word in words)
