"""Changing one's own registration: sessions, badge, visibility, answers and needs."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from eventapp.domain import locking
from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.locking import LockedEvent
from eventapp.domain.people.name import fold_name
from eventapp.domain.record import audit
from eventapp.domain.record.values import Logged, logged_values
from eventapp.domain.registration import care_need, option_place, session_choice
from eventapp.domain.registration.address import look_up_address
from eventapp.domain.registration.answer import answers_to_log
from eventapp.domain.registration.cancellation import AlreadyCancelled
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.registration.notification import notify_of_choices, notify_of_entries
from eventapp.domain.registration.registration import RegistrationClosed
from eventapp.domain.schedule.snapshot import session_as_shown
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Badge, ChoiceState, Registration, Session, Visibility

LOGGED_FIELDS = ("name", "role", "visibility", "badge")


class SessionFull(Refusal):
    """Somebody else took the last seat."""

    code = "session-full"
    sentence = _l("The session has become full. You keep what you had.")


@dataclass(frozen=True, slots=True)
class RegistrationChange:
    """How the participant wants the registration to be, from now on."""

    name: str
    role: str
    visibility: Visibility
    badge: Badge
    answers: dict[str, str] = field(default_factory=dict)
    needs: CareNeeds = field(default_factory=CareNeeds)
    sessions: tuple[str, ...] = ()


def may_change(registration: Registration, *, now: datetime) -> bool:
    """Whether the registration can still be changed."""
    return registration.living and now < registration.event.ends_at


def change(
    registration: Registration, wishes: RegistrationChange, *, version: int, now: datetime
) -> None:
    """Change the registration as wished; freed session seats go to those who wait.

    Sessions that are over stay chosen, whatever is wished. Raises AlreadyCancelled, StaleVersion,
    UnknownSession, SessionsCollide, SessionEnded, OptionFull, and RegistrationClosed once the event
    is over.
    """
    locked = locking.lock_event(registration.event)
    db.session.refresh(registration)
    _check_changeable(registration, now=now)
    check_version(registration, version)
    before, answers = _logged(registration), registration.answers
    chosen = {choice.session.code for choice in registration.choices}
    wanted = {*wishes.sessions, *_ended(registration, now=now)}
    option_place.change_places(locked, registration, wishes.answers)
    _rewrite(registration, wishes, now=now)
    if chosen != wanted:
        notify_of_choices(registration, now=now)
    _change_sessions(locked, registration, wanted, now=now)
    care_need.replace_needs(registration, wishes.needs)
    registration.version += 1
    if answers != wishes.answers:
        was, becomes = answers_to_log(locked.event.questions, answers, wishes.answers)
        before |= was
    else:
        becomes = {}
    _record(registration, before, becomes, chosen, wanted, now=now)


def take_session(registration: Registration, code: str, *, now: datetime) -> None:
    """Take a free seat in a session, and leave those at the same time, as one step.

    Raises AlreadyCancelled, RegistrationClosed, UnknownSession, SessionFull, SessionEnded; then
    nothing is left.
    """
    locked = locking.lock_event(registration.event)
    db.session.refresh(registration)
    _check_changeable(registration, now=now)
    chosen = {choice.session.code for choice in registration.choices}
    taken = {c.session.code for c in registration.choices if c.state is ChoiceState.CONFIRMED}
    if code in taken:
        return
    (counted,) = session_choice.count_sessions(locked.event, (code,))
    session_choice.refuse_ended([counted], now=now)
    if not counted.has_place:
        raise SessionFull
    stays = session_choice.list_compatible(registration, counted)
    codes = {*stays, *_ended(registration, now=now), code}
    notify_of_choices(registration, now=now)
    _change_sessions(locked, registration, codes, now=now)
    registration.version += 1
    _record(registration, {}, {}, chosen, codes, now=now)


def _check_changeable(registration: Registration, *, now: datetime) -> None:
    if not registration.living:
        raise AlreadyCancelled
    if now >= registration.event.ends_at:
        raise RegistrationClosed


def change_session_entries(registration: Registration, *, wanted: bool, now: datetime) -> None:
    """Show the chosen sessions in the person's calendar, or take them out of it; by letter too.

    Raises AlreadyCancelled.
    """
    locking.lock_event(registration.event)
    db.session.refresh(registration)
    if not registration.living:
        raise AlreadyCancelled
    if registration.session_entries == wanted:
        return
    before = _logged_entries(registration)
    registration.session_entries = wanted
    if registration.choices:
        notify_of_entries(registration, now=now)
    audit.record_change(
        AuditAction.CHANGED,
        registration,
        before=before,
        after=_logged_entries(registration),
        actor=audit.PARTICIPANT,
        now=now,
    )


def _logged_entries(registration: Registration) -> dict[str, Logged]:
    """What the log says of the sessions in the calendar."""
    return {"session_entries": "shown" if registration.session_entries else "hidden"}


def _logged(registration: Registration) -> dict[str, Logged]:
    """What the log says of a registration beside its answers; needs are not stored."""
    return logged_values(registration, LOGGED_FIELDS)


def _record(
    registration: Registration,
    before: dict[str, Logged],
    answers: dict[str, Logged],
    chosen: set[str],
    wanted: set[str],
    *,
    now: datetime,
) -> None:
    after = _logged(registration) | answers
    if chosen != wanted:
        titles = _titles(registration, chosen | wanted)
        before["sessions"] = ", ".join(titles[code] for code in titles if code in chosen)
        after["sessions"] = ", ".join(titles[code] for code in titles if code in wanted)
    audit.record_change(
        AuditAction.CHANGED,
        registration,
        before=before,
        after=after,
        actor=audit.PARTICIPANT,
        now=now,
    )


def _titles(registration: Registration, codes: set[str]) -> dict[str, str]:
    """The titles of these sessions by their codes, in the order of the schedule."""
    named = db.session.execute(
        select(Session.code, Session.title)
        .where(Session.event_id == registration.event_id, Session.code.in_(codes))
        .order_by(Session.starts_at, Session.id)
    )
    return {row.code: row.title for row in named}


def _rewrite(registration: Registration, wishes: RegistrationChange, *, now: datetime) -> None:
    if fold_name(wishes.name) != registration.folded_name:
        _rename(registration, wishes.name, now=now)
    registration.name = wishes.name
    registration.role = wishes.role
    registration.badge = wishes.badge
    registration.answers = wishes.answers
    # What trusted staff once set no form lifts.
    if registration.visibility is not Visibility.PROTECTED:
        registration.visibility = wishes.visibility


def _rename(registration: Registration, name: str, *, now: datetime) -> None:
    """Register the person under another name from now on.

    If another person with the same address has that name, `folded_name` stays the old one: a
    refusal would reveal who else is registered.
    """
    use = look_up_address(registration.event, registration.email, name, now=now)
    if use.registration_id is None:
        registration.folded_name = fold_name(name)


def _ended(registration: Registration, *, now: datetime) -> set[str]:
    """The codes of the chosen sessions that are over: nobody leaves these, or comes to them."""
    return {
        choice.session.code
        for choice in registration.choices
        if now >= session_as_shown(choice.session).ends_at
    }


def _change_sessions(
    locked: LockedEvent, registration: Registration, codes: set[str], *, now: datetime
) -> None:
    event = locked.event
    unchanged = {choice.session.code for choice in registration.choices} & codes
    ahead = session_choice.count_sessions(event, codes - _ended(registration, now=now))
    session_choice.refuse_collisions(ahead)
    session_choice.refuse_ended(ahead, now=now)
    dropped = [choice for choice in registration.choices if choice.session.code not in unchanged]
    # Freed seats are reassigned first, so that leaving and returning overtakes nobody who waits.
    session_choice.drop(locked, registration, dropped, now=now)
    added = session_choice.count_sessions(event, codes - unchanged)
    session_choice.choose(locked, registration, added)
