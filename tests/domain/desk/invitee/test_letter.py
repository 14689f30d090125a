"""Letters to those invited: to whom, taken back within ten minutes, and asked again at the end."""

from datetime import datetime

import pytest
from sqlalchemy import select

from eventapp.domain.desk.invitee import letter
from eventapp.domain.desk.invitee.answer import answer_invitation
from eventapp.domain.desk.invitee.letter import (
    InviteeLettersGone,
    NobodyToInvite,
    NoInviteeToRemind,
    NotOpenForInvitees,
    count_waiting,
    list_remindable,
    remind_invitees,
    send_invitations,
    undo_letters,
)
from eventapp.domain.people.unsubscription import unsubscribe
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.extensions import db
from eventapp.models import Event, EventState, InviteeAnswer, Job
from tests.builders import DAY, NEXT_MONTH, NOON, a_registration, an_event
from tests.builders.invitee import an_invitee, invite_all, the_invitee

pytestmark = pytest.mark.usefixtures("app")


def remind(event: Event, now: datetime) -> int:
    return sum(remind_invitees(event, actor="organizer", now=now))


def test_each_is_written_to_once_and_not_before_ten_minutes() -> None:
    event = an_event()
    for _ in range(3):
        an_invitee(event, invited=False)
    assert invite_all(event) == 3

    jobs = db.session.scalars(select(Job)).all()
    assert {job.due_at for job in jobs} == {NOON + UNDO_PERIOD}
    with pytest.raises(NobodyToInvite):
        invite_all(event, now=NOON + DAY)


def test_nobody_is_written_to_while_nobody_can_say_yes() -> None:
    for event in (an_event(state=EventState.DRAFT), an_event(registration_closes_at=NOON)):
        an_invitee(event, invited=False)
        with pytest.raises(NotOpenForInvitees):
            invite_all(event)


def test_letters_are_taken_back_until_they_leave() -> None:
    event = an_event()
    invitee = an_invitee(event)
    waiting = count_waiting(event, now=NOON)
    assert waiting
    assert (waiting.count, waiting.leave_at) == (1, NOON + UNDO_PERIOD)

    assert undo_letters(event, actor="organizer", now=NOON) == 1
    assert the_invitee(event, invitee.email).invited_at is None
    assert invite_all(event) == 1
    with pytest.raises(InviteeLettersGone):
        undo_letters(event, actor="organizer", now=NOON + UNDO_PERIOD)
    assert count_waiting(event, now=NOON + UNDO_PERIOD) is None


def test_a_reminder_that_is_taken_back_leaves_the_invitation_as_it_was() -> None:
    event = an_event()
    invitee = an_invitee(event)
    assert remind(event, NOON + DAY) == 1
    assert undo_letters(event, actor="organizer", now=NOON + DAY) == 1
    assert the_invitee(event, invitee.email).invited_at == NOON
    assert remind(event, NOON + DAY) == 1


def test_those_who_are_awaited_are_reminded_once_a_day() -> None:
    event = an_event(registration_closes_at=NEXT_MONTH)
    silent, said_yes, no, later, registered, quiet = (an_invitee(event) for _ in range(6))
    answer_invitation(said_yes, InviteeAnswer.YES, now=NOON)
    answer_invitation(no, InviteeAnswer.NO, now=NOON)
    answer_invitation(later, InviteeAnswer.LATER, days=7, now=NOON)
    a_registration(event, email=registered.email)
    unsubscribe(quiet.email, now=NOON)

    reminded = [invitee.email for invitee in list_remindable(event, now=NOON + DAY)]
    assert reminded == [silent.email, said_yes.email]
    assert remind(event, NOON + DAY) == 2
    with pytest.raises(NoInviteeToRemind):
        remind(event, NOON + DAY)


def test_many_are_written_to_in_batches_and_who_has_declined_stops_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(letter, "BATCH_SIZE", 2)
    event = an_event()
    people = [an_invitee(event, invited=False).email for _ in range(7)]
    for email in people[:3]:
        unsubscribe(email, now=NOON)

    assert list(send_invitations(event, actor="organizer", now=NOON)) == [1, 2, 1]
    assert [the_invitee(event, email).invited_at for email in people].count(NOON) == 4
