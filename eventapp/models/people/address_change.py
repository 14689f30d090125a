"""Address change: a mail address that its owner has not yet confirmed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_secret
from eventapp.models.base import Base, PrimaryKey
from eventapp.models.people.account import Account


class AddressChange(Base):
    """The address an account is to have. The token is derived from `nonce`; it is used once."""

    __tablename__ = "address_changes"

    id: Mapped[PrimaryKey]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    email: Mapped[str]
    nonce: Mapped[str] = mapped_column(default=new_secret)
    digest: Mapped[str] = mapped_column(unique=True)
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()
