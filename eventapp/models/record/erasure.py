"""Erasure: that a person was erased, so that a restored backup can forget them again."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base


class Erasure(Base):
    """One person, as HMAC of address and name under a key of its own: no name can be read."""

    __tablename__ = "erasures"

    digest: Mapped[str] = mapped_column(primary_key=True)
    erased_at: Mapped[datetime]
