"""Registration question: what an event asks besides name, address, organisation and role."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base, PrimaryKey, Version


class QuestionKind(StrEnum):
    """How it is answered."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


# Answered by options of the question's own.
WITH_OPTIONS = (QuestionKind.CHOICE, QuestionKind.CHOICES)


class RegistrationQuestion(Base):
    """One question; `label`, `hint`, `purpose` and an option's `label` are texts by language.

    `condition` is empty, or the code of an earlier `question` and the `value` that makes this one
    asked. Answers are deleted on `delete_on`, or with the registration.
    """

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
    choices_max: Mapped[int | None]
    none_option: Mapped[bool] = mapped_column(default=False, server_default=false())
    condition: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    purpose: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    delete_on: Mapped[date | None]
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[Version]

    @property
    def labels(self) -> dict[str, dict[str, str]]:
        """The texts of the options, by their values."""
        return {option["value"]: option["label"] for option in self.options}
