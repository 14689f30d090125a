"""Schedule import: a file of another system, and what it knows the things of an event by."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, CreatedAt, PrimaryKey, Version
from eventapp.models.event.event import Event
from eventapp.models.registration.registration_import import ImportState


class ScheduleImport(Base):
    """One file for one event, from when it was read until it can no longer be undone.

    `content` is what was read, packed; `position` how far it has come; `undoing` is
    what undoing needs, packed. `counts` are numbers about the file and what came of it.
    """

    __tablename__ = "schedule_imports"
    __table_args__ = (Index("schedule_imports_by_time", "touched_at"),)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    filename: Mapped[str] = mapped_column(default="")
    actor: Mapped[str]
    state: Mapped[ImportState] = mapped_column(default=ImportState.REVIEW)
    content: Mapped[bytes]
    undoing: Mapped[bytes | None]
    position: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[CreatedAt]
    started_at: Mapped[datetime | None]
    touched_at: Mapped[datetime]
    version: Mapped[Version]

    event: Mapped[Event] = relationship()


class SourceKind(StrEnum):
    """What a file has an id for, and what it says of the whole event."""

    EVENT = "event"
    SESSION = "session"
    SPEAKER = "speaker"


class ScheduleSource(Base):
    """A thing of an event that a file has brought: `key` is the file's name for it, `code` ours.

    `origin` is what the file says and no column here has; `written` is what was written here when
    the file was last taken in, so that what somebody has changed since is seen. It outlives what
    it is about: what was removed here does not come back with the next file.
    """

    __tablename__ = "schedule_sources"
    __table_args__ = (
        UniqueConstraint("event_id", "kind", "code", name="uq_schedule_sources_code"),
        Index("schedule_sources_by_key", "event_id", "kind", "key"),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    kind: Mapped[SourceKind]
    key: Mapped[str]
    code: Mapped[str]
    origin: Mapped[dict[str, Any]] = mapped_column(default=dict)
    written: Mapped[dict[str, Any]] = mapped_column(default=dict)
