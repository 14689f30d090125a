"""Registration question: what an event asks besides name, address, organisation and role."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base, PrimaryKey, Version


class QuestionKind(StrEnum):
    """How it is answered."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXT = "text"


class RegistrationQuestion(Base):
    """One question; `label`, `hint` and each option's `label` contain a text by language."""

    __tablename__ = "registration_questions"
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    code: Mapped[str]
    kind: Mapped[QuestionKind]
    label: Mapped[dict[str, Any]]
    hint: Mapped[dict[str, Any]] = mapped_column(default=dict)
    options: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    required: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[Version]
