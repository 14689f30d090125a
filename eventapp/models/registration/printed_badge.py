"""PrintedBadge: when a person's name badge was last printed, so that new ones can be told apart."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base


class PrintedBadge(Base):
    """The latest badge of one registration; `fingerprint` is an HMAC of what stood on it."""

    __tablename__ = "printed_badges"

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id"), primary_key=True, autoincrement=False
    )
    printed_at: Mapped[datetime]
    fingerprint: Mapped[str]
