"""Reminders: to those who have not answered, at most once a day."""

import pytest
from sqlalchemy import select

from eventapp.domain.delegation.answer import InvitationReply, answer_invitation
from eventapp.domain.delegation.reminder import (
    REMINDER_INTERVAL,
    NobodyToRemind,
    list_due,
    remind_delegations,
)
from eventapp.extensions import db
from eventapp.models import DelegationAnswer, Event, Job, JobKind, Organisation, RegistrationState
from tests.builders import DAY, NOON, a_registration, an_event, an_organisation
from tests.builders.delegation import a_coordinator, the_delegation
from tests.builders.invitation import an_invited_delegation

pytestmark = pytest.mark.usefixtures("app")
LATER = NOON + REMINDER_INTERVAL


def remind(event: Event, *organisations: Organisation, now: object = LATER) -> list[str]:
    codes = [the_delegation(event, organisation).code for organisation in organisations]
    due = remind_delegations(event, codes, actor="organizer", now=now)  # type: ignore[arg-type]
    return [delegation.delegation.organisation.code for delegation in due]


def letters() -> int:
    wanted = select(Job).where(Job.kind == JobKind.DELEGATION_REMINDER_MAIL)
    return len(db.session.scalars(wanted).all())


def test_those_who_have_not_answered_are_reminded_once_a_day() -> None:
    event, town = an_event(), an_organisation()
    an_invited_delegation(event, town, addresses=("a@town.example", "b@town.example"))

    with pytest.raises(NobodyToRemind):
        remind(event, town, now=LATER - DAY / 2)
    assert remind(event, town) == [town.code]
    assert letters() == 2
    with pytest.raises(NobodyToRemind):
        remind(event, town, now=LATER + DAY / 2)
    assert remind(event, town, now=LATER + DAY) == [town.code]


def test_who_has_answered_or_named_somebody_is_left_alone() -> None:
    event = an_event()
    silent, naming, absent = (an_organisation() for _ in range(3))
    for organisation in (silent, naming, absent):
        an_invited_delegation(event, organisation)
    a_registration(event, organisation=naming)
    answer_invitation(
        the_delegation(event, absent),
        InvitationReply(DelegationAnswer.NOT_COMING),
        version=1,
        by=a_coordinator(absent),
        now=NOON,
    )

    assert remind(event, silent, naming, absent) == [silent.code]


def test_who_named_somebody_that_an_organizer_is_to_approve_is_left_alone() -> None:
    event, naming = an_event(approval_days=3), an_organisation()
    an_invited_delegation(event, naming)
    assert a_registration(event, organisation=naming).state is RegistrationState.PENDING

    assert list_due(event, now=LATER) == []


def test_only_those_that_were_chosen_are_reminded() -> None:
    event, first, second = an_event(), an_organisation(), an_organisation()
    for organisation in (first, second):
        an_invited_delegation(event, organisation)

    assert remind(event, second) == [second.code]
    assert [
        invitation.delegation.organisation.code for invitation in list_due(event, now=LATER)
    ] == [first.code]


def test_nobody_is_reminded_when_it_is_too_late_to_answer_or_nobody_reads_it() -> None:
    event, late, unread = an_event(), an_organisation(), an_organisation()
    an_invited_delegation(event, late, answer_by=NOON.date())
    (recipient,) = an_invited_delegation(event, unread).recipients
    assert recipient.account_invitation is not None
    recipient.account_invitation.withdrawn_at = NOON
    db.session.flush()

    with pytest.raises(NobodyToRemind):
        remind(event, late, unread)


def test_a_reminder_lets_the_link_work_for_longer() -> None:
    event, town = an_event(), an_organisation()
    (recipient,) = an_invited_delegation(event, town, answer_by=NOON.date() + 3 * DAY).recipients
    offered = recipient.account_invitation
    assert offered is not None
    before = offered.ends_at

    remind(event, town)

    assert offered.ends_at == before + REMINDER_INTERVAL
