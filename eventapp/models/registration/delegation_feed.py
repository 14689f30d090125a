"""Delegation feed: the secret address of one delegation's calendar."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_secret
from eventapp.models.base import Base, PrimaryKey
from eventapp.models.registration.delegation import Delegation


class DelegationFeed(Base):
    """Created when somebody first asks for the address. `secret` is never sent anywhere."""

    __tablename__ = "delegation_feeds"

    id: Mapped[PrimaryKey]
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegations.id"), unique=True)
    secret: Mapped[str] = mapped_column(unique=True, default=new_secret)
    digest: Mapped[str] = mapped_column(unique=True)
    revision: Mapped[int] = mapped_column(default=1)

    delegation: Mapped[Delegation] = relationship()
