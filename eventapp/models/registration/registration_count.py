"""Registration count: how many of an event's registrations are alike in what lists count."""

from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base
from eventapp.models.registration.registration import RegistrationState

NOBODY = 0  # stands for no organisation and no delegation: a key may not be empty


class RegistrationCount(Base):
    """Kept by triggers of the database with each change of a registration, whoever makes it.

    Derived from `registrations`, and never written otherwise but to be counted anew: see
    docs/decisions/0011-counts-by-triggers.md. Rows that count nobody are deleted, since the name
    of an organisation is what somebody typed.
    """

    __tablename__ = "registration_counts"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  # SQLAlchemy reads it

    event_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[RegistrationState] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    organisation_name: Mapped[str] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    people: Mapped[int]
