"""Correcting how one person is written, and erasing them where nothing speaks against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.exc import IntegrityError

from eventapp.domain import locking, outbox
from eventapp.domain.desk.cancellation import list_unsettled
from eventapp.domain.desk.invitee.invitee import rewrite_invitee
from eventapp.domain.desk.person import HeldPerson, load_person
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.people.name import fold_name
from eventapp.domain.record import audit, disposal
from eventapp.domain.record.audit import record_change
from eventapp.domain.record.erasure import ErasedRow, forget_senders, list_persons
from eventapp.domain.record.pause import current_pauses
from eventapp.domain.registration import ticket
from eventapp.domain.registration.link import renew_links
from eventapp.domain.schedule.speaker_address import move_addresses
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    Account,
    AuditAction,
    Contact,
    Event,
    EventState,
    Invitee,
    JobKind,
    Lead,
    Registration,
    RegistrationState,
    SpeakerAddress,
)


class PersonKnown(Refusal):
    """Another person at the same event has that name and address."""

    code = "person-known"
    sentence = _l("Someone with this name and address is registered for the same event already.")


class AccountKeepsAddress(Refusal):
    """Whoever could give an account another address could sign in with it."""

    code = "account-keeps-address"
    sentence = _l(
        "The account’s email address is what its owner signs in with, so only its owner can change "
        "it, on the page of the account. There is nothing else to correct here."
    )


class AlreadyErased(Refusal):
    """Somebody has erased the person since they were read."""

    code = "already-erased"
    sentence = _l("The person has been erased already.")


class NothingToErase(Refusal):
    """All that is stored has to stay for now."""

    code = "nothing-to-erase"
    sentence = _l("Nothing can be erased now. The page says why.")


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What of a person goes, and what stays: because it is under way, paused, or in use.

    `others_paused` says that a pause holds their account, messages or leads.
    """

    going: Sequence[Registration]
    living: Sequence[Registration]
    paused: Sequence[Registration]
    others_paused: bool
    account: Account | None
    account_in_use: bool
    contacts: Sequence[Contact]
    leads: Sequence[Lead]
    speaking: Sequence[SpeakerAddress]
    invitations: Sequence[Invitee]

    @property
    def anything(self) -> bool:
        """Whether anything goes at all."""
        others = self.account, self.contacts, self.leads, self.speaking, self.invitations
        return bool(self.going) or any(others)


@dataclass(frozen=True, slots=True)
class PersonCorrection:
    """How the person is written from now on; `email` is folded. `reason` goes into the log."""

    name: str
    email: str
    reason: str


def correct_person(
    person: HeldPerson, correction: PersonCorrection, *, version: int, actor: str, now: datetime
) -> None:
    """Write the person otherwise in every registration, and on every list of those invited.

    Letters to them as a speaker follow, and so does their name in their account.

    With another address the links, feeds and tickets that went to the old one end, and what is not
    over yet gets new ones by letter. The account keeps the address that its owner signs in with.
    Raises StaleVersion, PersonKnown, AccountKeepsAddress where there is nothing but an account.
    """
    locked = _lock_to_correct(person, version)
    if locked.account:
        elsewhere = locked.registrations or locked.speaking or locked.invitations
        if not elsewhere and correction.email != person.key.email:
            raise AccountKeepsAddress
        _rename(locked.account, correction, actor=actor, now=now)
    for held in locked.registrations:
        registration = held.registration
        before = {"name": registration.name, "email": registration.email}
        _rewrite(registration, correction)
        record_change(
            AuditAction.PERSON_CORRECTED,
            registration,
            before=before,
            after={"name": correction.name, "email": correction.email},
            actor=actor,
            now=now,
            reason=correction.reason,
        )
        if correction.email != before["email"]:
            _replace_links(registration, correction.reason, actor=actor, now=now)
    move_addresses(person.key.email, person.key.folded_name, correction.email)
    for invitee in locked.invitations:
        rewrite_invitee(invitee, name=correction.name, email=correction.email)


def _rename(account: Account, correction: PersonCorrection, *, actor: str, now: datetime) -> None:
    before = {"name": account.name}
    if correction.name == account.name:
        return
    account.name = correction.name
    account.version += 1
    record_change(
        AuditAction.ACCOUNT_CHANGED,
        account,
        before=before,
        after={"name": account.name},
        actor=actor,
        now=now,
        reason=correction.reason,
    )


def _lock_to_correct(person: HeldPerson, version: int) -> HeldPerson:
    """Lock the events, in one order for all, and the account; read the person again.

    Raises StaleVersion.
    """
    theirs = select(Registration.event_id).where(*_are_of(person))
    lists = [invitee.event_id for invitee in person.invitations]
    which = or_(Event.id.in_(theirs), Event.id.in_(lists))
    events = select(Event).where(which).order_by(Event.id)
    for event in db.session.scalars(events).all():
        locking.lock_event(event)
    if person.account:
        locking.lock_row(person.account)
    locked = load_person(person.code)
    if locked is None or locked.version != version:
        raise StaleVersion
    return locked


def _are_of(person: HeldPerson) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    key = person.key
    return Registration.email == key.email, Registration.folded_name == key.folded_name


def _rewrite(registration: Registration, correction: PersonCorrection) -> None:
    try:
        with db.session.begin_nested():
            registration.name, registration.email = correction.name, correction.email
            registration.folded_name = fold_name(correction.name)
            registration.version += 1
    except IntegrityError:
        raise PersonKnown from None


def _replace_links(registration: Registration, reason: str, *, actor: str, now: datetime) -> None:
    """End what was sent to the old address; where it still matters, send new to the new one."""
    renew_links(registration)
    if is_past(registration, now=now):
        return
    ticket.issue(registration.event, registration, now=now)
    outbox.enqueue(
        JobKind.LOST_LINK_MAIL,
        key=f"corrected:{registration.code}:{registration.version}",
        now=now,
        registration_id=registration.id,
        by_organizer=1,
    )
    audit.record(AuditAction.LINK_SENT_AGAIN, registration, actor=actor, now=now, reason=reason)


def plan_erasure(person: HeldPerson, *, now: datetime) -> ErasurePlan:
    """What would go now: registrations that are cancelled or whose event is over, unless paused.

    A cancelling or merging that can still be undone has to take effect first: seats pass on then.

    An event that was called off counts as over. A pause of an event that the person is registered
    for holds everything of theirs: who waits for documents may mean any of it, and a backup that is
    restored would erase the whole person again. What belongs to no event is held by every pause.
    """
    pauses = current_pauses()
    registrations = [held.registration for held in person.registrations]
    is_held = any(pauses.cover(registration.event_id) for registration in registrations)
    past = [
        held.registration
        for held in person.registrations
        if _is_past(held.registration, undoable=held.undoable, now=now)
    ]
    in_use = person.account is not None and bool(person.account.grants)
    free = not is_held and not pauses.any
    return ErasurePlan(
        going=[] if is_held else past,
        living=[]
        if is_held
        else [registration for registration in registrations if registration not in past],
        paused=registrations if is_held else [],
        speaking=person.speaking if free else [],
        others_paused=pauses.any
        and any(
            (person.account, person.contacts, person.leads, person.speaking, person.invitations)
        ),
        account=person.account if free and not in_use else None,
        account_in_use=in_use,
        contacts=person.contacts if free else [],
        leads=person.leads if free else [],
        invitations=person.invitations if free else [],
    )


def is_past(registration: Registration, *, now: datetime) -> bool:
    """Whether the registration is cancelled for good, or its event over or called off."""
    undoable = bool(list_unsettled([registration.id]))
    return _is_past(registration, undoable=undoable, now=now)


def _is_past(registration: Registration, *, undoable: bool, now: datetime) -> bool:
    event = registration.event
    return (
        (registration.state is RegistrationState.CANCELLED and not undoable)
        or event.state is EventState.CANCELLED
        or event.ends_at <= now
    )


def erase_person(person: HeldPerson, *, actor: str, now: datetime, reason: str = "") -> ErasurePlan:
    """Erase what may go, and put the person on the list of erased people.

    Scans and letters lose their person, the log its details; its entries stay, as codes. Raises
    AlreadyErased, NothingToErase.
    """
    person = _lock_person(person)
    plan = plan_erasure(person, now=now)
    if not plan.anything:
        raise NothingToErase
    ids = [registration.id for registration in plan.going]
    subject = audit.Subject(*audit.subject_of(person.subject))
    rows: list[ErasedRow] = [*plan.going, *plan.contacts, *plan.leads, *plan.invitations]
    rows += [*plan.speaking, *([plan.account] if plan.account else [])]
    list_persons(person.key.email, person.key.folded_name, rows, now=now)
    disposal.delete_letters(disposal.list_letters(ids))
    _delete(plan, ids)
    # Last: what the log says of these registrations beside its entries has just been deleted.
    audit.record(
        AuditAction.PERSON_ERASED,
        subject,
        actor=actor,
        now=now,
        reason=reason,
        registrations=len(ids),
    )
    return plan


def _lock_person(person: HeldPerson) -> HeldPerson:
    """Lock the person's events and rows, and read them again. Raises AlreadyErased.

    The events first: triggers lock counts for each row that goes, in another order than whoever
    works on an event does, and each would wait for the other.
    """
    locking.lock_events(select(Registration.event_id).where(*_are_of(person)))
    disposal.lock_rosters(select(Registration.event_id).where(*_are_of(person)))
    registrations = select(Registration.id).where(*_are_of(person)).order_by(Registration.id)
    db.session.execute(registrations.with_for_update())
    account = select(Account.id).where(Account.email == person.key.email)
    db.session.execute(account.with_for_update())
    db.session.expire_all()
    locked = load_person(person.code)
    if locked is None:
        raise AlreadyErased
    return locked


def _delete(plan: ErasurePlan, ids: Sequence[int]) -> None:
    if plan.account:
        disposal.delete_accounts([plan.account.id])
    for contact in plan.contacts:
        db.session.delete(contact)
    forget_senders([lead.id for lead in plan.leads])
    disposal.erase_speakers([address.id for address in plan.speaking])
    disposal.delete_invitees([invitee.id for invitee in plan.invitations])
    disposal.delete_registrations(ids)
