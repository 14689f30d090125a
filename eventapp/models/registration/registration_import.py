"""Registration import: a list of people that is taken in, with what happens to each row."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, CreatedAt, PrimaryKey, Version
from eventapp.models.event.event import Event


class ImportState(StrEnum):
    """How far a list has come; the worker goes on with what is running or being undone."""

    READING = "reading"  # its rows are being stored
    REVIEW = "review"
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class RowOutcome(StrEnum):
    """What happens to a row; the words are also those of the command's report."""

    TAKEN = "taken"
    REPAIRED = "repaired"
    HELD = "held"
    QUARANTINED = "quarantined"
    REFUSED = "refused"


class RowState(StrEnum):
    """Whether a row has been taken in: it is new, in, known before, left out, or undone."""

    NEW = "new"
    IN = "in"
    KNOWN = "known"
    LEFT_OUT = "left-out"
    UNDONE = "undone"
    CHANGED = "changed"  # taken in, then changed: undoing left it


class RegistrationImport(Base):
    """One list for one event. `columns` says, column by column, what each becomes.

    `started_at` is when the latest run began: undo and letters count from it. `touched_at` is the
    latest step; retention counts from it. `notes` are counts about the file, never its content.
    """

    __tablename__ = "registration_imports"
    __table_args__ = (Index("registration_imports_by_time", "touched_at"),)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    filename: Mapped[str] = mapped_column(default="")
    actor: Mapped[str]
    state: Mapped[ImportState] = mapped_column(default=ImportState.READING)
    header: Mapped[list[str]] = mapped_column(default=list)
    columns: Mapped[list[str]] = mapped_column(default=list)
    notes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    batches: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[CreatedAt]
    started_at: Mapped[datetime | None]
    touched_at: Mapped[datetime]
    version: Mapped[Version]

    event: Mapped[Event] = relationship()


class ImportRow(Base):
    """One row, sealed: its cells, what was wrong with them, and the person they make.

    `position` is the order of taking in. `person_digest` is what the list of erased people holds
    of the person, so that erasing finds the row; empty where no person was read.
    """

    __tablename__ = "registration_import_rows"
    __table_args__ = (
        Index("registration_import_rows_in_order", "import_id", "state", "position"),
        Index("registration_import_rows_by_person", "person_digest"),
    )

    import_id: Mapped[int] = mapped_column(
        ForeignKey("registration_imports.id", name="fk_registration_import_rows_import"),
        primary_key=True,
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]
    outcome: Mapped[RowOutcome]
    state: Mapped[RowState] = mapped_column(default=RowState.NEW)
    person_digest: Mapped[str] = mapped_column(default="")
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registrations.id", name="fk_registration_import_rows_registration"), index=True
    )
    taken_at: Mapped[datetime | None]
    sealed: Mapped[bytes]
