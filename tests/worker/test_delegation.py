"""Letters to delegations: what to do, until when, and the right way in; nothing when it is late."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from eventapp.clock import standing_at
from eventapp.domain import outbox
from eventapp.domain.delegation.answer import InvitationReply, answer_invitation, grant_seats
from eventapp.domain.delegation.invitation import correct_recipient
from eventapp.domain.delegation.reminder import remind_delegations
from eventapp.domain.people.account_invitation import invitation_token
from eventapp.domain.record.audit import OPERATOR
from eventapp.extensions import db
from eventapp.mail.message import Letter
from eventapp.models import DelegationAnswer, DelegationInvitation, EventState, Job, JobState
from eventapp.worker import handlers
from tests.builders import DAY, NOON, an_event, an_organisation
from tests.builders.delegation import a_coordinator
from tests.builders.invitation import an_invited_delegation

pytestmark = pytest.mark.usefixtures("app")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def invitation() -> DelegationInvitation:
    event, town = an_event(title="Trygga torg"), an_organisation("Älvstads kommun")
    return an_invited_delegation(event, town, seats=3)


def letters(monkeypatch: pytest.MonkeyPatch, *, after: timedelta = MINUTE) -> list[Letter]:
    """What the worker sends so long after noon."""
    sent: list[Letter] = []
    monkeypatch.setattr(handlers, "send", sent.append)
    db.session.commit()
    with standing_at(NOON + after):
        for leased in outbox.lease(50, now=NOON + after):
            db.session.commit()
            handlers.carry_out(*handlers.compose_all([leased], {}))
    db.session.commit()
    return sent


def sent_already() -> None:
    db.session.execute(update(Job).values(state=JobState.DONE))


def test_an_invitation_says_what_to_do_until_when_and_leads_in(
    monkeypatch: pytest.MonkeyPatch, invitation: DelegationInvitation
) -> None:
    offer = invitation.recipients[0].account_invitation
    assert offer is not None

    (letter,) = letters(monkeypatch)

    assert letter.to == "anna@town.example"
    assert letter.subject == "Inbjudan till Älvstads kommun: Trygga torg"
    for body in (letter.body, letter.html):
        assert f"/invitations/{invitation_token(offer)}" in body
        assert "28 mars 2027" in body
        assert "3 platser är reserverade" in body
        assert "Behöver ni fler platser?" in body


def test_a_coordinator_reads_it_in_the_own_language_with_a_link_to_the_delegation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    event, town = an_event(registration_opens_at=NOON + DAY), an_organisation("Älvstad")
    coordinator = a_coordinator(town)
    coordinator.language = "en"
    invitation = an_invited_delegation(event, town, addresses=(coordinator.email,))

    (letter,) = letters(monkeypatch)

    assert letter.subject.startswith("Älvstad is invited: ")
    assert f"/delegations/{invitation.delegation.code}" in letter.body
    assert "You can name people from" in letter.body
    assert "You sign in with a link" in letter.body


@pytest.mark.parametrize("state", [EventState.CANCELLED, EventState.POSTPONED])
def test_nothing_is_sent_of_an_event_that_was_called_off_meanwhile(
    monkeypatch: pytest.MonkeyPatch, invitation: DelegationInvitation, state: EventState
) -> None:
    invitation.delegation.event.state = state

    assert letters(monkeypatch) == []


def test_nothing_is_sent_to_an_address_that_was_corrected_meanwhile(
    monkeypatch: pytest.MonkeyPatch, invitation: DelegationInvitation
) -> None:
    correct_recipient(
        invitation.recipients[0], "bo@town.example", letters=1, actor=OPERATOR, now=NOON
    )

    assert [letter.to for letter in letters(monkeypatch)] == ["bo@town.example"]


def test_a_reminder_is_not_sent_once_there_is_an_answer(
    monkeypatch: pytest.MonkeyPatch, invitation: DelegationInvitation
) -> None:
    sent_already()
    delegation, later = invitation.delegation, NOON + DAY
    remind_delegations(delegation.event, [delegation.code], actor=OPERATOR, now=later)
    (job,) = db.session.scalars(select(Job).where(Job.state == JobState.WAITING))

    (letter,) = letters(monkeypatch, after=DAY)
    assert letter.subject == "Påminnelse: Älvstads kommun har inte svarat ännu"

    job.state, job.leased_until = JobState.WAITING, None
    invitation.answer = DelegationAnswer.NOT_COMING
    assert letters(monkeypatch, after=DAY + MINUTE) == []


def test_who_asked_for_more_seats_is_told_how_many_they_have(
    monkeypatch: pytest.MonkeyPatch, invitation: DelegationInvitation
) -> None:
    sent_already()
    delegation = invitation.delegation
    reply = InvitationReply(DelegationAnswer.MORE_SEATS, 2)
    by = a_coordinator(delegation.organisation)
    answer_invitation(delegation, reply, version=1, by=by, now=NOON)
    grant_seats(delegation, version=2, actor=OPERATOR, now=NOON)

    (letter,) = letters(monkeypatch)

    assert letter.subject == "Era platser på Trygga torg"
    assert "nu är 5 platser reserverade för er" in letter.body
