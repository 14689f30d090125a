"""Sessions as plain values that an act can be undone by: as they were before it, and after."""

from collections.abc import Iterable
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from eventapp.domain.errors import Refusal
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import Room, Session, SessionKind, SessionSpeaker, Speaker, Track

State = dict[str, Any]
SPEAKERS = "appearances"
MOMENTS = frozenset({"starts_at", "ends_at"})
# What the row has beside what organizers write of it.
APART = frozenset(
    {
        *("id", "event_id", "code", "version", "availability", "last_queue_number"),
        *("released", "released_english", "calendar_sequence", "calendar_changed_at"),
    }
)
NAMES = (*(c.key for c in Session.__mapper__.column_attrs if c.key not in APART), SPEAKERS)
PART_NAMES = tuple(c.key for c in SessionSpeaker.__mapper__.column_attrs if c.key != "session_id")


class SessionChangedSince(Refusal):
    """What an act left has been changed since, so it cannot be turned back."""

    code = "changed-since"
    sentence = _l("It cannot be undone: somebody has changed the session since. Nothing is lost.")


def state_of(session: Session, names: Iterable[str] = NAMES) -> State:
    """What is written of the session, as values that JSON has."""
    return {name: _plain(session, name) for name in names}


def apply_state(session: Session, state: State) -> None:
    """Write the values on the session. Raises SessionChangedSince if a room or a person is gone."""
    _check_parts(session.event_id, state)
    for name, value in state.items():
        if name == SPEAKERS:
            session.appearances = [_appearance(session, part) for part in value]
        elif name in MOMENTS:
            setattr(session, name, datetime.fromisoformat(value))
        else:
            setattr(session, name, SessionKind(value) if name == "kind" else deepcopy(value))


def _plain(session: Session, name: str) -> Any:
    value = getattr(session, name)
    if name == SPEAKERS:
        return [{key: getattr(part, key) for key in PART_NAMES} for part in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()  # one moment, one text
    return deepcopy(value)


def _appearance(session: Session, values: State) -> SessionSpeaker:
    present = {part.speaker_id: part for part in session.appearances}
    part = present.get(values["speaker_id"]) or SessionSpeaker()
    for name, value in values.items():
        setattr(part, name, value)
    return part


def _check_parts(event_id: int, state: State) -> None:
    wanted: list[tuple[type[Room | Track | Speaker], int]] = [
        (kind, state[name])
        for kind, name in ((Room, "room_id"), (Track, "track_id"))
        if state.get(name) is not None
    ]
    wanted += [(Speaker, part["speaker_id"]) for part in state.get(SPEAKERS, ())]
    for kind, number in wanted:
        present = select(kind.id).where(kind.id == number, kind.event_id == event_id)
        if db.session.scalar(present) is None:
            raise SessionChangedSince
