"""Contact: somebody writes about an offer, a need or an experience, and waits for a yes."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, CreatedAt, PrimaryKey
from eventapp.models.exchange.experience import Experience
from eventapp.models.exchange.listing import Listing
from eventapp.models.people.account import Account
from eventapp.models.people.organisation import Organisation


class ContactState(StrEnum):
    """What was answered."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Contact(Base):
    """One message through the relay, about a listing or about an experience.

    Neither side learns a mailbox before both want it, and neither ever learns a person.
    """

    __tablename__ = "contacts"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    listing_id: Mapped[int | None] = mapped_column("wish_id", ForeignKey("wishes.id"), index=True)
    experience_id: Mapped[int | None] = mapped_column(ForeignKey("experiences.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    function: Mapped[str]
    email: Mapped[str]
    text: Mapped[str]
    language: Mapped[str]
    state: Mapped[ContactState] = mapped_column(default=ContactState.WAITING)
    answer_function: Mapped[str] = mapped_column(default="", server_default="")
    answer_email: Mapped[str] = mapped_column(default="", server_default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[CreatedAt]

    listing: Mapped[Listing | None] = relationship()
    experience: Mapped[Experience | None] = relationship()
    organisation: Mapped[Organisation] = relationship()
    answered_by: Mapped[Account | None] = relationship()

    @property
    def about(self) -> Listing | Experience:
        """What it is about."""
        about = self.listing or self.experience
        assert about is not None  # noqa: S101  # a message has one of the two
        return about
