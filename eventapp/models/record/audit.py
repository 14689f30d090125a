"""Audit: what was done, by which kind of actor, to what, and why. Only ever appended to."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base, PrimaryKey


class AuditEntry(Base):
    """One deed. Holds codes, never names or addresses."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("audit_by_subject", "subject_kind", "subject_code"),)

    id: Mapped[PrimaryKey]
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_code: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
