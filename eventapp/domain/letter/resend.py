"""Sending a letter once more to one person whom it did not reach."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from eventapp.domain import locking, outbox
from eventapp.domain.desk.invitee.invitee import follow_registration, is_invited, rewrite_invitee
from eventapp.domain.desk.person import PersonKey
from eventapp.domain.desk.person_change import PersonKnown
from eventapp.domain.errors import Refusal
from eventapp.domain.letter.letter import LetterGone
from eventapp.domain.record import audit
from eventapp.domain.registration import ticket
from eventapp.domain.registration.address import NOBODY
from eventapp.domain.registration.link import renew_links
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    Bounce,
    Invitee,
    Job,
    JobKind,
    JobState,
    LetterRecipient,
    LetterState,
    Registration,
    SpeakerAddress,
)

Person = Registration | Invitee | SpeakerAddress


class NotToSendAgain(Refusal):
    """The letter reached the person's mail server, or is on its way there."""

    code = "not-to-send-again"
    sentence = _l("The letter was not sent again: it has arrived, or is on its way already.")


class AddressListed(Refusal):
    """Somebody at that address is on the event's list of those invited."""

    code = "address-listed"
    sentence = _l("Someone with this address is on the list of invited people already.")


def resend_letter(recipient: LetterRecipient, email: str, *, actor: str, now: datetime) -> None:
    """Send the very same letter, with the same Message-ID, at the address as it should have been.

    Another address gets a new link, feed and ticket too, and the old ones end. What came back
    before is forgotten. A coordinator's address is the account's: its owner mends it. Raises
    LetterGone, NotToSendAgain, PersonKnown, AddressListed.
    """
    letter, person = recipient.letter, _person_of(recipient)
    locking.lock_event(letter.event)
    locking.lock_row(letter)
    if letter.state is LetterState.STOPPED:
        raise LetterGone
    _promise_again(recipient, now=now)
    if isinstance(person, SpeakerAddress):
        person.bounced_at = None
    if email.casefold() != person.email:
        _readdress(person, email.casefold(), actor=actor, now=now)
    subject = person if isinstance(person, Registration) else letter.event
    audit.record(AuditAction.LETTER_SENT_AGAIN, subject, actor=actor, now=now, letter=letter.code)


def _person_of(recipient: LetterRecipient) -> Person:
    """Whose address may be mended here. Raises NotToSendAgain."""
    if recipient.registration and recipient.registration.living:
        return recipient.registration
    if person := recipient.invitee or recipient.speaker:
        return person
    raise NotToSendAgain


def _promise_again(recipient: LetterRecipient, *, now: datetime) -> None:
    """Make the job due that failed; or was done, and then came back."""
    bounced = db.session.scalars(
        delete(Bounce)
        .where(Bounce.registration_id == (recipient.registration_id or NOBODY))
        .returning(Bounce.job_key)
        .execution_options(synchronize_session=False)
    ).all()
    states = [JobState.FAILED]
    if recipient.job_key in bounced:
        states.append(JobState.DONE)
    again = db.session.execute(
        update(Job)
        .where(Job.dedupe_key == recipient.job_key, Job.state.in_(states))
        .values(state=JobState.WAITING, due_at=now, done_at=None, error="")
        .execution_options(synchronize_session=False)
    )
    if again.rowcount != 1:  # type: ignore[attr-defined]
        raise NotToSendAgain


def _readdress(person: Person, email: str, *, actor: str, now: datetime) -> None:
    match person:
        case Registration():
            _correct_address(person, email, actor=actor, now=now)
        case Invitee():
            if is_invited(person.event, email):
                raise AddressListed
            rewrite_invitee(person, name=person.name, email=email)
        case _:
            person.email = email


def _correct_address(registration: Registration, email: str, *, actor: str, now: datetime) -> None:
    former = PersonKey(registration.email, registration.folded_name)
    try:
        with db.session.begin_nested():
            registration.email = email
            registration.version += 1
    except IntegrityError:
        raise PersonKnown from None
    audit.record_change(
        AuditAction.PERSON_CORRECTED,
        registration,
        before={"email": former.email},
        after={"email": email},
        actor=actor,
        now=now,
    )
    follow_registration(registration, former)
    renew_links(registration)
    if registration.tickets:
        ticket.issue(registration.event, registration, now=now)
    outbox.enqueue(
        JobKind.LOST_LINK_MAIL,
        key=f"corrected:{registration.code}:{registration.version}",
        now=now,
        registration_id=registration.id,
        by_organizer=1,
    )
    audit.record(AuditAction.LINK_SENT_AGAIN, registration, actor=actor, now=now)
