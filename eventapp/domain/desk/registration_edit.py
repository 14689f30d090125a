"""Changing one thing of a registration for an organizer: each verb locks, checks, writes and logs.

Every one of them takes the version that the page showed. They raise AlreadyCancelled and
StaleVersion.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import select

from eventapp.domain import locking, outbox
from eventapp.domain.desk.invitee.invitee import follow_registration
from eventapp.domain.desk.person import PersonKey
from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.locking import LockedEvent
from eventapp.domain.people.name import fold_name
from eventapp.domain.record import audit
from eventapp.domain.record.values import logged_values
from eventapp.domain.registration import link, option_place, queue, ticket
from eventapp.domain.registration.answer import answers_to_log, asked_answers
from eventapp.domain.registration.cancellation import AlreadyCancelled
from eventapp.domain.registration.registration import (
    Affiliation,
    AlreadyRegistered,
    reassign_free_seats,
)
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    Badge,
    JobKind,
    Registration,
    RegistrationState,
    Visibility,
)


class NoSeatThere(Refusal):
    """The organisation's seats, and those for everybody, are taken."""

    code = "no-seat-there"
    sentence = _l(
        "That organisation has no place left. Write why the person is moved anyway, or give the "
        "organisation more places first."
    )


class SetByOthers(Refusal):
    """Trusted staff once set it, and no form lifts it."""

    code = "set-by-others"
    sentence = _l("This cannot be changed here.")


def rename_person(
    registration: Registration, name: str, *, version: int, actor: str, now: datetime
) -> None:
    """Write the name otherwise. Link, ticket and calendar stay. Raises AlreadyRegistered."""
    with _editing(registration, "name", version=version, actor=actor, now=now):
        _refuse_double(registration, registration.email, name)
        former = _key(registration)
        registration.name, registration.folded_name = name, fold_name(name)
        follow_registration(registration, former)


def move_to_address(
    registration: Registration, email: str, *, version: int, actor: str, now: datetime
) -> None:
    """Give the place another (folded) address: the old one's link, ticket and feed end.

    A letter brings new ones; letters that could not be delivered to the old address are given up.
    Nothing happens if it is the address already. Raises AlreadyRegistered.
    """
    if email == registration.email:
        return
    with _editing(registration, "email", version=version, actor=actor, now=now) as locked:
        _refuse_double(registration, email, registration.name)
        former, registration.email = _key(registration), email
        follow_registration(registration, former)
        link.renew_links(registration)
        ticket.issue(locked.event, registration, now=now)
        outbox.discard_failed([registration.id], now=now)
        outbox.enqueue(
            JobKind.LOST_LINK_MAIL,
            key=f"moved:{registration.code}:{registration.version}",
            now=now,
            registration_id=registration.id,
            by_organizer=1,
        )


def move_to_organisation(
    registration: Registration,
    affiliation: Affiliation,
    *,
    version: int,
    actor: str,
    now: datetime,
    reason: str = "",
) -> None:
    """Let the person belong to another organisation, and take one of its seats.

    Where neither it nor the common pool has a seat left, a reason is needed, else NoSeatThere is
    raised. Freed seats go to those who wait. The ticket stays.
    """
    fields = "organisation_name"
    with _editing(registration, fields, version=version, actor=actor, now=now, reason=reason) as (
        locked
    ):
        move_under_lock(locked, registration, affiliation, reason=reason, now=now)


def move_under_lock(
    locked: LockedEvent,
    registration: Registration,
    affiliation: Affiliation,
    *,
    reason: str,
    now: datetime,
) -> None:
    """Move the registration to the organisation's seats. Raises NoSeatThere."""
    seating = queue.count_seats(locked, now=now)
    delegation = seating.delegation_of(affiliation.lineage)
    if registration.takes_seat and delegation != registration.delegation_id:
        seating.pool.release(registration.delegation_id)
        if not seating.pool.free_for(delegation) and not reason.strip():
            raise NoSeatThere
    registration.delegation_id = delegation
    registration.organisation_id = affiliation.organisation_id
    registration.organisation_name = affiliation.name
    reassign_free_seats(locked, now=now)


def edit_role(
    registration: Registration, role: str, *, version: int, actor: str, now: datetime
) -> None:
    """Write what the person works with."""
    with _editing(registration, "role", version=version, actor=actor, now=now):
        registration.role = role


def edit_language(
    registration: Registration, language: str, *, version: int, actor: str, now: datetime
) -> None:
    """Choose the language of the person's letters."""
    with _editing(registration, "language", version=version, actor=actor, now=now):
        registration.language = language


def edit_badge(
    registration: Registration, badge: Badge, *, version: int, actor: str, now: datetime
) -> None:
    """Choose what the name badge says."""
    with _editing(registration, "badge", version=version, actor=actor, now=now):
        registration.badge = badge


def edit_visibility(
    registration: Registration, visibility: Visibility, *, version: int, actor: str, now: datetime
) -> None:
    """Choose how much of the person others see. Raises SetByOthers."""
    with _editing(registration, "visibility", version=version, actor=actor, now=now):
        if registration.visibility is Visibility.PROTECTED:
            raise SetByOthers
        registration.visibility = visibility


def edit_answer(
    registration: Registration,
    question: str,
    answer: str,
    *,
    version: int,
    actor: str,
    now: datetime,
) -> None:
    """Write the answer to a question (by its code); empty takes it away.

    Answers to questions that are then no longer asked go with it. Raises OptionFull, and as any
    change here.
    """
    with _editing(registration, "answers", version=version, actor=actor, now=now) as locked:
        others = {code: text for code, text in registration.answers.items() if code != question}
        answers = others | ({question: answer} if answer else {})
        answers = asked_answers(locked.event.questions, answers)
        option_place.change_places(locked, registration, answers)
        registration.answers = answers


def _key(registration: Registration) -> PersonKey:
    return PersonKey(registration.email, registration.folded_name)


@contextmanager
def _editing(
    registration: Registration,
    *fields: str,
    version: int,
    actor: str,
    now: datetime,
    reason: str = "",
) -> Iterator[LockedEvent]:
    """Lock and check before, count the version and log afterwards."""
    locked = locking.lock_event(registration.event)
    db.session.refresh(registration)
    if not registration.living:
        raise AlreadyCancelled
    check_version(registration, version)
    plain = [name for name in fields if name != "answers"]
    before, answers = logged_values(registration, plain), registration.answers
    registration.version += 1
    yield locked
    after = logged_values(registration, plain)
    if "answers" in fields:
        was, becomes = answers_to_log(locked.event.questions, answers, registration.answers)
        before, after = before | was, after | becomes
    audit.record_change(
        AuditAction.CHANGED,
        registration,
        before=before,
        after=after,
        actor=actor,
        now=now,
        reason=reason,
    )
    db.session.flush()


def _refuse_double(registration: Registration, email: str, name: str) -> None:
    same = select(Registration.id).where(
        Registration.event_id == registration.event_id,
        Registration.email == email,
        Registration.folded_name == fold_name(name),
        Registration.state != RegistrationState.CANCELLED,
        Registration.id != registration.id,
    )
    if db.session.scalar(same.limit(1)):
        raise AlreadyRegistered
