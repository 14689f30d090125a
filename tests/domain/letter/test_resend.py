"""Sending a letter once more to one person, at the address as it should have been."""

import pytest
from sqlalchemy import select

from eventapp.domain.desk.invitee.link import invitee_token
from eventapp.domain.desk.person_change import PersonKnown
from eventapp.domain.letter.audience import AudienceGroup, LetterAudience
from eventapp.domain.letter.delivery import stop_letter
from eventapp.domain.letter.letter import LetterGone
from eventapp.domain.letter.resend import AddressListed, NotToSendAgain, resend_letter
from eventapp.domain.registration.link import find_by_personal_token, personal_token
from eventapp.extensions import db
from eventapp.models import (
    Bounce,
    Event,
    Job,
    JobKind,
    JobState,
    LetterRecipient,
    Registration,
    Speaker,
    SpeakerAddress,
)
from tests.builders import NOON, a_registration, an_event
from tests.builders.invitee import an_invitee
from tests.builders.letter import a_scheduled_letter, let_go

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def failed() -> tuple[LetterRecipient, Job]:
    """Somebody whom the letter did not reach."""
    event = an_event()
    a_registration(event, email="fel@town.example", name="Bo B")
    letter = a_scheduled_letter(event)
    let_go(letter)
    recipient = db.session.scalars(select(LetterRecipient)).one()
    job = db.session.scalars(select(Job).where(Job.dedupe_key == recipient.job_key)).one()
    job.state, job.error = JobState.FAILED, "SMTP 550 5.1.1 User unknown"
    db.session.commit()
    return recipient, job


def owner(recipient: LetterRecipient) -> Registration:
    assert recipient.registration is not None
    return recipient.registration


def test_the_very_same_letter_goes_to_the_mended_address(
    failed: tuple[LetterRecipient, Job],
) -> None:
    recipient, job = failed
    message_id, old_link = job.message_id, personal_token(owner(recipient))

    resend_letter(recipient, "Ratt@town.example", actor="organizer", now=NOON)
    db.session.commit()

    assert owner(recipient).email == "ratt@town.example"
    assert find_by_personal_token(old_link) is None
    assert [ticket.revision for ticket in owner(recipient).tickets] == [1, 2]
    assert (job.state, job.error, job.message_id) == (JobState.WAITING, "", message_id)
    kinds = db.session.scalars(select(Job.kind).where(Job.kind == JobKind.LOST_LINK_MAIL)).all()
    assert len(kinds) == 1
    with pytest.raises(NotToSendAgain):
        resend_letter(recipient, "ratt@town.example", actor="organizer", now=NOON)


def test_what_came_back_is_forgotten_and_sent_again(
    failed: tuple[LetterRecipient, Job],
) -> None:
    recipient, job = failed
    job.state = JobState.DONE
    db.session.commit()
    with pytest.raises(NotToSendAgain):
        resend_letter(recipient, owner(recipient).email, actor="organizer", now=NOON)
    db.session.rollback()
    bounce = Bounce(
        registration_id=owner(recipient).id,
        job_key=recipient.job_key,
        email=owner(recipient).email,
        status="5.1.1",
        at=NOON,
    )
    db.session.add(bounce)
    db.session.commit()

    resend_letter(recipient, owner(recipient).email, actor="organizer", now=NOON)
    db.session.commit()

    assert job.state is JobState.WAITING
    assert db.session.scalars(select(Bounce)).all() == []


def test_another_persons_address_and_name_are_refused(
    failed: tuple[LetterRecipient, Job],
) -> None:
    recipient, _job = failed
    a_registration(recipient.letter.event, email="ratt@town.example", name="Bo B")

    with pytest.raises(PersonKnown):
        resend_letter(recipient, "ratt@town.example", actor="organizer", now=NOON)


def test_a_stopped_letter_stays_stopped(failed: tuple[LetterRecipient, Job]) -> None:
    recipient, _job = failed
    stop_letter(recipient.letter, actor="organizer", now=NOON)

    with pytest.raises(LetterGone):
        resend_letter(recipient, "ratt@town.example", actor="organizer", now=NOON)


def fail_letter_to(group: AudienceGroup, event: Event) -> LetterRecipient:
    letter = a_scheduled_letter(event, audience=LetterAudience(group))
    let_go(letter)
    recipient = db.session.scalars(select(LetterRecipient)).one()
    job = db.session.scalars(select(Job).where(Job.dedupe_key == recipient.job_key)).one()
    job.state = JobState.FAILED
    db.session.commit()
    return recipient


def test_somebody_invited_gets_the_letter_at_the_mended_address_and_a_new_link() -> None:
    event = an_event()
    invitee = an_invitee(event, "fel@town.example")
    old_link = invitee_token(invitee)
    recipient = fail_letter_to(AudienceGroup.INVITED, event)
    an_invitee(event, "annan@town.example")

    with pytest.raises(AddressListed):
        resend_letter(recipient, "annan@town.example", actor="organizer", now=NOON)
    db.session.rollback()
    resend_letter(recipient, "ratt@town.example", actor="organizer", now=NOON)

    assert invitee.email == "ratt@town.example"
    assert invitee_token(invitee) != old_link


def test_a_speaker_gets_the_letter_at_the_mended_address() -> None:
    event = an_event()
    speaker = Speaker(event_id=event.id, name="Eva Lund")
    db.session.add(speaker)
    db.session.flush()
    address = SpeakerAddress(
        event_id=event.id, speaker_id=speaker.id, email="fel@town.example", folded_name="eva lund"
    )
    db.session.add(address)
    db.session.flush()
    recipient = fail_letter_to(AudienceGroup.SPEAKERS, event)

    resend_letter(recipient, "ratt@town.example", actor="organizer", now=NOON)

    assert address.email == "ratt@town.example"
