"""Invitation to an account: roles that begin once somebody has said yes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code, new_secret
from eventapp.models.base import Base, CreatedAt, PrimaryKey
from eventapp.models.event.event import Event
from eventapp.models.people.account import Account
from eventapp.models.people.organisation import Organisation


class AccountInvitation(Base):
    """Roles offered to an address. The token is derived from `nonce`, as a sign-in link's is.

    `invited_by` is an account's code, or who else acts in the log. `letters` counts what was sent.
    """

    __tablename__ = "account_invitations"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    email: Mapped[str] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="sv")
    invited_by: Mapped[str]
    nonce: Mapped[str] = mapped_column(default=new_secret)
    digest: Mapped[str] = mapped_column(unique=True)
    letters: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[CreatedAt]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)

    roles: Mapped[list[OfferedRole]] = relationship(cascade="all, delete-orphan")
    account: Mapped[Account | None] = relationship()

    def is_open(self, now: datetime) -> bool:
        """Whether it may still be accepted."""
        return self.is_unanswered and now < self.ends_at

    @property
    def is_unanswered(self) -> bool:
        """Whether nobody has accepted or withdrawn it; its time may be up."""
        return self.used_at is None and self.withdrawn_at is None

    @property
    def letter_key(self) -> str:
        """The key in the outbox of the latest letter."""
        return f"account-invitation:{self.code}:{self.letters}"


class OfferedRole(Base):
    """A role of an invitation, for the same things as a Grant."""

    __tablename__ = "account_invitation_roles"

    id: Mapped[PrimaryKey]
    invitation_id: Mapped[int] = mapped_column(ForeignKey("account_invitations.id"), index=True)
    role: Mapped[str]
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)

    event: Mapped[Event | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
