"""Bulk act: one thing done to many registrations, planned as a row and carried out in batches."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, PrimaryKey
from eventapp.models.event.event import Event

WHERE_UNDER_WAY = text("finished_at IS NULL")
WHERE_BEING_UNDONE = text("undo_started_at IS NOT NULL AND undo_finished_at IS NULL")
WHERE_WAITING = text("outcome IS NULL")


class BulkActKind(StrEnum):
    """What is done. The strings are stored: they never change."""

    CANCEL = "cancel"
    ADD_TO_SESSION = "add-to-session"
    MOVE = "move"
    SEND_LINK = "send-link"
    APPROVE = "approve"
    DECLINE = "decline"


class BulkAct(Base):
    """One act of one account at one event. `target` is the code of a session or organisation.

    The reason is emptied once it is finished, or stopped: the log has it. Undoing goes in batches
    too.
    """

    __tablename__ = "bulk_acts"
    __table_args__ = (
        Index(
            "bulk_acts_under_way",
            "id",
            sqlite_where=WHERE_UNDER_WAY,
            postgresql_where=WHERE_UNDER_WAY,
        ),
        Index(
            "bulk_acts_being_undone",
            "id",
            sqlite_where=WHERE_BEING_UNDONE,
            postgresql_where=WHERE_BEING_UNDONE,
        ),
    )

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    kind: Mapped[BulkActKind]
    target: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    started_by: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    undone_by: Mapped[str] = mapped_column(default="", server_default="")
    undo_started_at: Mapped[datetime | None]
    undo_finished_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()


class BulkActPerson(Base):
    """One registration that an act is about; `outcome` is DONE, a refusal's code, or not yet.

    To undo it: how the registration stood `before`, and its version afterwards.
    """

    __tablename__ = "bulk_act_people"
    __table_args__ = (
        Index(
            "bulk_act_people_waiting",
            "act_id",
            "registration_id",
            sqlite_where=WHERE_WAITING,
            postgresql_where=WHERE_WAITING,
        ),
    )

    act_id: Mapped[int] = mapped_column(ForeignKey("bulk_acts.id"), primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id"), primary_key=True, index=True
    )
    outcome: Mapped[str | None]
    before: Mapped[dict[str, Any] | None]
    version: Mapped[int | None]
