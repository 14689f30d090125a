"""Answering by the personal link, changing the answer, and registering by it."""

import pytest
from sqlalchemy import delete, select

from eventapp.domain.desk.invitee.answer import (
    InvitationOver,
    TooLateToAskAgain,
    answer_invitation,
    list_later_days,
    register_invited,
)
from eventapp.domain.desk.invitee.invitee_list import (
    InviteeSearch,
    list_invitees,
)
from eventapp.domain.desk.invitee.link import invitee_token
from eventapp.domain.desk.invitee.status import InviteeStatus
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import Event, EventState, Invitee, InviteeAnswer, Job, Registration
from tests.builders import DAY, NEXT_MONTH, NOON, a_registration, an_applicant, an_event
from tests.builders.invitee import an_invitee, the_invitee

pytestmark = pytest.mark.usefixtures("app")


def status_of(event: Event, email: str) -> InviteeStatus:
    db.session.flush()
    (row,) = list_invitees(event, InviteeSearch(words=email), page=1).rows
    return row.status


def test_an_answer_can_be_changed_and_the_last_counts() -> None:
    event = an_event(registration_closes_at=NEXT_MONTH)
    invitee = an_invitee(event)
    email = invitee.email
    answer_invitation(invitee, InviteeAnswer.NO, reason="Semester", now=NOON)
    assert status_of(event, email) is InviteeStatus.NO
    assert the_invitee(event, email).reason == "Semester"

    answer_invitation(invitee, InviteeAnswer.LATER, days=7, now=NOON)
    assert status_of(event, email) is InviteeStatus.LATER
    assert the_invitee(event, email).remind_at == NOON + 7 * DAY

    answer_invitation(invitee, InviteeAnswer.YES, now=NOON)
    assert status_of(event, email) is InviteeStatus.YES
    assert (invitee.reason, invitee.remind_at) == ("", None)


def test_nobody_is_reminded_when_it_is_too_late_to_say_yes() -> None:
    event = an_event(registration_closes_at=NOON + 3 * DAY)
    invitee = an_invitee(event)
    assert list_later_days(event, now=NOON) == [2]
    for days in (0, 1, 7, -1):
        with pytest.raises(TooLateToAskAgain):
            answer_invitation(invitee, InviteeAnswer.LATER, days=days, now=NOON)


def test_a_link_is_not_answered_once_registration_has_closed_or_it_was_withdrawn() -> None:
    event = an_event()
    invitee, removed = an_invitee(event), an_invitee(event)
    with pytest.raises(InvitationOver):
        answer_invitation(invitee, InviteeAnswer.NO, now=event.registration_closes_at)
    gone = delete(Invitee).where(Invitee.id == removed.id)
    db.session.execute(gone.execution_options(synchronize_session=False))
    with pytest.raises(InvitationOver):
        answer_invitation(removed, InviteeAnswer.NO, now=NOON)
    event.state = EventState.CANCELLED
    with pytest.raises(InvitationOver):
        answer_invitation(invitee, InviteeAnswer.NO, now=NOON)


def test_a_registration_by_the_link_is_tied_to_the_invitation_whatever_the_address() -> None:
    event = an_event()
    invitee = an_invitee(event)
    applicant = an_applicant(email="other@town.example")
    reception = register_invited(event.slug, invitee_token(invitee), applicant, now=NOON)

    assert the_invitee(event, invitee.email).registration_id == reception.registration.id
    assert status_of(event, invitee.email) is InviteeStatus.REGISTERED

    cancel(reception.registration, now=NOON + DAY)
    assert status_of(event, invitee.email) is InviteeStatus.NO


def test_who_is_registered_already_is_not_tied_to_anothers_invitation() -> None:
    event = an_event()
    invitee = an_invitee(event)
    a_registration(event, email="bo@town.example", name="Bo Ek")
    applicant = an_applicant(email="bo@town.example", name="Bo Ek")
    register_invited(event.slug, invitee_token(invitee), applicant, now=NOON)
    assert the_invitee(event, invitee.email).registration_id is None


@pytest.mark.parametrize("token", ["", "unknown"])
def test_a_link_that_died_meanwhile_costs_nobody_their_place(token: str) -> None:
    event = an_event()
    register_invited(event.slug, token, an_applicant(), now=NOON)
    assert db.session.scalar(select(Registration.id)) is not None
    assert db.session.scalar(select(Job.id)) is not None
