"""Account session: a browser where somebody is signed in."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.ids import new_code
from eventapp.models.base import Base, PrimaryKey


class AccountSession(Base):
    """One browser's session. The cookie holds what `digest` is made of; `seen_at` is a full hour.

    What ends a session is EndedSession or the account's epoch: this is what people see of it.
    """

    __tablename__ = "account_sessions"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    digest: Mapped[str] = mapped_column(unique=True)
    device: Mapped[str] = mapped_column(default="")  # such as "Firefox, Windows"
    begun_at: Mapped[datetime] = mapped_column(index=True)
    seen_at: Mapped[datetime]

    @property
    def last_sent_at(self) -> datetime:
        """When something was sent last, about: signing in may be later than its full hour."""
        return max(self.begun_at, self.seen_at)
