"""Correcting how one person is written, and erasing them where nothing speaks against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from eventapp.domain.desk.person import HeldPerson
from eventapp.domain.errors import Refusal
from eventapp.domain.people.name import fold_name
from eventapp.domain.record import audit, disposal
from eventapp.domain.record.audit import record_change
from eventapp.domain.record.erasure import ErasedRow, forget_senders, list_persons
from eventapp.domain.record.pause import current_pauses
from eventapp.domain.registration.registration import send_link_again
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    Account,
    AuditAction,
    Contact,
    EventState,
    Lead,
    Registration,
    RegistrationState,
)


class PersonKnown(Refusal):
    """Another person at the same event has that name and address."""

    code = "person-known"
    sentence = _l("Someone with this name and address is registered for the same event already.")


class NothingToErase(Refusal):
    """All that is stored has to stay for now."""

    code = "nothing-to-erase"
    sentence = _l("Nothing can be erased now. The page says why.")


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What of a person goes, and what stays: because it is under way, paused, or in use."""

    going: Sequence[Registration]
    living: Sequence[Registration]
    paused: Sequence[Registration]
    account: Account | None
    account_in_use: bool
    contacts: Sequence[Contact]
    leads: Sequence[Lead]

    @property
    def anything(self) -> bool:
        """Whether anything goes at all."""
        return bool(self.going or self.account or self.contacts or self.leads)


def correct_person(
    person: HeldPerson, name: str, email: str, reason: str, *, actor: str, now: datetime
) -> None:
    """Write the person otherwise in every registration. Links and tickets stay the same.

    Another address gets the links of what is not over yet. Raises PersonKnown.
    """
    for held in person.registrations:
        registration = held.registration
        before = {"name": registration.name, "email": registration.email}
        try:
            with db.session.begin_nested():
                registration.name, registration.email = name, email
                registration.folded_name = fold_name(name)
                registration.version += 1
        except IntegrityError:
            raise PersonKnown from None
        record_change(
            AuditAction.PERSON_CORRECTED,
            registration,
            before=before,
            after={"name": name, "email": email},
            actor=actor,
            now=now,
            reason=reason,
        )
        if email != before["email"] and not is_past(registration, now=now):
            send_link_again(registration, actor=actor, now=now)


def plan_erasure(person: HeldPerson, *, now: datetime) -> ErasurePlan:
    """What would go now: registrations that are cancelled or whose event is over, unless paused.

    An event that was called off counts as over.
    """
    pauses = current_pauses()
    going, living, paused = [], [], []
    for held in person.registrations:
        registration = held.registration
        if pauses.cover(registration.event_id):
            paused.append(registration)
        elif is_past(registration, now=now):
            going.append(registration)
        else:
            living.append(registration)
    in_use = person.account is not None and bool(person.account.grants)
    free = not pauses.everything
    return ErasurePlan(
        going=going,
        living=living,
        paused=paused,
        account=person.account if free and not in_use else None,
        account_in_use=in_use,
        contacts=person.contacts if free else [],
        leads=person.leads if free else [],
    )


def is_past(registration: Registration, *, now: datetime) -> bool:
    """Whether the registration is cancelled, or its event over or called off."""
    event = registration.event
    return (
        registration.state is RegistrationState.CANCELLED
        or event.state is EventState.CANCELLED
        or event.ends_at <= now
    )


def erase_person(person: HeldPerson, *, actor: str, now: datetime, reason: str = "") -> ErasurePlan:
    """Erase what may go, and put the person on the list of erased people.

    Scans and letters lose their person, the log its details; its entries stay, as codes. Raises
    NothingToErase.
    """
    plan = plan_erasure(person, now=now)
    if not plan.anything:
        raise NothingToErase
    ids = [each.id for each in plan.going]
    subject = audit.Subject(*audit.subject_of(person.subject))
    rows: list[ErasedRow] = [*plan.going, *plan.contacts, *plan.leads]
    rows += [plan.account] if plan.account else []
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


def _delete(plan: ErasurePlan, ids: Sequence[int]) -> None:
    if plan.account:
        disposal.delete_accounts([plan.account.id])
    for contact in plan.contacts:
        db.session.delete(contact)
    forget_senders([lead.id for lead in plan.leads])
    disposal.delete_registrations(ids)
