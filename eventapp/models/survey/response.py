"""Response: a whole reply while it waits to be mixed; then its answers, each on its own.

No row has a time, a place in an order, a token or an address. After mixing nothing shows which
answers came from one person, either.
"""

import secrets
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base

KEY_BITS = 62


def new_key() -> int:
    """A random key: rows sorted by it are in no meaningful order."""
    return secrets.randbits(KEY_BITS)


class SurveyResponse(Base):
    """One person's whole reply, not yet mixed. No page reads this table."""

    __tablename__ = "survey_responses"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, default=new_key
    )
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"), index=True)
    content: Mapped[dict[str, Any]]


class SurveyAnswer(Base):
    """One answer to one question, mixed. SQLite stores it in the order of its content."""

    __tablename__ = "survey_answers"
    __table_args__ = ({"sqlite_with_rowid": False},)

    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    group: Mapped[str] = mapped_column("answer_group", primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, default=new_key
    )


class TextState(StrEnum):
    """How far a free text has come on its way to being shown."""

    WAITING = "waiting"
    SEEN_ONCE = "seen-once"
    ACCEPTED = "accepted"
    WITHHELD = "withheld"


class SurveyText(Base):
    """A free text, mixed, without any group. `masked` is all that a page ever shows."""

    __tablename__ = "survey_texts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, default=new_key
    )
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"), index=True)
    question: Mapped[str]
    text: Mapped[str]
    masked: Mapped[str]
    state: Mapped[TextState] = mapped_column(default=TextState.WAITING)
    first_reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    second_reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    version: Mapped[int] = mapped_column(default=1)
