"""Board act: something that an organizer did on the board, and what undoes it."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base, CreatedAt, PrimaryKey


class BoardActKind(StrEnum):
    """What was done. The words are stored: they never change."""

    MOVE = "move"
    UNPLACE = "unplace"
    DUPLICATE = "duplicate"
    DELETE = "delete"
    SOLVE = "solve"
    SHIFT = "shift"
    ADD = "add"


class BoardAct(Base):
    """One act by one account; `changes` has for each session what it was before and after.

    Either is None where there was no such session.
    """

    __tablename__ = "board_acts"
    __table_args__ = (Index("board_acts_by_actor", "event_id", "actor"),)

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    actor: Mapped[str]
    kind: Mapped[BoardActKind]
    undone: Mapped[bool] = mapped_column(default=False)
    changes: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    created_at: Mapped[CreatedAt]
