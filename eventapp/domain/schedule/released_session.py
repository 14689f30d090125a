"""Writing sessions as they are released: a thousand at once, while others wait for the lock.

Of the table, and not of the class, which would look at each row by itself. PostgreSQL takes all
rows as one text, which is put together of what was written before; for SQLite there are no round
trips, and it would write the texts in another way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    JSON,
    Boolean,
    Integer,
    Table,
    Text,
    Update,
    bindparam,
    case,
    column,
    func,
    update,
)
from sqlalchemy import cast as converted

from eventapp.extensions import db
from eventapp.models import Session
from eventapp.models.frozen_json import FrozenObject, dumps

SESSIONS = cast("Table", Session.__table__)
# What a statement is handed of each session.
KINDS: dict[str, Any] = {
    "row_id": Integer,
    "all_values": SESSIONS.c.released.type,
    "in_english": SESSIONS.c.released_english.type,
    "rise": Integer,
    "changed": Boolean,
}


@dataclass(frozen=True, slots=True)
class ReleasedValues:
    """A session as plain values, and what of it is in English."""

    swedish: FrozenObject
    english: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class ReleasedSession:
    """What is written of one session; `changed`: its entry in calendars is new or another.

    Its SEQUENCE rises by `rise`.
    """

    id: int
    values: ReleasedValues
    rise: int
    changed: bool


def write_released(sessions: Sequence[ReleasedSession], *, now: datetime) -> None:
    """Write them. What was read of them before is out of date."""
    if not sessions:
        return
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        text = ",".join(_text(session) for session in sessions)
        connection.execute(TOGETHER, {"now": now, "rows": f"[{text}]"})
    else:
        connection.execute(ONE_BY_ONE, [{"now": now, **_row(session)} for session in sessions])


def _row(session: ReleasedSession) -> dict[str, Any]:
    return {
        "row_id": session.id,
        "all_values": session.values.swedish,
        "in_english": session.values.english,
        "rise": session.rise,
        "changed": session.changed,
    }


def _text(session: ReleasedSession) -> str:
    """The row as JSON, of which the greatest part was written when the draft was frozen."""
    parts = (f'"{name}": {dumps(value)}' for name, value in _row(session).items())
    return f"{{{', '.join(parts)}}}"


def _statement(row: Any) -> Update:
    """The statement, for a row whose values these are."""
    changed_at = bindparam("now", type_=SESSIONS.c.calendar_changed_at.type)
    return (
        update(SESSIONS)
        .where(SESSIONS.c.id == row["row_id"])
        .values(
            released=row["all_values"],
            released_english=row["in_english"],
            calendar_sequence=SESSIONS.c.calendar_sequence + row["rise"],
            calendar_changed_at=case(
                (row["changed"], changed_at), else_=SESSIONS.c.calendar_changed_at
            ),
        )
    )


def _together() -> Update:
    columns = (column(name, kind) for name, kind in KINDS.items())
    rows = func.json_to_recordset(converted(bindparam("rows", type_=Text), JSON))
    return _statement(rows.table_valued(*columns, name="rows").render_derived(with_types=True).c)


ONE_BY_ONE = _statement({name: bindparam(name, type_=kind) for name, kind in KINDS.items()})
TOGETHER = _together()
