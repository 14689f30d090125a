"""Letters to those invited: what stands in them, and who is not to have them any more."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from eventapp.clock import standing_at
from eventapp.domain import outbox
from eventapp.domain.desk.invitee.answer import answer_invitation
from eventapp.domain.desk.invitee.invitee import remove_invitee
from eventapp.domain.desk.invitee.letter import remind_invitees
from eventapp.domain.desk.invitee.link import invitee_token
from eventapp.domain.letter.audience import ANSWERED, AudienceGroup, LetterAudience
from eventapp.domain.people.unsubscription import unsubscribe, unsubscribe_token
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.extensions import db
from eventapp.mail.message import Letter
from eventapp.models import InviteeAnswer, Job, JobState, LetterRecipient, LetterTrouble
from eventapp.worker import handlers
from tests.builders import DAY, NEXT_MONTH, NOON, a_registration, an_event
from tests.builders.invitee import an_invitee
from tests.builders.letter import a_scheduled_letter, let_go

pytestmark = pytest.mark.usefixtures("app")
LEAVES = NOON + UNDO_PERIOD


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Letter]:
    letters: list[Letter] = []
    monkeypatch.setattr(handlers, "send", letters.append)
    return letters


def work(now: datetime) -> None:
    """Let the worker do all that is due."""
    db.session.commit()
    with standing_at(now):
        for leased in outbox.lease(50, now=now):
            db.session.commit()
            handlers.carry_out(*handlers.compose_all([leased], {}))
            outbox.finish(leased, now=now)
    db.session.commit()


def to_invited(sent: list[Letter]) -> list[str]:
    return [letter.to for letter in sent if "/invited/" in letter.body]


def test_the_invitation_says_what_and_when_and_has_a_link_of_ones_own(sent: list[Letter]) -> None:
    event = an_event(title="Trygga torg", registration_closes_at=NEXT_MONTH)
    swede = an_invitee(event, "anna@town.example", name="Anna Ek")
    briton = an_invitee(event, "ann@town.example", language="en")
    addresses = {invitee.email: invitee_token(invitee) for invitee in (swede, briton)}
    work(LEAVES)

    swedish, english = sent
    assert swedish.subject == "Du är inbjuden: Trygga torg"
    assert english.subject == "You are invited: Trygga torg"
    for letter in sent:
        own = addresses[letter.to]
        for body in (letter.body, letter.html):
            assert f"/invited/{own}" in body
        assert not [token for token in addresses.values() if token != own and token in letter.body]
        assert letter.declined_at in letter.body
    assert "Hej Anna Ek!" in swedish.body


def test_who_is_off_the_list_registered_or_has_answered_no_has_no_letter(
    sent: list[Letter],
) -> None:
    event = an_event(registration_closes_at=NEXT_MONTH)
    stays, registered, removed, quiet, refuses = (an_invitee(event) for _ in range(5))
    a_registration(event, email=registered.email)
    answer_invitation(refuses, InviteeAnswer.NO, now=NOON)
    unsubscribe(quiet.email, now=NOON)
    remove_invitee(removed, actor="organizer", now=NOON)
    work(LEAVES)

    assert to_invited(sent) == [stays.email]


def test_a_number_that_is_given_anew_brings_nobody_anothers_letter(sent: list[Letter]) -> None:
    event = an_event(registration_closes_at=NEXT_MONTH)
    removed = an_invitee(event)
    number = removed.id
    remove_invitee(removed, actor="organizer", now=NOON)
    other = an_invitee(event, invited=False, now=NOON + DAY)
    other.id = number
    work(LEAVES)

    assert sent == []


def test_who_asked_to_be_reminded_is_on_that_day_unless_they_have_answered(
    sent: list[Letter],
) -> None:
    event = an_event(registration_closes_at=NEXT_MONTH)
    waits, answered = an_invitee(event), an_invitee(event)
    work(LEAVES)
    sent.clear()
    for invitee in (waits, answered):
        answer_invitation(invitee, InviteeAnswer.LATER, days=2, now=NOON)
    answer_invitation(answered, InviteeAnswer.NO, now=NOON)
    work(NOON + DAY)
    assert sent == []

    work(NOON + 2 * DAY)
    assert to_invited(sent) == [waits.email]
    assert not db.session.scalars(select(Job).where(Job.state == JobState.WAITING)).all()


def test_who_asks_for_another_day_is_reminded_once(sent: list[Letter]) -> None:
    event = an_event(registration_closes_at=NOON + 20 * DAY)
    invitee = an_invitee(event)
    work(LEAVES)
    sent.clear()
    for days, minutes in ((7, 0), (2, 1), (2, 2)):
        at = NOON + timedelta(minutes=minutes)
        answer_invitation(invitee, InviteeAnswer.LATER, days=days, now=at)

    work(NOON + 3 * DAY)
    work(NOON + 8 * DAY)

    assert to_invited(sent) == [invitee.email]


def test_a_reminder_does_not_reach_who_answers_before_it_leaves(sent: list[Letter]) -> None:
    event = an_event(registration_closes_at=NEXT_MONTH)
    silent, answers = an_invitee(event), an_invitee(event)
    work(LEAVES)
    sent.clear()
    assert list(remind_invitees(event, actor="organizer", now=NOON + DAY)) == [2]
    answer_invitation(answers, InviteeAnswer.LATER, days=7, now=NOON + DAY)
    work(NOON + DAY + UNDO_PERIOD)

    assert to_invited(sent) == [silent.email]
    assert sent[0].subject.startswith("Kommer du?")


def test_an_organizers_letter_goes_to_those_invited_by_their_answer(sent: list[Letter]) -> None:
    event = an_event(registration_closes_at=NEXT_MONTH)
    silent, quiet, refuses = (an_invitee(event, name="Anna Ek") for _ in range(3))
    work(LEAVES)
    sent.clear()
    answer_invitation(refuses, InviteeAnswer.NO, now=NOON)
    audience = LetterAudience(AudienceGroup.INVITED, {ANSWERED: ["silent"]})
    letter = a_scheduled_letter(
        event, audience=audience, body="Hej {fornamn}!\n\n{personlig_lank}", about_place=True
    )
    unsubscribe(quiet.email, now=NOON)
    let_go(letter)
    work(LEAVES)

    assert [item.to for item in sent] == [silent.email]
    assert "Hej Anna!" in sent[0].body
    assert unsubscribe_token(silent) in sent[0].declined_at
    troubles = db.session.scalars(select(LetterRecipient.trouble).order_by(LetterRecipient.id))
    assert list(troubles) == [LetterTrouble.NONE, LetterTrouble.UNSUBSCRIBED]
