"""Registration view: a narrowed list of an event's registrations that somebody saved."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.ids import new_code
from eventapp.models.base import Base, CreatedAt, PrimaryKey


class RegistrationView(Base):
    """One account's view of one event. `query` is that of the list's address, without words."""

    __tablename__ = "registration_views"
    __table_args__ = (UniqueConstraint("event_id", "account_id", "name"),)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    name: Mapped[str]
    query: Mapped[str]
    created_at: Mapped[CreatedAt]
