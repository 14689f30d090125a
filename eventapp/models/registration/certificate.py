"""Certificate: what somebody's certificate of attendance says. Its address is derived."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base


class Certificate(Base):
    """The certificate of one registration as it was last issued; it outlives the scans."""

    __tablename__ = "certificates"

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id"), primary_key=True, autoincrement=False
    )
    issued_at: Mapped[datetime]
    # `days` as dates; `sessions` with title, starts_at and ends_at, moments in UTC.
    attended: Mapped[dict[str, Any]]
