"""StartMark: a step of the start list that was set aside, or the list itself when it was closed."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base


class StartMark(Base):
    """What was said of the start list that no other table knows; it outlives who said it."""

    __tablename__ = "start_marks"

    name: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    marked_at: Mapped[datetime]
