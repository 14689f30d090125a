"""TryCount: how often somebody has tried something, for a while."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base


class TryCount(Base):
    """Tries of one kind by one visitor within one stretch of time, counted over all hosts.

    `digest` is an HMAC of kind, visitor and time: neither address nor account can be read from it.
    """

    __tablename__ = "try_counts"

    digest: Mapped[str] = mapped_column(primary_key=True)
    tries: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)
