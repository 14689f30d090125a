"""MailTrial: a letter and an invitation to oneself, to see that they arrive."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, CreatedAt, PrimaryKey
from eventapp.models.people.account import Account


class TrialOutcome(StrEnum):
    """What the colleague saw."""

    BOTH = "both"
    LETTER = "letter"
    JUNK = "junk"
    NOTHING = "nothing"


class MailTrial(Base):
    """One letter to `email`; `outcome` is empty until the colleague has said what they saw."""

    __tablename__ = "mail_trials"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    email: Mapped[str]
    outcome: Mapped[TrialOutcome | None]
    created_at: Mapped[CreatedAt]

    account: Mapped[Account] = relationship()
