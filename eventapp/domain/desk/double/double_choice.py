"""The sessions of two registrations that are merged: what moves, what goes, and the way back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from eventapp.domain import outbox
from eventapp.domain.registration import notification
from eventapp.domain.schedule.published import PublishedSession
from eventapp.domain.schedule.snapshot import session_as_shown
from eventapp.extensions import db
from eventapp.models import ChoiceState, JobKind, Registration, SessionChoice

# By the session's id (as JSON has it, a text): the state that the choice had, and its number.
MovedChoices = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChosenSession:
    """A session as visitors see it, and how one of the two has it."""

    id: int
    session: PublishedSession
    state: ChoiceState
    queue_number: int | None


def divide_choices(
    source: Registration, target: Registration
) -> tuple[list[ChosenSession], list[ChosenSession]]:
    """The source's sessions that the target gets, and those that are given up, by time.

    A session goes where the target has it already, with at least as good a seat, or has another at
    the same time.
    """
    has = {chosen.id: chosen for chosen in _chosen(target)}
    moved: list[ChosenSession] = []
    given_up: list[ChosenSession] = []
    for chosen in _chosen(source):
        own = has.get(chosen.id)
        if own:
            better = own.state is not ChoiceState.CONFIRMED and _is_seated(chosen)
            (moved if better else given_up).append(chosen)
        elif any(_overlap(chosen, other) for other in (*has.values(), *moved)):
            given_up.append(chosen)
        else:
            moved.append(chosen)
    return moved, given_up


def move_choices(source: Registration, target: Registration) -> MovedChoices:
    """Give the target what it lacks; where both wait or sit, the better seat. Flushes."""
    moved, _given_up = divide_choices(source, target)
    has = {chosen.id: chosen for chosen in _chosen(target)}
    _forget(source, target)
    for chosen in moved:
        if chosen.id in has:
            _swap(source.id, target.id, chosen.id)
        else:
            _give(source.id, target.id, chosen.id)
    return {
        str(chosen.id): {"state": chosen.state.value, "swapped": chosen.id in has}
        for chosen in moved
    }


def return_choices(source: Registration, target: Registration, moved: MovedChoices) -> None:
    """Give back what was moved and is still there; a seat that was got meanwhile goes with it.

    What was a wish is one again: its owner waits for a place at the event itself.
    """
    has = {choice.session_id for choice in target.choices}
    own = {choice.session_id for choice in source.choices}
    _forget(source, target)
    for text, choice in moved.items():
        if int(text) not in has:
            continue
        if choice["swapped"] and int(text) in own:
            _swap(target.id, source.id, int(text))
        elif not choice["swapped"]:
            _give(target.id, source.id, int(text))
            if choice["state"] == ChoiceState.WISHED:
                _write(source.id, int(text), state=ChoiceState.WISHED, queue_number=None)


def notify_of_moved(
    source: Registration, target: Registration, moved: Mapping[str, Any], *, now: datetime
) -> None:
    """Take moved sessions out of the source's calendar, and tell the target of seats there."""
    ids = [int(text) for text in moved]
    notification.notify_of_left_sessions(source, ids, now=now)
    for choice in target.choices:
        if choice.session_id in ids and choice.state is ChoiceState.CONFIRMED:
            outbox.enqueue_once(
                JobKind.SESSION_PLACE_MAIL,
                key=f"session-merged:{target.code}:{choice.session_id}:{target.version}",
                now=now,
                registration_id=target.id,
                session_id=choice.session_id,
            )


def _chosen(registration: Registration) -> Sequence[ChosenSession]:
    chosen = [
        ChosenSession(
            choice.session_id, session_as_shown(choice.session), choice.state, choice.queue_number
        )
        for choice in registration.choices
    ]
    return sorted(chosen, key=lambda choice: (choice.session.starts_at, choice.id))


def _is_seated(chosen: ChosenSession) -> bool:
    return chosen.state is ChoiceState.CONFIRMED


def _overlap(some: ChosenSession, other: ChosenSession) -> bool:
    times, others = some.session, other.session
    return times.starts_at < others.ends_at and others.starts_at < times.ends_at


def _forget(*registrations: Registration) -> None:
    """The rows are changed beneath the objects, which bear their key."""
    db.session.flush()
    for registration in registrations:
        for choice in list(registration.choices):
            db.session.expunge(choice)
        db.session.expire(registration, ["choices"])


def _give(source_id: int, target_id: int, session_id: int) -> None:
    _write(source_id, session_id, registration_id=target_id)


def _swap(source_id: int, target_id: int, session_id: int) -> None:
    """Exchange the states; the number in the queue first leaves the one, then goes to the other."""
    rows = db.session.execute(
        select(
            SessionChoice.registration_id, SessionChoice.state, SessionChoice.queue_number
        ).where(
            SessionChoice.session_id == session_id,
            SessionChoice.registration_id.in_([source_id, target_id]),
        )
    )
    was = {row.registration_id: row for row in rows}
    _write(target_id, session_id, state=ChoiceState.WISHED, queue_number=None)
    for id_, other_id in ((source_id, target_id), (target_id, source_id)):
        other = was[other_id]
        _write(id_, session_id, state=other.state, queue_number=other.queue_number)


def _write(owner_id: int, session_id: int, **values: object) -> None:
    db.session.execute(
        update(SessionChoice)
        .where(SessionChoice.registration_id == owner_id, SessionChoice.session_id == session_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
