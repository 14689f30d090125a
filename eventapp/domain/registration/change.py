"""Changing a registration one has: sessions, badge, visibility, answers and needs."""

from dataclasses import dataclass, field
from datetime import datetime

from eventapp.domain.errors import check_version
from eventapp.domain.record import audit
from eventapp.domain.registration import care_need, queue, session_choice
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.registration.registration import AlreadyCancelled, RegistrationClosed
from eventapp.extensions import db
from eventapp.models import Badge, Registration, Visibility


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the participant wants the registration to be, from now on."""

    name: str
    role: str
    visibility: Visibility
    badge: Badge
    answers: dict[str, str] = field(default_factory=dict)
    needs: CareNeeds = field(default_factory=CareNeeds)
    sessions: tuple[str, ...] = ()


def may_change(registration: Registration, *, now: datetime) -> bool:
    """Whether the registration can still be made otherwise."""
    return registration.living and now < registration.event.ends_at


def change(registration: Registration, wishes: Wishes, *, version: int, now: datetime) -> None:
    """Make the registration as wished; freed session seats pass on to those who wait.

    Raises AlreadyCancelled, StaleVersion, UnknownSession, SessionsCollide, and RegistrationClosed
    once the event is over. Flushes; the caller commits.
    """
    queue.hold_again(registration.event)
    db.session.refresh(registration)
    if not registration.living:
        raise AlreadyCancelled
    if now >= registration.event.ends_at:
        raise RegistrationClosed
    check_version(registration, version)
    _rewrite(registration, wishes)
    _choose_anew(registration, wishes.sessions, now=now)
    care_need.rewrite(registration, wishes.needs)
    registration.version += 1
    audit.record("changed", registration, actor=audit.PARTICIPANT, now=now)


def _rewrite(registration: Registration, wishes: Wishes) -> None:
    registration.name = wishes.name
    registration.role = wishes.role
    registration.badge = wishes.badge
    registration.answers = wishes.answers
    # Protected is a matter for trusted staff: nothing typed here may lift it.
    if registration.visibility is not Visibility.PROTECTED:
        registration.visibility = wishes.visibility


def _choose_anew(registration: Registration, codes: tuple[str, ...], *, now: datetime) -> None:
    event = registration.event
    kept = {choice.session.code for choice in registration.choices} & set(codes)
    session_choice.refuse_collisions(session_choice.count_sessions(event, codes))
    dropped = [each for each in registration.choices if each.session.code not in kept]
    # Freed seats pass on first, so that nobody overtakes those who wait by leaving and returning.
    session_choice.drop(event, registration, dropped, now=now)
    added = session_choice.count_sessions(event, set(codes) - kept)
    session_choice.choose(event, registration, added)
