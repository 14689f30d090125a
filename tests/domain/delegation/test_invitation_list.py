"""The list of delegations: what can be said of each, searched and filtered."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from eventapp.domain.delegation.answer import InvitationReply, answer_invitation
from eventapp.domain.delegation.invitation_list import (
    PAGE_SIZE,
    DelegationSearch,
    DelegationStatus,
    InvitedDelegations,
    list_invited,
    show_invited,
)
from eventapp.extensions import db
from eventapp.models import DelegationAnswer, Event, Job, JobState
from tests.builders import NOON, a_registration, an_event, an_organisation
from tests.builders.delegation import a_coordinator, the_delegation
from tests.builders.invitation import an_invited_delegation, invite
from tests.views.organizer.counting import counted_statements

pytestmark = pytest.mark.usefixtures("app")


def have(key: str, state: JobState) -> None:
    db.session.execute(update(Job).where(Job.dedupe_key == key).values(state=state))


def listed(event: Event, words: str = "", status: str = "") -> InvitedDelegations:
    search = DelegationSearch(words, DelegationStatus(status) if status else None)
    return list_invited(event, search, page=1)


def names(listing: InvitedDelegations) -> list[str]:
    return [row.delegation.organisation.name for row in listing.rows]


def an_event_with_all() -> Event:
    """An event with a delegation of every status, each named for it."""
    statuses = [status.value for status in DelegationStatus if status.value != "silent"]
    towns = {status: an_organisation(status) for status in statuses}
    event = an_event(seats=100, reserved={towns["not-invited"]: 1})
    for status, town in towns.items():
        if status != "not-invited":
            invitation = an_invited_delegation(event, town, addresses=(f"{status}@town.example",))
            key = invitation.recipients[0].letter_key
            done = JobState.FAILED if status == "failed" else JobState.DONE
            have(key, JobState.WAITING if status == "waiting" else done)
            if status == "opened":
                invitation.opened_at = NOON
    a_registration(event, organisation=towns["named"])
    for status in DelegationAnswer:
        town = towns[status.value]
        answer_invitation(
            the_delegation(event, town),
            InvitationReply(status, 1 if status is DelegationAnswer.MORE_SEATS else 0),
            version=1,
            by=a_coordinator(town),
            now=NOON,
        )
    return event


def test_each_status_is_found_by_its_filter_and_what_needs_doing_comes_first() -> None:
    event = an_event_with_all()

    every = listed(event)

    assert names(every) == [status.value for status in DelegationStatus if status.value != "silent"]
    for status in DelegationStatus:
        listed_names = names(listed(event, status=status.value))
        assert every.counts[status] == len(listed_names)
        if status is DelegationStatus.SILENT:
            assert listed_names == ["failed", "opened", "waiting", "sent"]
        else:
            assert listed_names == [status.value]


def test_a_delegation_is_found_by_name_and_by_address() -> None:
    event, town = an_event(), an_organisation("Älvstads kommun")
    invite(event, town, addresses=("registrator@alvstad.example",))
    invite(event, an_organisation("Björkhaga"), addresses=("x@y.example",))

    for words in ("alvstads", "REGISTRATOR", "kommun älv"):
        assert names(listed(event, words)) == ["Älvstads kommun"]
    assert names(listed(event, "nobody")) == []
    assert listed(event, "alvstads").choices[DelegationStatus.SENT] == 0
    assert listed(event, "alvstads").choices[DelegationStatus.WAITING] == 1
    assert listed(event, "alvstads", status="failed").choices[DelegationStatus.WAITING] == 1
    assert show_invited(the_delegation(event, town)).delegation.organisation is town


def test_what_a_merge_emptied_is_not_listed() -> None:
    gone = an_organisation()
    event = an_event(reserved={gone: 0})
    gone.ended_on = NOON.date() - timedelta(days=1)
    db.session.flush()

    assert listed(event).total == 0


def test_a_letter_that_the_outbox_has_forgotten_was_sent() -> None:
    event = an_event()
    invitation = an_invited_delegation(event, an_organisation())
    db.session.delete(db.session.scalars(select(Job)).one())

    assert show_invited(invitation.delegation).letter_of(invitation.recipients[0]) is JobState.DONE


def test_many_delegations_cost_as_many_statements_as_one() -> None:
    costs = []
    for count in (1, PAGE_SIZE + 2):
        event = an_event(seats=1000)
        invite(event, *(an_organisation() for _ in range(count)))
        db.session.expire_all()
        event.slug  # noqa: B018  # read before counting
        with counted_statements() as sent:
            assert len(listed(event).rows) == min(count, PAGE_SIZE)
        costs.append(len(sent))

    assert costs[0] == costs[1] <= 6
