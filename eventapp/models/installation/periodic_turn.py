"""PeriodicTurn: when work by the clock is next to be done, by whichever worker comes first."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base


class PeriodicTurn(Base):
    """One row for each kind of such work."""

    __tablename__ = "periodic_turns"

    name: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]
