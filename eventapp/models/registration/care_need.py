"""Care need: diet and access, sealed, apart from the rest of the registration."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base


class CareNeed(Base):
    """One person's needs, readable only with the key; no search, filter or export goes by them."""

    __tablename__ = "care_needs"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
    key_number: Mapped[int]
    sealed: Mapped[bytes]
