"""Contact: somebody writes about an offer or a need, and waits for a yes."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, CreatedAt, PrimaryKey
from eventapp.models.exchange.listing import Listing
from eventapp.models.people.account import Account
from eventapp.models.people.organisation import Organisation


class ContactState(StrEnum):
    """What was answered."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Contact(Base):
    """One message through the relay. Neither side learns an address before both want it."""

    __tablename__ = "contacts"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    listing_id: Mapped[int] = mapped_column("wish_id", ForeignKey("wishes.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    function: Mapped[str]
    email: Mapped[str]
    text: Mapped[str]
    language: Mapped[str]
    state: Mapped[ContactState] = mapped_column(default=ContactState.WAITING)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[CreatedAt]

    listing: Mapped[Listing] = relationship()
    organisation: Mapped[Organisation] = relationship()
    answered_by: Mapped[Account | None] = relationship()
