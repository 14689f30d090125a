"""Delegation invitation: what an organisation was asked, whom we wrote to, and what they said."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, CreatedAt, PrimaryKey, Version
from eventapp.models.people.account_invitation import AccountInvitation
from eventapp.models.registration.delegation import Delegation


class DelegationAnswer(StrEnum):
    """What a coordinator says of the invitation; naming people is an answer of its own."""

    NOT_COMING = "not-coming"
    MORE_SEATS = "more-seats"


class DelegationInvitation(Base):
    """A delegation is asked to name its people by a day, `answer_by`, at the event's place.

    `opened_at` is when one of its coordinators first signed in after that. `returned_seats` are
    those that it gave back when it said that it is not coming.
    """

    __tablename__ = "delegation_invitations"
    __table_args__ = (
        CheckConstraint("wanted_seats >= 0", name="wanted_not_negative"),
        CheckConstraint("returned_seats >= 0", name="returned_not_negative"),
    )

    id: Mapped[PrimaryKey]
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegations.id"), unique=True)
    answer_by: Mapped[date]
    invited_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    answer: Mapped[DelegationAnswer | None]
    answered_at: Mapped[datetime | None]
    wanted_seats: Mapped[int] = mapped_column(default=0)
    returned_seats: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")
    version: Mapped[Version]

    delegation: Mapped[Delegation] = relationship()
    recipients: Mapped[list[DelegationRecipient]] = relationship(
        back_populates="invitation", order_by="DelegationRecipient.id"
    )


class DelegationRecipient(Base):
    """An address that the invitation is sent to.

    Whoever reads it looks after the organisation, or has been invited to by `account_invitation`.
    `letter_key` is the key in the outbox of the latest letter, and `letters` counts them.
    """

    __tablename__ = "delegation_recipients"
    __table_args__ = (UniqueConstraint("invitation_id", "email"),)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("delegation_invitations.id"))
    email: Mapped[str] = mapped_column(index=True)
    account_invitation_id: Mapped[int | None] = mapped_column(
        # The name that the convention makes is longer than PostgreSQL keeps.
        ForeignKey("account_invitations.id", name="fk_delegation_recipients_account_invitation"),
        index=True,
    )
    letters: Mapped[int] = mapped_column(default=0)
    letter_key: Mapped[str] = mapped_column(default="")
    created_at: Mapped[CreatedAt]

    invitation: Mapped[DelegationInvitation] = relationship(back_populates="recipients")
    account_invitation: Mapped[AccountInvitation | None] = relationship()
