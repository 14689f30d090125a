"""Account: somebody who signs in, and the roles they have."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code, new_secret
from eventapp.models.base import Base, CreatedAt, MailReader, PrimaryKey, Version

if TYPE_CHECKING:
    from eventapp.models.event.event import Event
    from eventapp.models.people.organisation import Organisation


class Account(MailReader, Base):
    """One person who signs in. Raising `epoch` ends every session they have."""

    __tablename__ = "accounts"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str] = mapped_column(default="")
    second_factor: Mapped[bytes | None]
    second_factor_key: Mapped[int | None]
    last_code_step: Mapped[int] = mapped_column(default=0)
    wrong_tries: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    epoch: Mapped[int] = mapped_column(default=1)
    active: Mapped[bool] = mapped_column(default=True)
    last_used_at: Mapped[datetime | None]
    # When its owner was last written to that it will be deleted, since nobody uses it.
    unused_notice_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(default="")  # none: what the browser asks for
    # The calendar of all delegations that a coordinator looks after; None: nobody asked for it.
    calendar_secret: Mapped[str | None]
    calendar_revision: Mapped[int] = mapped_column(default=0, server_default="0")
    calendar_digest: Mapped[str | None] = mapped_column(index=True, unique=True)
    created_at: Mapped[CreatedAt]
    version: Mapped[Version]

    grants: Mapped[list[Grant]] = relationship(cascade="all, delete-orphan")
    recovery_codes: Mapped[list[RecoveryCode]] = relationship(cascade="all, delete-orphan")

    @property
    def has_second_factor(self) -> bool:
        """Whether signing in with a password asks for a code as well."""
        return self.second_factor is not None

    @property
    def letter_language(self) -> str:
        """`sv` or `en`: what letters to this person are written in."""
        return self.language or "sv"


class Grant(Base):
    """A role, for the whole product, for one event, or (coordinators) for one organisation."""

    __tablename__ = "grants"
    __table_args__ = (UniqueConstraint("account_id", "role", "event_id", "organisation_id"),)

    id: Mapped[PrimaryKey]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    role: Mapped[str]
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)

    event: Mapped[Event | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class RecoveryCode(Base):
    """A code for the day the phone is lost; stored as a digest, used once."""

    __tablename__ = "recovery_codes"

    id: Mapped[PrimaryKey]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    digest: Mapped[str] = mapped_column(unique=True)


class SignInLink(Base):
    """An address that signs in once: asked for by mail, or handed out by an operator.

    The token is derived from `nonce` and the product's key, so that a mail can be written later.
    """

    __tablename__ = "sign_in_links"

    id: Mapped[PrimaryKey]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    nonce: Mapped[str] = mapped_column(default=new_secret)
    digest: Mapped[str] = mapped_column(unique=True)
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    wanted: Mapped[str] = mapped_column(default="")  # the page of ours that was asked for

    account: Mapped[Account] = relationship()


class EndedSession(Base):
    """A session that was signed out: a copy of its cookie opens nothing any more."""

    __tablename__ = "ended_sessions"

    digest: Mapped[str] = mapped_column(primary_key=True)
    ended_at: Mapped[datetime] = mapped_column(index=True)
