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


class KitchenSum(Base):
    """What some people of an event with consecutive numbers need, in sum and sealed.

    Triggers empty it, in the same transaction, when a need or who has a place changes; it is then
    counted anew. It outlives nobody's need.
    """

    __tablename__ = "kitchen_sums"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    block: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key_number: Mapped[int | None]
    sealed: Mapped[bytes | None]
