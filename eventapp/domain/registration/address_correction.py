"""Changing a wrong address within the hour, by whoever sent the form.

Only a place that this very form made is moved. Where the form made none, since the person was
registered already, the new address is treated as any newcomer's and nothing else is touched. What
is answered, written and counted is alike: it must not show which of both it was.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp import insertion
from eventapp.domain import locking, outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import LockedEvent
from eventapp.domain.outbox import Promise
from eventapp.domain.record import audit
from eventapp.domain.registration import queue, session_choice, ticket
from eventapp.domain.registration.address import look_up_address
from eventapp.domain.registration.cancellation import end_registration
from eventapp.domain.registration.link import end_links, renew_links
from eventapp.domain.registration.registration import (
    Admission,
    Applicant,
    Reception,
    RegistrationClosed,
    admit,
    first_letter_key,
    prepare,
)
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, JobKind, Registration, RegistrationState

CORRECTABLE_FOR = timedelta(hours=1)


class CorrectionClosed(Refusal):
    """The hour is over, or this browser did not send the form."""

    code = "correction-closed"
    sentence = _l(
        "The address can only be changed within an hour, in the browser that sent the form. "
        "Contact us and we will help you."
    )


@dataclass(frozen=True, slots=True)
class SentForm:
    """What a browser sent: who was to be registered, and when.

    `code` is that of the registration that it made, or of none at all.
    """

    applicant: Applicant
    code: str
    sent_at: datetime

    def may_be_corrected(self, now: datetime) -> bool:
        """Whether the hour is not over."""
        return now < self.sent_at + CORRECTABLE_FOR


def correct_address(slug: str, sent: SentForm, email: str, *, now: datetime) -> Reception:
    """Register the applicant under this folded address instead.

    The place that the form made moves: link, ticket and feed of the old address stop working, and
    a new letter is sent. Where the person has a place under the new address, or its places are for
    an organizer to decide about, the place is given up. Raises CorrectionClosed,
    RegistrationClosed, UnknownSession, SessionsCollide.
    """
    if not sent.may_be_corrected(now):
        raise CorrectionClosed
    [id_] = insertion.draw_ids(Registration, 1)  # as many are sent where none is needed
    locked = locking.lock_event_by_slug(slug)
    if locked is None or not locked.event.takes_registrations(now):
        raise RegistrationClosed
    own = _find_own(locked, sent)
    name = own.name if own else sent.applicant.name
    applicant = replace(sent.applicant, name=name, email=email)
    admission = prepare(locked, applicant, id_=id_, now=now)
    _settle_first_letter(locked, sent, own, now=now)
    if own and _may_have_place(admission):
        _move(own, admission, now=now)
        return _record(Reception(own, admission.answer), sent, email, now=now)
    if own:
        _give_up(own, admission, now=now)
        return admit(admission, actor=audit.PARTICIPANT, action=AuditAction.REGISTERED, now=now)
    reception = admit(admission, actor=audit.PARTICIPANT, action=AuditAction.REGISTERED, now=now)
    if reception.added:
        return _record(reception, sent, email, now=now)
    # Of whom is known nothing has changed, yet as much is written.
    action = AuditAction.ADDRESS_CORRECTED
    audit.record(action, locked.event, actor=audit.PARTICIPANT, now=now)
    return reception


def _record(reception: Reception, sent: SentForm, email: str, *, now: datetime) -> Reception:
    audit.record_change(
        AuditAction.ADDRESS_CORRECTED,
        reception.registration,
        before={"email": sent.applicant.email},
        after={"email": email},
        actor=audit.PARTICIPANT,
        now=now,
    )
    return reception


def _find_own(locked: LockedEvent, sent: SentForm) -> Registration | None:
    """Find what the form made and has not been changed since, with all that is needed of it."""
    return (
        db.session.scalars(
            select(Registration)
            .where(
                Registration.event_id == locked.event.id,
                Registration.code == sent.code,
                Registration.email == sent.applicant.email,
                Registration.state != RegistrationState.CANCELLED,
            )
            # In one statement: as many are sent where there is nothing to find.
            .options(joinedload(Registration.tickets), joinedload(Registration.choices))
        )
        .unique()
        .one_or_none()
    )


def _settle_first_letter(
    locked: LockedEvent, sent: SentForm, own: Registration | None, *, now: datetime
) -> None:
    """Take back the letter to the old address; if it has gone, it counts among its letters still.

    Else somebody could move on after each letter and send any number of them to an address.
    """
    key = _letter_key(own) if own else f"registered:{sent.code}"
    use = look_up_address(locked.event, sent.applicant.email, sent.applicant.name, now=now)
    outbox.withdraw_untried(key)
    if use.keys:
        outbox.rename(key, use.keys[0])


def _letter_key(own: Registration) -> str:
    """The key in the outbox of the letter with the present link: each change sends another."""
    first = first_letter_key(own)
    return first if own.link_revision == 1 else f"{first}:{own.link_revision}"


def _may_have_place(admission: Admission) -> bool:
    """Whether the new address may have one more place, and is not this person's already."""
    return not admission.address.registration_id and not admission.address.full


def _move(own: Registration, admission: Admission, *, now: datetime) -> None:
    due_at = admission.address.next_letter_at(now)
    own.email = admission.applicant.email
    own.version += 1
    own.first_letter_at = due_at
    if own.state is RegistrationState.PENDING and not own.takes_seat:
        _place(own, admission, now=now)
    renew_links(own)
    revision = ticket.next_revision(own)
    new_ticket = ticket.make(admission.locked.event, own, revision, now=now)
    offered = own.state is RegistrationState.OFFERED
    kind = JobKind.OFFER_MAIL if offered else JobKind.REGISTRATION_MAIL
    letter = Promise(kind, _letter_key(own), due_at, {"registration_id": own.id})
    # Together, as a newcomer's are written: as many statements are sent for both.
    insertion.insert_rows([insertion.row_of(new_ticket), outbox.new_promise(letter, now=now)])
    db.session.expire(own, ["tickets"])
    queue.update_availability(admission.locked, admission.seating.pool)


def _place(own: Registration, admission: Admission, *, now: datetime) -> None:
    """Give what waited for an organizer what any newcomer gets: the new address is not full."""
    if admission.answer is RegistrationState.WAITLISTED:
        queue.join_queue(admission.locked, own)
        return
    own.state = RegistrationState.CONFIRMED
    if admission.answer is RegistrationState.PENDING:
        queue.await_approval(admission.locked.event, own, now=now)
    admission.seating.pool.take(own.delegation_id)
    session_choice.seat_wishes(admission.locked, [own])


def _give_up(own: Registration, admission: Admission, *, now: datetime) -> None:
    """End the place without a letter, as the old address gets none where a place moves."""
    locked, seating, held = admission.locked, admission.seating, own.takes_seat
    end_links(own)
    end_registration(locked, own, now=now)
    if held:
        seating.pool.release(own.delegation_id)
        served = queue.promote_waiting(locked, seating, now=now)
        session_choice.seat_wishes(locked, served)
    audit.record(AuditAction.CANCELLED, own, actor=audit.PARTICIPANT, now=now)
