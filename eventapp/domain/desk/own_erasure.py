"""People who erase themselves by their personal link, once a letter has confirmed the address."""

import hmac
from datetime import datetime

from eventapp.domain import outbox
from eventapp.domain.desk.person import HeldPerson, load_person
from eventapp.domain.desk.person_change import (
    AlreadyErased,
    ErasurePlan,
    erase_person,
    plan_erasure,
)
from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.domain.token import derive_token
from eventapp.i18n import _l
from eventapp.models import JobKind, Registration

CONFIRMATION_DAYS = 2  # that the link of the letter works: the day of sending and the next


class NotYetErasable(Refusal):
    """The registration is under way, or somebody waits for documents about the event."""

    code = "not-yet-erasable"
    sentence = _l("Your data cannot be deleted yet. Cancel first, or wait until the event is over.")


class ConfirmationExpired(Refusal):
    """The letter's link is too old, or was never one."""

    code = "confirmation-expired"
    sentence = _l("The link in the letter no longer works. Ask for a new letter.")


def plan_own_erasure(registration: Registration, *, now: datetime) -> ErasurePlan:
    """What would go of the person whose registration this is, and what would stay.

    Raises AlreadyErased.
    """
    return plan_erasure(_person(registration), now=now)


def request_erasure(registration: Registration, *, now: datetime) -> None:
    """Promise the letter with the link that confirms, once a day.

    Raises NotYetErasable, AlreadyErased.
    """
    if registration not in plan_own_erasure(registration, now=now).going:
        raise NotYetErasable
    outbox.enqueue_once(
        JobKind.ERASURE_MAIL,
        key=f"erasure:{registration.code}:{now.toordinal()}",
        now=now,
        registration_id=registration.id,
    )


def confirmation_token(registration: Registration, *, now: datetime) -> str:
    """The secret part of the address in the letter."""
    return derive_token("erasure", registration.secret, now.toordinal())


def is_confirmation(registration: Registration, token: str, *, now: datetime) -> bool:
    """Whether this was in a letter of the last CONFIRMATION_DAYS."""
    days = range(now.toordinal(), now.toordinal() - CONFIRMATION_DAYS, -1)
    return any(
        hmac.compare_digest(
            derive_token("erasure", registration.secret, day).encode(), token.encode()
        )
        for day in days
    )


def erase_own(registration: Registration, token: str, *, now: datetime) -> None:
    """Erase the person, as staff would.

    Raises ConfirmationExpired, NotYetErasable, AlreadyErased.
    """
    if not is_confirmation(registration, token, now=now):
        raise ConfirmationExpired
    person = _person(registration)
    if registration not in plan_erasure(person, now=now).going:
        raise NotYetErasable
    erase_person(person, actor=audit.PARTICIPANT, now=now)


def _person(registration: Registration) -> HeldPerson:
    person = load_person(registration.code)
    if person is None:
        raise AlreadyErased
    return person
