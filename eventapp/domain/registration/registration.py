"""Registering for an event: taking a seat, or a place in the queue for one; and leaving it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from eventapp.domain import outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.domain.registration import care_need, link, queue, session_choice, ticket
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.registration.queue import Seating
from eventapp.domain.registration.session_choice import CountedSession
from eventapp.domain.token import digest
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.ids import new_secret
from eventapp.models import (
    Badge,
    Event,
    JobKind,
    Registration,
    RegistrationState,
    Visibility,
)

# One mail an hour at most to someone who registers again and again.
LINK_MAIL_WINDOW = timedelta(hours=1)

LIVING = select(Registration).where(
    Registration.event_id == bindparam("event_id"),
    Registration.email == bindparam("email"),
    Registration.state != RegistrationState.CANCELLED,
)


class RegistrationClosed(Refusal):
    """The event takes no registrations now."""

    code = "registration-closed"
    sentence = _l("The event takes no registrations now. Contact us if you have questions.")


class CancellationClosed(Refusal):
    """It is too late to cancel by oneself."""

    code = "cancellation-closed"
    sentence = _l("The last day to cancel has passed. Contact us, and we will help you.")


class AlreadyCancelled(Refusal):
    """The registration is cancelled and changes no more."""

    code = "already-cancelled"
    sentence = _l("The registration is cancelled. Register again if you want to take part.")


@dataclass(frozen=True, slots=True)
class Affiliation:
    """Where a person works: a listed organisation with its parents' ids, or a name alone."""

    name: str
    organisation_id: int | None = None
    lineage: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Applicant:
    """The person asking for a place, as any door may describe them. `email` is folded.

    `asked_by` is the account that asks for them, where it is not they themselves.
    """

    name: str
    email: str
    affiliation: Affiliation
    role: str = ""
    language: str = "sv"
    visibility: Visibility = Visibility.NORMAL
    badge: Badge = Badge.ORGANISATION
    answers: dict[str, str] = field(default_factory=dict)
    needs: CareNeeds = field(default_factory=CareNeeds)
    sessions: tuple[str, ...] = ()
    notice_version: str = ""
    asked_by: int | None = None


@dataclass(frozen=True, slots=True)
class Reception:
    """What came of asking. `answer` is what any newcomer would be told, known or not."""

    registration: Registration
    answer: RegistrationState


def register(event: Event, applicant: Applicant, *, now: datetime) -> Reception:
    """Give the applicant a seat, or a place in the queue once seats run out.

    The event must be held (`queue.hold`). An address that has a place already gets no second
    one: its owner is sent the personal link again, and the answer is that of a newcomer.
    Raises RegistrationClosed, UnknownSession, SessionsCollide. Flushes; the caller commits.
    """
    if not event.takes_registrations(now):
        raise RegistrationClosed
    return admit(event, applicant, actor=audit.PARTICIPANT, now=now)


def admit(
    event: Event,
    applicant: Applicant,
    *,
    actor: str,
    now: datetime,
    action: str = "registered",
    reason: str = "",
) -> Reception:
    """Do what register does, whatever the window; staff's own verbs say when they may."""
    seating = queue.count_seats(event, now=now)
    answer = _newcomers_state(event, seating, applicant.affiliation, now=now)
    # Counted only now: those who just moved up may have taken seats in sessions too.
    chosen = session_choice.count_sessions(event, applicant.sessions)
    session_choice.refuse_collisions(chosen)
    if known := find_living(event, applicant.email):
        send_link_again(known, now=now)
        queue.tell_availability(event, seating.pool)
        return Reception(known, answer)
    registration = _enter(event, applicant, seating, answer, now=now)
    _complete(event, registration, applicant, chosen, now=now)
    queue.tell_availability(event, seating.pool)
    audit.record(action, registration, actor=actor, now=now, reason=reason)
    return Reception(registration, answer)


def admit_instead(event: Event, applicant: Applicant, *, actor: str, now: datetime) -> Registration:
    """Give the applicant the seat that another leaves in this very transaction, queue or not.

    The address must have no place at the held event. Flushes; the caller commits.
    """
    seating = queue.count_seats(event, now=now)
    made = _enter(event, applicant, seating, RegistrationState.CONFIRMED, now=now)
    _complete(event, made, applicant, [], now=now)
    audit.record("registered instead", made, actor=actor, now=now)
    return made


def _newcomers_state(
    event: Event, seating: Seating, affiliation: Affiliation, *, now: datetime
) -> RegistrationState:
    # Those who wait come first: reserved seats may have lapsed since anyone last looked.
    session_choice.meet_wishes(event, queue.pass_on(event, seating, now=now))
    delegation = seating.delegation_of(affiliation.lineage)
    if seating.pool.free_for(delegation) and not queue.is_held(event):
        return RegistrationState.CONFIRMED
    return RegistrationState.WAITLISTED


def find_living(event: Event, email: str) -> Registration | None:
    """The place, or the wait for one, that this folded address has at the event."""
    return db.session.scalar(LIVING, {"event_id": event.id, "email": email})


def send_link_again(registration: Registration, *, now: datetime) -> None:
    """Promise the personal link to its owner once more, unless it was sent within the hour."""
    window = int(now.timestamp() // LINK_MAIL_WINDOW.total_seconds())
    outbox.post_once(
        JobKind.PERSONAL_LINK_MAIL,
        key=f"link:{registration.code}:{window}",
        now=now,
        registration_id=registration.id,
    )


def _enter(
    event: Event,
    applicant: Applicant,
    seating: Seating,
    state: RegistrationState,
    *,
    now: datetime,
) -> Registration:
    delegation = seating.delegation_of(applicant.affiliation.lineage)
    registration = Registration(
        secret=new_secret(),
        agenda_revision=1,
        event=event,
        delegation_id=delegation,
        organisation_id=applicant.affiliation.organisation_id,
        organisation_name=applicant.affiliation.name,
        name=applicant.name,
        email=applicant.email,
        role=applicant.role,
        language=applicant.language,
        visibility=applicant.visibility,
        badge=applicant.badge,
        answers=applicant.answers,
        notice_version=applicant.notice_version,
        state=state,
        registered_at=now,
        choices=[],  # none to look for in the database
    )
    registration.link_digest = digest(link.personal_token(registration))
    registration.agenda_digest = digest(link.agenda_token(registration))
    if state is RegistrationState.CONFIRMED:
        seating.pool.take(delegation)
    else:
        queue.join(event, registration)
    db.session.add(registration)
    ticket.issue(event, registration, now=now)
    return registration


def _complete(
    event: Event,
    registration: Registration,
    applicant: Applicant,
    chosen: list[CountedSession],
    *,
    now: datetime,
) -> None:
    session_choice.choose(event, registration, chosen)
    db.session.flush()  # what follows needs the id
    if applicant.needs:
        db.session.add(care_need.seal(registration, applicant.needs))
    outbox.post(
        JobKind.REGISTRATION_MAIL,
        key=f"registered:{registration.code}",
        now=now,
        registration_id=registration.id,
        **({"asked_by": applicant.asked_by} if applicant.asked_by else {}),
    )


def cancel(registration: Registration, *, now: datetime) -> None:
    """Give the place back, at the participant's own wish.

    Raises CancellationClosed, AlreadyCancelled. Flushes; the caller commits.
    """
    queue.hold_again(registration.event)
    db.session.refresh(registration)
    if not registration.living:
        raise AlreadyCancelled
    if now >= registration.event.cancellation_closes_at:
        raise CancellationClosed
    leave(registration, actor=audit.PARTICIPANT, now=now)


def leave(
    registration: Registration,
    *,
    actor: str,
    now: datetime,
    reason: str = "",
    asked_by: int | None = None,
    by_organizer: bool = False,
) -> None:
    """Take the registration out of a held event and pass its seats on, in this transaction.

    Needs are deleted at once, the calendar is told, and the head of the queue moves up.
    `asked_by` is the account that the letter names, where a coordinator cancels for the
    participant; of an organizer it says that it was one. The reason stays in the log.
    """
    event = registration.event
    registration.state = RegistrationState.CANCELLED
    registration.cancelled_at = now
    registration.queue_number = None
    registration.version += 1
    care_need.forget(registration)
    session_choice.drop(event, registration, list(registration.choices), now=now)
    outbox.post(
        JobKind.CANCELLATION_MAIL,
        key=f"cancelled:{registration.code}",
        now=now,
        registration_id=registration.id,
        **({"asked_by": asked_by} if asked_by else {}),
        **({"by_organizer": 1} if by_organizer else {}),
    )
    settle(event, now=now)
    audit.record("cancelled", registration, actor=actor, now=now, reason=reason)


def settle(event: Event, *, now: datetime) -> list[Registration]:
    """Pass free seats on to those who wait at a held event, and tell what is left."""
    db.session.flush()  # seats are counted in the database
    seating = queue.count_seats(event, now=now)
    served = queue.pass_on(event, seating, now=now)
    session_choice.meet_wishes(event, served)
    queue.tell_availability(event, seating.pool)
    return served
